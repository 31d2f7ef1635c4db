import { resolve } from "node:path";
import type { Finding } from "../../findings/finding";
import { InputError } from "../../findings/input-error";
import { canonicalJson } from "../../objects/canonical-json";
import type { PhaseKind } from "../../plan/phase";
import type { ManifestSet } from "../../rules/rule";
import { checkState, checkStep } from "../../rules/run";
import type { ManifestIo } from "../../source/manifests";
import { type Applied, asApplied } from "./applied";
import { readManifestsOf } from "./check-paths";
import { filledVariables, keepingVariables } from "./engines/filled-in";
import { madeObjects } from "./engines/made-objects";
import type { KustomizationFile } from "./kustomize/file";
import { kustomizationFindings } from "./kustomize/kustomizations";
import { patchesOf } from "./kustomize/patches";
import { fewPairs, isStep, pairsOfStates, type StepStates, saidOnce, statesToStep } from "./kustomize/step-states";
import { type CheckChoices, manifestSet, phaseState, type ReadState } from "./manifest-set";
import { isReplacedInPlan, takeOwnOutput } from "./own-output";
import type { FileObject, ObjectReading } from "./read-objects";
import { type CheckReport, saidByAll, sortedFindings, unbuiltNotes } from "./report";
import { splitMeshes } from "./split-meshes";
import { knownAbsences } from "./unread";

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
  const was = asApplied(readBefore.objects, [from], io.cwd);
  const is = asApplied(readAfter.objects, to, io.cwd);
  const { judged, left } = fewPairs(
    pairsOfStates(statesOf(was, readBefore, [from], io), statesOf(is, readAfter, to, io)),
  );
  // What is patched and not read here stands in no object.
  const isPatched = patchesIn(is.kustomizations) !== patchesIn(was.kustomizations);
  const steps = judged.map((pair) => {
    const after = oneState(pair.after, { ...choices, readings: is.readings }, to.join(" "));
    const candidates = [after.state, ...after.others].map((state) =>
      findingsOfStep(state, pair.before, { ...choices, isPatched }, [from, fromRelease]),
    );
    const [first = { state: [], step: [], notes: [] }, ...others] = candidates;
    const said = (of: "state" | "step") =>
      saidByAll(
        first[of],
        others.map((one) => one[of]),
      );
    return { pair, state: said("state"), step: said("step"), notes: [...first.notes, ...after.notes] };
  });
  // A cluster in which nothing changes is not what the step is about.
  const moving = steps.some(({ pair }) => isStep(pair)) ? steps.filter(({ pair }) => isStep(pair)) : steps;
  const findings = [
    ...saidOnce(steps.map(({ pair: { name }, state }) => ({ name, findings: state }))),
    ...saidOnce(moving.map(({ pair: { name }, step }) => ({ name, findings: step }))),
  ];
  const broken = [...readBefore.broken, ...readAfter.broken];
  const known = knownAbsences(
    sortedFindings([
      ...keepingVariables(findings, readAfter.objects, is.objects),
      ...kustomizationFindings(is.kustomizations, readAfter.objects),
      ...is.findings,
    ]),
    { broken },
  );
  return {
    findings: known.findings,
    objects: readBefore.objects.length + readAfter.objects.length,
    adoptable: "none",
    broken,
    filled: filledVariables(readAfter.objects, is.objects),
    notes: [
      ...new Set([
        ...[readBefore, readAfter].flatMap(unbuiltNotes),
        ...known.notes,
        ...steps.flatMap(({ notes }) => notes),
        ...is.notes,
        ...(left > 0
          ? [`not judged: the steps of ${left} more overlays; name the folder of one, before and after`]
          : []),
      ]),
    ],
  };
}

/** The states that overlays make of what was read, as engines apply them. */
function statesOf(
  { changes, filled }: Applied,
  { objects }: ObjectReading,
  [folder = ""]: readonly string[],
  { cwd }: ManifestIo,
): StepStates {
  const states = statesToStep(objects, changes, resolve(cwd, folder));
  return new Map(
    [...states].map(([name, built]) => {
      const all = filled(built);
      return [name, [...all, ...madeObjects(all)]];
    }),
  );
}

/** What is said of the state after, and of the way to it, if the operator is the one of that state. */
function findingsOfStep(
  { set, kind, replacedByHand }: OneState,
  before: readonly FileObject[],
  { isPatched, ...choices }: CheckChoices & { readonly isPatched: boolean },
  [from, release]: readonly [string, string | undefined],
): { readonly state: readonly Finding[]; readonly step: readonly Finding[]; readonly notes: readonly string[] } {
  const { state, notes } = oneState(before, { ...choices, distribution: set.distribution.name, release }, from);
  const step = {
    before: state.set,
    after: set,
    ...(kind && { kind }),
    ...(replacedByHand !== undefined && { replacedByHand }),
  };
  return { state: checkState(set), step: checkStep(step, isPatched ? ["DEL003"] : []), notes };
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
