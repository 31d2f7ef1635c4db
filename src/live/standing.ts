import { posix } from "node:path";
import { sourceOf } from "../snapshot/header";
import { kustomizations } from "../snapshot/kustomization";
import { changedPaths, type ManifestFiles } from "../snapshot/write/manifest-files";
import { type Marker, markerOf } from "./marker";

/** One phase of a plan and its manifests. */
export interface PhaseFiles {
  readonly dir: string;
  readonly files: ManifestFiles;
}

/** One file of a live folder that is not as a phase has it. */
export interface Edit {
  /** Posix path below the live folder. */
  readonly file: string;
  /** `missing`: the phase has it, the live folder does not; `added`: the other way round. */
  readonly what: "changed" | "missing" | "added";
}

/** Where a live folder stands in a row of phases. */
export type Standing =
  /** It is a phase, byte for byte. */
  | { readonly at: "phase"; readonly phase: number; readonly marker: Marker | undefined }
  /** Nothing is in it, or it is not there. */
  | { readonly at: "nothing" }
  /** Another plan of this mesh left it, and but for the marker, gates and comments it is a phase of this one. */
  | { readonly at: "earlier plan"; readonly phase: number; readonly marker: Marker }
  /** It is no phase; the edits are against the nearest one. A plan without phases has none: there `nearest` is -1. */
  | {
      readonly at: "no phase";
      readonly nearest: number;
      readonly edits: readonly Edit[];
      readonly marker: Marker | undefined;
    };

/**
 * Finds the phase that a live folder holds.
 * Nearest is the phase with the fewest files that differ; of several, the one that the marker names, then the earliest.
 *
 * @param plan hash of the plan that the phases belong to
 */
export function standingOf(live: ManifestFiles, phases: readonly PhaseFiles[], mesh: string, plan: string): Standing {
  if (live.size === 0) return { at: "nothing" };
  const marker = markerOf(live);
  const differences = phases.map(({ files }) => changedPaths(files, live));
  const exact = differences.findIndex((paths) => paths.length === 0);
  if (exact !== -1) return { at: "phase", phase: exact, marker };
  if (marker?.mesh === mesh && marker.plan !== plan) {
    const listed = listsWhatIsThere(live);
    const phase = differences.findIndex(
      (paths, index) =>
        hasLabels(marker, phases[index], paths) &&
        paths.every(
          (path) => isOfPlan(path, marker, listed) || isSameBelow(phases[index]?.files.get(path), live.get(path)),
        ),
    );
    if (phase !== -1) return { at: "earlier plan", phase, marker };
  }
  const fewest = Math.min(...differences.map((paths) => paths.length));
  const isNearest = (index: number) => differences[index]?.length === fewest;
  const named = phases.findIndex(({ dir }, index) => dir === marker?.phase && isNearest(index));
  const nearest = named !== -1 ? named : differences.findIndex((_, index) => isNearest(index));
  const near = phases[nearest];
  return { at: "no phase", nearest, edits: near ? editsOf(near.files, live) : [], marker };
}

/**
 * Files that differ between two plans of the same states: the marker, gates, whose names tell the plan, the Job that sets labels, which says only those
 * that its row moves, and lists of layers, of which the other plan may have more.
 */
function isOfPlan(path: string, marker: Marker, listed: boolean): boolean {
  if (isKustomization(path)) return listed;
  return (
    path === marker.file ||
    /^mesh\/(05-precheck|65-before-restarts|70-restarts|90-verify|92-requests)\//.test(path) ||
    labelJob.test(path)
  );
}

/** Whether a phase has the labels on Namespaces that a live folder has left there; where that does not say so, no Job of labels may be another one. */
function hasLabels({ labels }: Marker, phase: PhaseFiles | undefined, paths: readonly string[]): boolean {
  if (labels === undefined) return !paths.some((path) => labelJob.test(path));
  return phase !== undefined && markerOf(phase.files)?.labels === labels;
}

/** Whether two files are the same below the line that says what they were made from: a manifest whose file has got another name. */
function isSameBelow(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined || [one, other].some((text) => sourceOf(text) === undefined))
    return false;
  return one.slice(one.indexOf("\n")) === other.slice(other.indexOf("\n"));
}

const labelJob = /^namespaces\/(job-labels|(serviceaccount|(cluster)?role(binding)?)-meshstep-.+-labels)\.yaml$/;

/** Whether every kustomization.yaml of a folder lists what is there: then nothing is said by the lists that the files do not say. */
function listsWhatIsThere(live: ManifestFiles): boolean {
  const lists = [...live.keys()].filter(isKustomization);
  const folders = lists.map((path) => posix.dirname(path)).filter((folder) => folder !== ".");
  const own = kustomizations(
    [...live.keys()].filter((path) => !isKustomization(path)),
    folders,
  );
  return lists.every((path) => live.get(path) === own.get(path));
}

function isKustomization(path: string): boolean {
  return posix.basename(path) === "kustomization.yaml";
}

/** What was done to a phase's files by hand, sorted by path. */
export function editsOf(phase: ManifestFiles, live: ManifestFiles): readonly Edit[] {
  return changedPaths(phase, live).map((file) => ({
    file,
    what: !live.has(file) ? "missing" : phase.has(file) ? "changed" : "added",
  }));
}

/** Whether all that was edited are the ends of lines, which Git does when it is told to convert text files. */
export function onlyLineEnds(edits: readonly Edit[], phase: ManifestFiles, live: ManifestFiles): boolean {
  return edits.every(
    ({ file, what }) => what === "changed" && live.get(file)?.replaceAll("\r\n", "\n") === phase.get(file),
  );
}
