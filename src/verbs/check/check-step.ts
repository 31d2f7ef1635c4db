import { InputError } from "../../findings/input-error";
import { canonicalJson } from "../../objects/canonical-json";
import type { PhaseKind } from "../../plan/phase";
import type { ManifestSet } from "../../rules/rule";
import { checkState, checkStep } from "../../rules/run";
import type { ManifestIo } from "../../source/manifests";
import { readManifestsOf } from "./check-paths";
import { filledIn, keepingVariables } from "./engines/filled-in";
import { madeObjects } from "./engines/made-objects";
import { lostVariables } from "./engines/substitutions";
import { buildingsOf } from "./kustomize/buildings";
import type { KustomizationFile } from "./kustomize/file";
import { kustomizationFiles, kustomizationFindings } from "./kustomize/kustomizations";
import { patchesOf } from "./kustomize/patches";
import { type CheckChoices, manifestSet, phaseState, type ReadState } from "./manifest-set";
import { isReplacedInPlan, takeOwnOutput } from "./own-output";
import type { FileObject, ObjectReading } from "./read-objects";
import { type Readings, readingsOf } from "./readings";
import { type CheckReport, saidByAll, sortedFindings, unbuiltNotes } from "./report";
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
 * @throws InputError for a path that cannot be read or has no manifest
 */
export function checkTransition(
  { from, to, fromRelease }: StepPaths,
  choices: CheckChoices,
  io: ManifestIo,
): CheckReport {
  const [readBefore, readAfter] = [readManifestsOf([from], io), readManifestsOf(to, io)];
  const kustomizations = kustomizationFiles(to, io.cwd);
  const { readings, objects } = asApplied(readAfter, kustomizations);
  const variables = lostVariables(readAfter.objects, kustomizations, readings.readBy);
  const after = oneState(objects, { ...choices, readings }, to.join(" "));
  const kustomizationsBefore = kustomizationFiles([from], io.cwd);
  const before = asApplied(readBefore, kustomizationsBefore).objects;
  const candidates = [after.state, ...after.others].map((state) =>
    findingsOfStep(
      state,
      before,
      { ...choices, isPatched: patchesIn(kustomizations) !== patchesIn(kustomizationsBefore) },
      [from, fromRelease],
    ),
  );
  const [first = { findings: [], notes: [] }, ...others] = candidates;
  return {
    findings: sortedFindings([
      ...keepingVariables(
        saidByAll(
          first.findings,
          others.map((one) => one.findings),
        ),
        readAfter.objects,
        objects,
      ),
      ...kustomizationFindings(kustomizations, readAfter.objects),
      ...variables.findings,
    ]),
    objects: readBefore.objects.length + readAfter.objects.length,
    adoptable: "none",
    broken: [...readBefore.broken, ...readAfter.broken],
    notes: [
      ...new Set([readBefore, readAfter].flatMap(unbuiltNotes)),
      ...first.notes,
      ...after.notes,
      ...variables.notes,
    ],
  };
}

/** What was read as its engine applies it, and who that is. */
function asApplied(
  { objects }: ObjectReading,
  kustomizations: readonly KustomizationFile[],
): { readonly readings: Readings; readonly objects: readonly FileObject[] } {
  const readings = readingsOf(buildingsOf(kustomizations), objects);
  const filled = filledIn(objects, readings.readBy);
  return { readings, objects: [...filled, ...madeObjects(filled)] };
}

/** What is said of the state after, and of the way to it, if the operator is the one of that state. */
function findingsOfStep(
  { set, kind, replacedByHand }: OneState,
  before: readonly FileObject[],
  { isPatched, ...choices }: CheckChoices & { readonly isPatched: boolean },
  [from, release]: readonly [string, string | undefined],
): Pick<CheckReport, "findings" | "notes"> {
  const { state, notes } = oneState(before, { ...choices, distribution: set.distribution.name, release }, from);
  const step = {
    before: state.set,
    after: set,
    ...(kind && { kind }),
    ...(replacedByHand !== undefined && { replacedByHand }),
  };
  // What patches change stands in no object.
  const leftOut = isPatched ? (["DEL003"] as const) : [];
  return { findings: [...checkState(set), ...checkStep(step, leftOut)], notes };
}

/** What kustomizations write into the objects that they build. */
function patchesIn(kustomizations: readonly KustomizationFile[]): string {
  return canonicalJson(kustomizations.map((file) => [file.source.value, patchesOf(file).map(({ value }) => value)]));
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
  const meshes = splitMeshes(objects);
  if (meshes.length > 1) {
    throw InputError.of(`${label}: ${meshes.length} meshes: ${meshes.map((one) => one.label).join(", ")}`, {
      hint: "A step leads from one state of one mesh to another: name the folder of one.",
    });
  }
  const { state, others, notes } = manifestSet(objects, choices, label);
  return { state: { set: state }, others: others.map((set) => ({ set })), notes };
}
