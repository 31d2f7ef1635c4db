import { resolve } from "node:path";
import { canonicalJson } from "../../objects/canonical-json";
import { builtOn } from "../../repository/kustomizations/built-on";
import type { KustomizationFile } from "../../repository/kustomizations/file";
import { otherInstall } from "../../repository/meshes/other-installs";
import { takeOwnOutput } from "../../repository/objects/own-output";
import { isSail, type ObjectReading, readObjects } from "../../repository/objects/read-objects";
import { patchesOf } from "../../repository/patches/patches";
import { ofOneCluster } from "../../repository/readers/one-cluster";
import { filledVariables, keepingVariables } from "../../repository/variables/filled-in";
import type { ManifestIo } from "../../source/manifests";
import type { Applied } from "./applied/applied";
import { folderFindings } from "./applied/folder-findings";
import { readManifestsOf } from "./check-paths";
import type { CheckChoices } from "./manifest-set/manifest-set";
import { readingsIn } from "./overlays/final-fields";
import { type CheckReport, sortedFindings, unbuiltNotes, withoutMerged } from "./report/report";
import { ofEach, sharedFiles } from "./report/shared-files";
import { knownAbsences } from "./report/unread";
import { withFolderSteps } from "./steps/folder-steps";
import { goneMeshes } from "./steps/gone-meshes";
import { judgeStep } from "./steps/judge-step";
import { fewPairs, isChanged, pairsOfStates, saidOnce } from "./steps/state-pairs";
import { statesOfStep, unreached } from "./steps/states-of-step";
import { meshesOfStep } from "./steps/step-meshes";

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
  const found = [withBases([from], io), withBases(to, io)] as const;
  const [{ paths: ofBefore }, { paths: ofAfter }] = found;
  const {
    readings: [readBefore, readAfter],
    left: outputs,
  } = applied(found[0].read, found[1].read);
  const roots = [resolve(io.cwd, from), resolve(io.cwd, to[0] ?? "")] as const;
  const [{ applied: was, states: before }, { applied: is, states: after }] = statesOfStep(
    { read: readBefore, paths: ofBefore, root: roots[0] },
    { read: readAfter, paths: ofAfter, root: roots[1] },
    io,
  );
  const { judged, left } = fewPairs(pairsOfStates(before, after, roots));
  const isWrapped = chartsIn(is.fileCharts) !== chartsIn(was.fileCharts);
  const isPatched = patchesIn(is.kustomizations) !== patchesIn(was.kustomizations);
  const ones = [was, is].map(({ built, readings }) => ofOneCluster(built, readings));
  const each = judged.map((pair) => ({
    pair,
    ...meshesOfStep(pair.before?.objects, pair.after.objects, roots, ones),
  }));
  const steps = each.flatMap(({ pair, pairs }) => {
    const shared = sharedFiles(pairs.map(({ after }) => after));
    const own = {
      readings: readingsIn(is.readings, pair.after),
      fromReadings: readingsIn(was.readings, pair.before),
    };
    const charts = { fileCharts: is.fileCharts, fromFileCharts: was.fileCharts };
    const ofPair = { ...choices, ...own, ...charts, isPatched, from, fromRelease };
    return pairs.map((mesh) => ({
      pair,
      shared,
      mesh,
      ...judgeStep(mesh, ofPair, mesh.label || (pair.before ? "" : pair.name) || to.join(" ")),
    }));
  });
  const said = (of: "state" | "step", among: typeof steps) =>
    judged.flatMap((pair) => {
      const meshes = among.filter((one) => one.pair === pair);
      const shared = meshes[0]?.shared ?? new Set();
      const findings = ofEach(
        meshes.map((mesh) => mesh[of]),
        shared,
      );
      const stood = of === "state" ? meshes.flatMap((mesh) => mesh.stood) : [];
      return meshes.length > 0 ? [{ pair, findings, stood }] : [];
    });
  // A cluster in which nothing changes is not what the step is about; what a patch changes may stand in no object.
  const moving = steps.filter(({ mesh: { before, after } }) => before && isChanged(before, after));
  const findings = [
    ...saidOnce(said("state", steps)),
    ...saidOnce(said("step", moving.length > 0 || !(isPatched || isWrapped) ? moving : steps)),
  ];
  const lost = each.flatMap(goneMeshes);
  const broken = [...readBefore.broken, ...readAfter.broken];
  const isMesh = [readBefore, readAfter].some(({ objects }) => objects.some(isSail));
  const known = knownAbsences(
    sortedFindings([
      ...keepingVariables(findings, readAfter.objects, is.objects),
      ...withFolderSteps(
        { applied: was, root: roots[0] },
        { applied: is, root: roots[1] },
        folderFindings(is, readAfter.objects),
      ),
      ...lost,
    ]),
    { broken, encrypted: [...readBefore.encrypted, ...readAfter.encrypted] },
  );
  return {
    findings: known.findings,
    objects: readBefore.objects.length + readAfter.objects.length,
    adoptable: "none",
    broken,
    filled: filledVariables(readAfter.objects, is.objects),
    notes: [
      ...new Set([
        ...unbuiltNotes(withoutMerged(readBefore, before)),
        ...unbuiltNotes(withoutMerged(readAfter, after)),
        ...known.notes,
        ...(steps.some(({ mesh }) => mesh.before) && moving.length + lost.length === 0 && !isPatched && !isWrapped
          ? [`${to.join(" ")}: no object changes`]
          : []),
        ...steps.flatMap(({ notes }) => notes),
        ...each.flatMap(({ gone }) =>
          gone.map(({ folder }) => `not judged: the step of ${folder}: there is no such mesh in the state after`),
        ),
        ...outputs.map(
          (label) => `not compared: ${label}, which synth wrote: meshstep synth --check holds it to mesh.yaml`,
        ),
        ...is.notes,
        ...(isMesh ? [] : [otherInstall(readAfter, to, io.cwd, is.fileCharts).note]),
        ...unreached(readAfter.objects, after),
        ...(left > 0
          ? [`not judged: the steps of ${left} more overlays; name the folder of one, before and after`]
          : []),
      ]),
    ],
  };
}

/** An overlay often is a kustomization and nothing else: it is compared with what it builds on. */
function withBases(
  paths: readonly string[],
  io: ManifestIo,
): { readonly read: ObjectReading; readonly paths: readonly string[] } {
  const read = readObjects(paths, io);
  if (read.objects.length + read.broken.length + read.encrypted.length > 0) return { read, paths };
  const all = [...paths, ...builtOn(paths, io.cwd)];
  return { read: readManifestsOf(all, io), paths: all };
}

/** What kustomizations write into the objects that they build. */
function patchesIn(kustomizations: readonly KustomizationFile[]): string {
  return canonicalJson(kustomizations.map((file) => [file.source.value, patchesOf(file).map(({ value }) => value)]));
}

/** What charts of Istio stand in files that are no manifests. */
function chartsIn(charts: Applied["fileCharts"]): string {
  return canonicalJson(charts.map(({ chart, version = "", one }) => [chart, version, one.object]));
}

/** Both states without what synth wrote beside what is applied: that no engine reads, and each of its phases would be taken for a mesh. */
function applied(...readings: readonly [ObjectReading, ObjectReading]): {
  readonly readings: readonly [ObjectReading, ObjectReading];
  readonly left: readonly string[];
} {
  const [before, after] = readings.map(({ objects }) => takeOwnOutput(objects)) as [Taken, Taken];
  const left = after.outputs.map(({ label }) => label);
  if (![before, after].some(({ rest }) => rest.some(isSail))) return { readings, left: [] };
  const [was, is] = readings;
  return {
    readings: [
      { ...was, objects: before.rest },
      { ...is, objects: after.rest },
    ],
    left,
  };
}

type Taken = ReturnType<typeof takeOwnOutput>;
