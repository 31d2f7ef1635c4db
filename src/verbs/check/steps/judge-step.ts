import type { Finding } from "../../../findings/finding";
import type { RuleId } from "../../../findings/pages/index";
import { canonicalJson } from "../../../objects/canonical-json";
import { objectId } from "../../../objects/kubernetes-object";
import type { PhaseKind } from "../../../plan/phase";
import type { FileObject } from "../../../repository/objects/file-object";
import { isReplacedInPlan, takeOwnOutput } from "../../../repository/objects/own-output";
import type { Readings } from "../../../repository/readers/readings";
import type { MeshChart } from "../../../rules/charts/mesh-chart";
import { apartIn } from "../../../rules/engines/readers";
import type { ManifestSet } from "../../../rules/rule";
import { checkState, checkStep } from "../../../rules/run";
import { unseenUsers } from "../../../rules/versions/idle-control-planes";
import { type CheckChoices, manifestSet, phaseState, type ReadState } from "../manifest-set/manifest-set";
import { rulesToAsk, saidByAll } from "../report/said-by-all";
import type { MeshPair } from "./step-meshes";

/** What the user says of the manifests, and what was read beside them. */
export interface StepChoices extends CheckChoices {
  /** What is patched and not read here stands in no object. */
  readonly isPatched: boolean;
  /** The state before, as the user names it. */
  readonly from: string;
  /** Operator release in force before. @default what a Subscription says */
  readonly fromRelease?: string | undefined;
  /** Who builds and who applies what of the state before. */
  readonly fromReadings?: Readings;
  /** Charts in files that are no manifests, before. @default there are none */
  readonly fromFileCharts?: readonly MeshChart[];
}

/** What is said of a mesh and of the way to it. */
export interface SaidOfStep {
  readonly state: readonly Finding[];
  readonly step: readonly Finding[];
  /** What is true of the state, and was true before. */
  readonly stood: readonly Finding[];
  readonly notes: readonly string[];
}

/** What all operators that fit say of the step of one mesh. */
export function judgeStep({ before, after, beside }: MeshPair, choices: StepChoices, label: string): SaidOfStep {
  const read = oneState(after, { ...choices, beside, before }, label);
  const first = findingsOfStep(read.state, before, choices);
  const rules = rulesToAsk([...first.state, ...first.step, ...first.stood]);
  const others = read.others.map((state) => findingsOfStep(state, before, choices, rules));
  const said = (of: "state" | "step" | "stood") =>
    saidByAll(
      first[of],
      others.map((one) => one[of]),
    );
  const isNew = before ? [] : [`not judged: the step of ${label}: there is no such mesh in the state before`];
  return {
    state: said("state"),
    step: said("step"),
    stood: said("stood"),
    notes: [...first.notes, ...read.notes, ...isNew],
  };
}

/** What is said of the state after, and of the way to it, if the operator is the one of that state. */
function findingsOfStep(
  { set: read, kind, replacedByHand }: OneState,
  before: readonly FileObject[] | undefined,
  {
    isPatched,
    from,
    fromRelease: release,
    fromReadings,
    fromFileCharts: fileCharts = [],
    readings: _readings,
    beside: _beside,
    ...choices
  }: StepChoices,
  only?: ReadonlySet<RuleId>,
): SaidOfStep {
  if (before === undefined) return { state: checkState(read, only), step: [], stood: [], notes: [] };
  const { state, notes } = oneState(
    before,
    {
      ...choices,
      distribution: read.distribution.name,
      release,
      fileCharts,
      ...(fromReadings && { readings: fromReadings }),
    },
    from,
  );
  const set = { ...read, wereApart: apartIn(state.set) };
  const step = {
    before: state.set,
    after: set,
    ...(kind && { kind }),
    ...(replacedByHand !== undefined && { replacedByHand }),
  };
  const found = checkState(set, only);
  const said = checkStep(step, isPatched ? ["DEL003"] : [], only);
  const stood = stoodBefore(state.set, set, rulesToAsk(found.filter(isWarning)));
  return {
    state: found.filter((one) => !stood(one) && !isOutdone(one, said)),
    step: said,
    stood: found.filter(stood),
    notes: [...notes, ...unseenUsers(step)],
  };
}

function isWarning({ severity }: Finding): boolean {
  return severity === "warning";
}

/** Whether a rule says of the step what it says of the state: of the same place, or worse of the same object. */
function isOutdone(one: Finding, step: readonly Finding[]): boolean {
  return step.some(
    ({ rule, object, severity, place }) =>
      severity === "error" &&
      rule === one.rule &&
      object !== undefined &&
      object === one.object &&
      (isWarning(one) || (place !== undefined && canonicalJson(place) === canonicalJson(one.place))),
  );
}

/** Whether a warning was there before, word for word, and is about an object that the step leaves alone: the step does not bring it about. */
function stoodBefore(before: ManifestSet, after: ManifestSet, rules: ReadonlySet<RuleId>): (one: Finding) => boolean {
  const keyOf = ({ rule, object, message }: Finding) => JSON.stringify([rule, object, message]);
  const was = new Set(checkState(before, rules).filter(isWarning).map(keyOf));
  const textsOf = (set: ManifestSet) =>
    new Map(set.objects.map(({ object }) => [objectId(object), canonicalJson(object)]));
  const [old, now] = was.size > 0 ? [textsOf(before), textsOf(after)] : [];
  return (one) =>
    isWarning(one) &&
    was.has(keyOf(one)) &&
    one.object !== undefined &&
    old?.get(one.object) !== undefined &&
    old.get(one.object) === now?.get(one.object);
}

/** What a step needs to know of a state; only phases of ours have more than the manifests. */
interface OneState {
  readonly set: ManifestSet;
  readonly kind?: PhaseKind;
  readonly replacedByHand?: boolean;
}

/** A phase of ours, or any manifests. */
function oneState(objects: readonly FileObject[], choices: CheckChoices, label: string): ReadState<OneState> {
  const { outputs, rest } = takeOwnOutput(objects);
  const [output, second] = outputs;
  const dirs = [...(output?.objects.keys() ?? [])];
  const [dir] = dirs;
  if (output && dir !== undefined && !second && rest.length === 0 && dirs.length === 1) {
    const { state, notes } = phaseState(output, dir, choices);
    return { state: { ...state, replacedByHand: isReplacedInPlan(output.plan, dir) }, others: [], notes };
  }
  const { state, others, notes } = manifestSet(objects, choices, label);
  return { state: { set: state }, others: others.map((set) => ({ set })), notes };
}
