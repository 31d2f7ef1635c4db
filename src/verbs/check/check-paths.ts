import type { Finding } from "../../findings/finding";
import { builtOn } from "../../repository/kustomizations/built-on";
import { otherInstall, othersBeside } from "../../repository/meshes/other-installs";
import { type MeshObjects, splitMeshes } from "../../repository/meshes/split-meshes";
import { wrappedNotes } from "../../repository/meshes/wrapped";
import type { FileObject } from "../../repository/objects/file-object";
import { outputsApart, takeOwnOutput } from "../../repository/objects/own-output";
import { isSail, type ObjectReading, readObjects } from "../../repository/objects/read-objects";
import { ofOneCluster } from "../../repository/readers/one-cluster";
import { filledVariables, keepingVariables } from "../../repository/variables/filled-in";
import { checkState } from "../../rules/run";
import type { ManifestIo } from "../../source/manifests";
import { asApplied } from "./applied/applied";
import { folderFindings } from "./applied/folder-findings";
import { type Checked, checkOutput } from "./check-output";
import { type CheckChoices, manifestSet } from "./manifest-set/manifest-set";
import { vendorAround } from "./manifest-set/vendor-around";
import { isJudgedWhole } from "./overlays/extent";
import { type OwnState, readingsIn } from "./overlays/final-fields";
import { overlaid, patchedStates } from "./overlays/patched";
import { placed } from "./overlays/placed";
import { adoptableOf } from "./report/adoptable";
import { isNothing, orRefused } from "./report/nothing-read";
import { otherToolNotes } from "./report/other-tool-notes";
import { type CheckReport, sortedFindings, unbuiltNotes, withoutMerged } from "./report/report";
import { rulesToAsk, saidByAll } from "./report/said-by-all";
import { ofEach, sharedFiles } from "./report/shared-files";
import { withoutJudgedLater } from "./report/unjudged-notes";
import { knownAbsences } from "./report/unread";
import { withoutThoseIn } from "./report/without-those-in";

/**
 * Checks the manifests under some paths: each mesh in them as one state, and what `synth` wrote phase by phase and step by step.
 * @throws InputError for a path that cannot be read, and for paths without any manifest
 */
export function checkPaths(paths: readonly string[], choices: CheckChoices, io: ManifestIo): CheckReport {
  // One after the other, so that memory does not grow with the number of meshes.
  const reports = outputsApart(paths, io.cwd).map((path) => checkRead([path], readObjects([path], io), choices, io));
  const isEmpty = reports.every(({ objects, broken }) => objects === 0 && broken.length === 0);
  return isEmpty ? checkGiven(paths, choices, io) : together(reports);
}

/** An overlay is looked at with what it builds on, since no cluster ever gets it alone. */
function checkGiven(paths: readonly string[], choices: CheckChoices, io: ManifestIo): CheckReport {
  const reading = readObjects(paths, io);
  const along = builtOn(paths, io.cwd);
  if (along.length === 0) return checkRead(paths, orRefused(reading, paths, io), choices, io);
  const all = [...paths, ...along];
  const whole = readObjects(all, io);
  const read = orRefused(isNothing(whole) ? reading : whole, paths, io);
  const report = checkRead(all, read, choices, io, paths.join(" "));
  const note = `${paths.join(" ")}: looked at with what it builds on: ${along.join(", ")}`;
  const asked = isNothing(reading) ? report : withoutThoseIn(along, report, io.cwd);
  return { ...asked, notes: [note, ...report.notes] };
}

function together(reports: readonly CheckReport[]): CheckReport {
  return {
    findings: sortedFindings(reports.flatMap(({ findings }) => findings)),
    broken: reports.flatMap(({ broken }) => broken),
    ...(reports.every(({ ignoring }) => ignoring) && { ignoring: reports.flatMap(({ ignoring = [] }) => ignoring) }),
    filled: new Map(reports.flatMap(({ filled = [] }) => [...filled])),
    objects: reports.reduce((sum, { objects }) => sum + objects, 0),
    adoptable: "none",
    notes: [...new Set(reports.flatMap(({ notes }) => notes))],
  };
}

function checkRead(
  paths: readonly string[],
  reading: ObjectReading,
  choices: CheckChoices,
  io: ManifestIo,
  shown = paths.join(" "),
): CheckReport {
  const { outputs, rest: given } = takeOwnOutput(reading.objects);
  const results = outputs.map((output) => checkOutput(output, choices));
  const applied = asApplied(given, { paths, cwd: io.cwd });
  const { written, built, changes, readings, objects: rest, made } = applied;
  const isOne = ofOneCluster(built, readings);
  const hasParts = rest.length > 0 || applied.fileCharts.length > 0;
  const split = (objects: readonly FileObject[], own = readings) =>
    splitMeshes([...placed(objects, built, own).filter((one) => !applied.isAside(one)), ...made], isOne);
  const meshes = hasParts ? split(rest) : [];
  const likely = vendorAround(meshes, choices);
  const judge = (each: readonly MeshObjects[], otherClusters: readonly FileObject[] = [], state?: OwnState) => {
    const own = readingsIn(readings, state);
    const sails = each.flatMap(({ objects }) => objects.filter(isSail));
    return each.map(({ objects, label }) => {
      const beside = sails.filter((one) => !objects.includes(one));
      const {
        state: set,
        others,
        notes,
      } = manifestSet(
        objects,
        { ...choices, readings: own, likely, beside, otherClusters, fileCharts: applied.fileCharts },
        label || shown,
      );
      const said = checkState(set);
      const rules = rulesToAsk(said);
      return {
        findings: saidByAll(
          said,
          others.map((other) => checkState(other, rules)),
        ),
        notes,
        objects,
        label,
        state: set,
      };
    });
  };
  const judged = judge(meshes);
  const inOverlays: Pick<(typeof judged)[number], "label" | "notes">[] = [];
  const states = patchedStates(changes, written);
  const overlays = { built: applied.overlays, states, isApplied: readings.readers.length > 0 };
  const said = overlaid(ofMeshes(judged, meshes), overlays, (objects, otherClusters, state) => {
    const own = readingsIn(readings, state);
    const each = split(applied.filled(objects, own.readBy), own);
    const ofOverlay = judge(each, otherClusters, state);
    if (state) inOverlays.push(...ofOverlay);
    return ofMeshes(ofOverlay, each);
  });
  const instead =
    (reading.objects.length > 0 || applied.fileCharts.length > 0) && !reading.objects.some(isSail)
      ? otherInstall(reading, paths, io.cwd, applied.fileCharts)
      : undefined;
  const known = knownAbsences(
    sortedFindings([
      ...results.flatMap((one) => one.findings),
      ...keepingVariables(said, written, rest),
      ...folderFindings(
        applied,
        reading.objects.filter((one) => !applied.unread.has(one)),
      ),
    ]),
    reading,
  );
  return {
    findings: known.findings,
    broken: reading.broken,
    filled: filledVariables(written, rest),
    // What synth wrote has its comments from mesh.yaml; beside what cannot be read, a rule may have been held back.
    ...(reading.broken.length === 0 && {
      ignoring: reading.ignoring.filter((file) => written.some((one) => one.shown === file)),
    }),
    objects: reading.objects.length,
    ...adoptableOf(judged, built, { paths, meshFiles: reading.meshFiles }),
    ...(instead && { lead: instead.lead }),
    notes: [
      ...unbuiltNotes(withoutMerged(reading, states)),
      ...known.notes,
      ...wrappedNotes(rest),
      ...otherToolNotes(paths, io.cwd),
      ...new Set(meshes.flatMap(({ objects }) => othersBeside(objects))),
      ...new Set([...results.flatMap((one) => one.notes), ...withoutJudgedLater(judged, inOverlays), ...applied.notes]),
      ...(instead ? [instead.note] : []),
      ...(isJudgedWhole(
        changes.filter(({ of }) => of.size > 0),
        written,
      )
        ? []
        : ["not judged: each overlay with all routes and workloads, which are too many; check the folder of one"]),
    ],
  };
}

/**
 * Reads the objects under some paths, of which there has to be one at least.
 * @throws InputError otherwise
 */
export function readManifestsOf(paths: readonly string[], io: ManifestIo): ObjectReading {
  return orRefused(readObjects(paths, io), paths, io);
}

function ofMeshes(judged: readonly Checked[], meshes: readonly MeshObjects[]): readonly Finding[] {
  return ofEach(
    judged.map(({ findings }) => findings),
    sharedFiles(meshes.map(({ objects }) => objects)),
  );
}
