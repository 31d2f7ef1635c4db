import type { Folder } from "../../live/named-folder";
import { type Standing, standingOf } from "../../live/standing";
import { type RenderedMesh, treeOf } from "../../render/render";
import { type ManifestFiles, manifestsOf } from "../../snapshot/write/manifest-files";
import type { OutputTree } from "../../snapshot/write/tree";
import { diffManifests, type ManifestDiff } from "./manifest-diff";

/** What stands before a comparison, and where it is in the row of phases. */
export interface Start {
  /** `02-cni-v1.26.4`, `live/prod` or `main:live/prod`. */
  readonly label: string;
  /** The phase that it is, or is nearest to; left out when it holds nothing. */
  readonly phase?: number;
  /** Where a folder stands; left out for a phase. */
  readonly standing?: Standing;
  /** The folder's path in its Git repository; left out for a phase and outside of any. */
  readonly inRepository?: string;
}

/** A phase, a live folder or a commit's folder against a phase. */
export interface Comparison {
  readonly rendered: RenderedMesh;
  readonly from: Start;
  /** The phase compared with. */
  readonly to: number;
  readonly before: ManifestFiles;
  readonly after: ManifestFiles;
  readonly diff: ManifestDiff;
}

/** A mesh with its files at hand. */
export interface Row {
  readonly rendered: RenderedMesh;
  readonly tree: OutputTree;
}

/** The row of phases of a mesh. */
export function rowOf(rendered: RenderedMesh): Row {
  return { rendered, tree: treeOf(rendered) };
}

/** A phase against a phase. */
export function comparePhases(row: Row, from: number, to: number): Comparison {
  return comparison(row, { label: dirOf(row, from), phase: from }, filesOf(row, from), to);
}

/**
 * A folder against a phase.
 * @param choose the phase, from where the folder stands
 */
export function compareFolder(row: Row, folder: Folder, choose: (standing: Standing) => number): Comparison {
  const standing = standingIn(row, folder);
  const phase = phaseOf(standing);
  const { files, ...start } = folder;
  return comparison(row, { ...start, standing, ...(phase !== undefined && { phase }) }, files, choose(standing));
}

/** Where a folder stands in a row. */
export function standingIn(row: Row, folder: Folder): Standing {
  const { plan } = row.rendered;
  const phases = plan.phases.map(({ dir }) => ({ dir, files: manifestsOf(row.tree, dir) }));
  return standingOf(folder.files, phases, plan.mesh.name, plan.hash);
}

/** The phase that a folder is, or is nearest to. */
export function phaseOf(standing: Standing): number | undefined {
  if (standing.at === "nothing") return undefined;
  return standing.at === "no phase" ? standing.nearest : standing.phase;
}

function comparison(row: Row, from: Start, before: ManifestFiles, to: number): Comparison {
  const after = filesOf(row, to);
  return { rendered: row.rendered, from, to, before, after, diff: diffManifests(before, after) };
}

function filesOf(row: Row, phase: number): ManifestFiles {
  return manifestsOf(row.tree, dirOf(row, phase));
}

function dirOf({ rendered }: Row, phase: number): string {
  return rendered.plan.phases[phase]?.dir ?? "";
}
