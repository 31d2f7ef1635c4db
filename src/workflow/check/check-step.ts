import type { ManifestSet } from "../../check/rule";
import { checkState, checkStep } from "../../check/run";
import { InputError } from "../../findings/input-error";
import type { PhaseKind } from "../../plan/phase";
import type { ManifestIo } from "../../source/manifests";
import { readManifestsOf } from "./check-paths";
import { kustomizationFindings } from "./kustomizations";
import { type CheckChoices, manifestSet, phaseState, type ReadState } from "./manifest-set";
import { isReplacedInPlan, takeOwnOutput } from "./own-output";
import type { FileObject } from "./read-objects";
import { type CheckReport, sortedFindings, unbuiltNotes } from "./report";
import { splitMeshes } from "./split-meshes";

/** Two states, as the user gives them. */
export interface StepPaths {
  /** The state before. */
  readonly from: string;
  /** The state after. */
  readonly to: readonly string[];
  /** Operator release in force before. @default what a Subscription says */
  readonly fromRelease?: string | undefined;
}

/**
 * Checks the state after, and the way to it from the state before.
 * @throws InputError for a path that cannot be read or has no manifest, and when nothing says whose operator it is
 */
export function checkTransition(
  { from, to, fromRelease }: StepPaths,
  choices: CheckChoices,
  io: ManifestIo,
): CheckReport {
  const [readBefore, readAfter] = [readManifestsOf([from], io), readManifestsOf(to, io)];
  const after = oneState(readAfter.objects, choices, to.join(" "));
  const { distribution } = after.state.set;
  const before = oneState(
    readBefore.objects,
    { ...choices, distribution: distribution.name, release: fromRelease },
    from,
  );
  const { set, kind, replacedByHand } = after.state;
  const step = {
    before: before.state.set,
    after: set,
    ...(kind && { kind }),
    ...(replacedByHand !== undefined && { replacedByHand }),
  };
  return {
    findings: sortedFindings([
      ...checkState(set),
      ...checkStep(step),
      ...kustomizationFindings(to, readAfter.objects, io.cwd),
    ]),
    objects: readBefore.objects.length + readAfter.objects.length,
    broken: [...readBefore.broken, ...readAfter.broken],
    notes: [...new Set([readBefore, readAfter].flatMap(unbuiltNotes)), ...before.notes, ...after.notes],
  };
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
    return { state: { ...state, replacedByHand: isReplacedInPlan(output.plan, dir) }, notes };
  }
  const meshes = splitMeshes(objects);
  if (meshes.length > 1) {
    throw InputError.of(`${label}: ${meshes.length} meshes: ${meshes.map((one) => one.label).join(", ")}`, {
      hint: "A step leads from one state of one mesh to another: name the folder of one.",
    });
  }
  const { state, notes } = manifestSet(objects, choices, label);
  return { state: { set: state }, notes };
}
