import { posix } from "node:path";
import { madeObjects } from "../../../repository/charts/made-objects";
import { isPart } from "../../../repository/charts/mesh-charts";
import type { FileObject } from "../../../repository/objects/file-object";
import { phaseAbove } from "../../../repository/objects/own-output";
import type { ObjectReading } from "../../../repository/objects/read-objects";
import { excludedBySets } from "../../../repository/readers/excluded-folders";
import { fewOf } from "../../../rules/rule";
import type { ManifestIo } from "../../../source/manifests";
import { type Applied, asApplied } from "../applied/applied";
import { readingsIn } from "../overlays/final-fields";
import { placed } from "../overlays/placed";
import { namesOfReader } from "./state-names";
import { overlaysOfStep } from "./step-overlays";
import { type StepState, statesToStep } from "./step-states";

/** A state as it was read, and the folder that it begins at. */
interface ReadSide {
  readonly read: ObjectReading;
  readonly paths: readonly string[];
  readonly root: string;
}

/** What engines make of a state. */
interface SideStates {
  readonly applied: Applied;
  readonly states: readonly StepState[];
}

/** What engines make of two states: each that makes a mesh of its own in one of them is asked for it in the other, too. */
export function statesOfStep(
  before: ReadSide,
  after: ReadSide,
  { cwd }: ManifestIo,
): readonly [SideStates, SideStates] {
  const wasExcluded = excludedBySets(before.read.objects);
  const apply = ({ read: { objects }, paths, root }: ReadSide, names: ReadonlySet<string> = new Set()) =>
    asApplied(
      objects,
      { paths, cwd },
      {
        isAsked: (reader) => namesOfReader(reader, root).some((name) => names.has(name)),
        isNew: (folder) => !wasExcluded(posix.join(before.root, posix.relative(root, folder))),
      },
    );
  const [was, is] = [apply(before), apply(after)];
  const overlays = overlaysOfStep({ applied: was, root: before.root }, { applied: is, root: after.root });
  const side = (one: ReadSide, first: Applied, isAfter: boolean): SideStates => {
    const applied = overlays && first.readings.readers.length > 0 ? apply(one, overlays.names) : first;
    return { applied, states: statesIn(applied, one, overlays && { ...overlays, isAfter }) };
  };
  return [side(before, was, false), side(after, is, true)];
}

/** The states that overlays make of what was read, as engines apply them. */
function statesIn(
  { written: objects, changes, filled, built: buildings, overlays, readings, operators, isAside }: Applied,
  { root }: ReadSide,
  asked: Parameters<typeof statesToStep>[1]["asked"],
): readonly StepState[] {
  const states = statesToStep(changes, { objects, overlays, readings, root, asked });
  return states.map((state) => {
    const own = readingsIn(readings, state);
    const all = filled(state.objects, own.readBy);
    const applied = placed(all, buildings, own).filter((one) => !isAside(one));
    return { ...state, objects: [...applied, ...madeObjects(all), ...operators] };
  });
}

/** Parts of a mesh that are in no state: those of a folder that is left. Of phases, all but one are of another time. */
export function unreached(objects: readonly FileObject[], states: readonly StepState[]): readonly string[] {
  const left = objects.filter(
    (one) => isPart(one) && !states.some(({ plain }) => plain.has(one)) && !phaseAbove(posix.dirname(one.file)),
  );
  const { shown, many } = fewOf(left.map((one) => posix.dirname(one.shown)));
  return left.length > 0 ? [`not judged: ${shown}: nobody applies ${many ? "them" : "it"} after this step`] : [];
}
