import { join } from "node:path";
import type { Finding } from "../findings/finding";
import { lostFolder } from "../git/lost";
import type { LoadedMesh } from "../mesh/load";
import { locating, placed } from "../render/places";
import { isWritable, type RenderedMesh, renderMesh, treeOf } from "../render/render";
import { staleSnapshot } from "../render/stale";
import { compareTree } from "../snapshot/write/compare";
import { manifestsOf } from "../snapshot/write/manifest-files";
import { type ChangedInput, changedInputs } from "./changed-inputs";
import type { LiveFolder } from "./folder";
import { type HeldOrRefused, heldByFile } from "./held-phase";
import { markerOf } from "./marker";
import { meshBehind } from "./owner";
import { writtenPlan } from "./plan-file";
import { type PhaseFiles, type Standing, standingOf } from "./standing";

/** A live folder held against the plan of its mesh. */
export interface LiveMesh {
  readonly live: LiveFolder;
  readonly rendered: RenderedMesh;
  readonly phases: readonly PhaseFiles[];
  readonly standing: Standing;
  /** What an earlier plan left in it, or why that is not known. */
  readonly left: HeldOrRefused | undefined;
  /** Where Git has the files of a folder that is empty here, as git checkout takes it. */
  readonly lost: string | undefined;
  /** What the planner and the rules say, with places. */
  readonly findings: readonly Finding[];
  /** What was edited since synth wrote the output folder. */
  readonly changedInputs: readonly ChangedInput[];
  /** SNAP001 when the output folder is not what synth writes; nothing when the plan may not be written at all. */
  readonly stale: readonly Finding[];
}

/**
 * The mesh that a live folder belongs to: the only one there is, or the one that its marker names.
 * @throws InputError when there are several and nothing says which
 */
export function meshOf(live: LiveFolder, meshes: Iterable<LoadedMesh>): LoadedMesh {
  return meshBehind(live.shown, live.files, meshes);
}

/** Plans and renders the mesh of a live folder and finds where the folder stands. */
export function holdAgainstPlan(live: LiveFolder, source: LoadedMesh, outDir: string): LiveMesh {
  const rendered = locating(source, () => renderMesh(source.mesh));
  const { mesh, hash, phases } = rendered.plan;
  const tree = treeOf(rendered);
  const phaseFiles = phases.map(({ dir }) => ({ dir, files: manifestsOf(tree, dir) }));
  const marker = markerOf(live.files);
  const left = marker?.mesh === mesh.name && marker.plan !== hash ? heldByFile(live, mesh, outDir) : undefined;
  return {
    live,
    rendered,
    phases: phaseFiles,
    left,
    standing: standingOf(live.files, phaseFiles, mesh.name, hash),
    lost: live.files.size === 0 ? lostFolder(live.path, live.shown) : undefined,
    changedInputs: changedInputs(source.mesh, writtenPlan(join(outDir, mesh.name))),
    findings: placed(source, rendered.findings),
    stale: isWritable(rendered) ? staleSnapshot(outDir, tree, compareTree(outDir, tree)) : [],
  };
}
