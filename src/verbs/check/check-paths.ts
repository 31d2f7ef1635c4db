import { type Finding, formatPlace, type Place } from "../../findings/finding";
import { InputError } from "../../findings/input-error";
import { checkRow, checkState } from "../../rules/run";
import type { ManifestIo } from "../../source/manifests";
import { adoptableOf } from "./adoptable";
import { asApplied } from "./applied";
import { appliedTwice } from "./engines/applied-twice";
import { leftOutOfDirectories } from "./engines/directory-sources";
import { filledVariables, keepingVariables } from "./engines/filled-in";
import { lostPaths } from "./engines/lost-paths";
import { nestedSources } from "./engines/nested-sources";
import { kustomizationFindings } from "./kustomize/kustomizations";
import { isJudgedWhole, overlaid, type Patched, patchedStates } from "./kustomize/patched";
import { placed } from "./kustomize/placed";
import { type CheckChoices, manifestSet, phaseState } from "./manifest-set";
import { istioChart, otherInstall, rendering, sailChart } from "./other-installs";
import { type OwnOutput, outputsApart, takeOwnOutput } from "./own-output";
import { type FileObject, type ObjectReading, readObjects } from "./read-objects";
import { type CheckReport, saidByAll, sortedFindings, unbuiltNotes } from "./report";
import { isSail, type MeshObjects, splitMeshes } from "./split-meshes";
import { twinFindings } from "./twins";
import { knownAbsences } from "./unread";

/**
 * Checks the manifests under some paths: each mesh in them as one state, and what `synth` wrote phase by phase and step by step.
 * @throws InputError for a path that cannot be read, and for paths without any manifest
 */
export function checkPaths(paths: readonly string[], choices: CheckChoices, io: ManifestIo): CheckReport {
  // One after the other, so that memory does not grow with the number of meshes.
  const reports = outputsApart(paths, io.cwd).map((path) => checkRead([path], readObjects([path], io), choices, io));
  const isEmpty = reports.every(({ objects, broken }) => objects === 0 && broken.length === 0);
  return isEmpty ? checkRead(paths, readManifestsOf(paths, io), choices, io) : together(reports);
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
): CheckReport {
  const { outputs, rest: written } = takeOwnOutput(reading.objects);
  const results = outputs.map((output) => checkOutput(output, choices));
  const applied = asApplied(written, paths, io.cwd);
  const { kustomizations, built, changes, readings, objects: rest, made } = applied;
  const judge = (each: readonly MeshObjects[], otherClusters: readonly FileObject[] = []) => {
    const sails = each.flatMap(({ objects }) => objects.filter(isSail));
    return each.map(({ objects, label }) => {
      const beside = sails.filter((one) => !objects.includes(one));
      const { state, others, notes } = manifestSet(
        objects,
        { ...choices, readings, beside, otherClusters },
        label || paths.join(" "),
      );
      return { findings: saidByAll(checkState(state), others.map(checkState)), notes, objects, label, state };
    });
  };
  const meshes = rest.length > 0 ? splitMeshes([...placed(rest, built, readings), ...made]) : [];
  const judged = judge(meshes);
  const states = patchedStates(changes, written);
  const overlays = { built: applied.overlays, states };
  const said = overlaid(ofEach(judged, sharedFiles(meshes)), overlays, (objects, otherClusters) => {
    const each = splitMeshes([...placed(applied.filled(objects), built, readings), ...made]);
    return ofEach(judge(each, otherClusters), sharedFiles(each));
  });
  const instead =
    reading.objects.length > 0 && !reading.objects.some(isSail) ? otherInstall(reading, paths, io.cwd) : undefined;
  const known = knownAbsences(
    sortedFindings([
      ...results.flatMap((one) => one.findings),
      ...keepingVariables(said, written, rest),
      ...kustomizationFindings(kustomizations, reading.objects, rest),
      ...twinFindings(rest),
      ...appliedTwice(rest, built, readings),
      ...nestedSources(rest, readings),
      ...lostPaths(rest),
      ...leftOutOfDirectories(rest, kustomizations),
      ...applied.findings,
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
    ...(instead?.lead !== undefined && { lead: instead.lead }),
    ...adoptableOf(judged, built),
    notes: [
      ...unbuiltNotes(withoutMerged(reading, states)),
      ...known.notes,
      ...new Set([...results, ...judged, applied].flatMap((one) => one.notes)),
      ...(instead ? [instead.note] : []),
      ...(isJudgedWhole(changes, written)
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
  const reading = readObjects(paths, io);
  if (reading.objects.length > 0 || reading.broken.length > 0) return reading;
  const chart = istioChart(paths, io.cwd) ?? sailChart(reading.unbuilt, io.cwd);
  const template = reading.unbuilt[0]?.place;
  throw InputError.of(`${paths.join(" ")}: no manifest found`, {
    hint:
      chart !== undefined
        ? `There is a Helm chart that brings Istio, ${chart}: ${rendering(chart)}`
        : template
          ? `There are templates, the first at ${formatPlace(template)}; fill them in, for example with: helm template … | meshstep check -`
          : "A manifest is a YAML or JSON document with apiVersion and kind.",
  });
}

interface Checked {
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

/** What belongs to every mesh is at fault only where each of them says so: it may be meant for one of them. */
function ofEach(judged: readonly Checked[], shared: ReadonlySet<string>): readonly Finding[] {
  const isShared = ({ place }: Finding) => place !== undefined && shared.has(place.file);
  const [first, ...others] = judged.map(({ findings }) => findings.filter(isShared));
  return [
    ...judged.flatMap(({ findings }) => findings.filter((one) => !isShared(one))),
    ...saidByAll(first ?? [], others),
  ];
}

/** The files, as the user gave them, whose objects were counted to several meshes. */
function sharedFiles(meshes: readonly MeshObjects[]): ReadonlySet<string> {
  const seen = new Set<FileObject>();
  const shared = new Set<string>();
  for (const one of meshes.flatMap(({ objects }) => objects)) {
    if (seen.has(one)) shared.add(one.shown);
    seen.add(one);
  }
  return shared;
}

/** Without the patches that were judged where they are merged. */
function withoutMerged(reading: ObjectReading, states: readonly Patched[]): ObjectReading {
  const patches = reading.patches.filter(({ place }) => !states.some(({ from }) => from.has(place?.file ?? "")));
  return { ...reading, patches };
}

/** All phases and all steps, or each phase by itself when only some of them were given. */
function checkOutput(output: OwnOutput, choices: CheckChoices): Checked {
  const dirs = output.plan.phases.map(({ dir }) => dir);
  const given = dirs.filter((dir) => output.objects.has(dir));
  const states = given.map((dir) => phaseState(output, dir, choices));
  const rows = given.length === dirs.length ? [states] : states.map((one) => [one]);
  // What is about a phase as a whole stands in no manifest.
  const place: Place = { file: output.file, line: 1, column: 1 };
  return {
    findings: rows
      .flatMap((row) => checkRow(row.map(({ state }) => state)))
      // What synth wrote is mended in mesh.yaml.
      .map(({ fixes: _, ...one }) => ({ place, ...one })),
    notes: states.flatMap(({ notes }) => notes),
  };
}
