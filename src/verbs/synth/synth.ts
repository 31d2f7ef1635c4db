import type { Finding } from "../../findings/finding";
import type { LoadedMesh } from "../../mesh/load";
import { locating, placed } from "../../render/places";
import { isWritable, type RenderedMesh, renderMesh, treeOf } from "../../render/render";
import { staleSnapshot } from "../../render/stale";
import { compareTree } from "../../snapshot/write/compare";
import type { TreeChange } from "../../snapshot/write/tree";
import { TreeWriter } from "../../snapshot/write/writer";

/** What became of one mesh of a synth. */
export interface SynthResult {
  readonly mesh: string;
  readonly phases: number;
  readonly findings: readonly Finding[];
  /** Left out when findings stopped the mesh. */
  readonly change?: TreeChange;
  /** SNAP001 where the output was only compared and differs. */
  readonly stale: readonly Finding[];
}

/**
 * Writes the snapshots of every mesh, all or nothing: each mesh is staged as it comes, so that memory holds one at a time,
 * and the output changes only when all of them are staged and none has an error finding.
 *
 * @param onMesh called once per mesh, in order, before anything is committed
 * @param pause called between two meshes; when it throws, what was staged is removed
 * @returns whether the output was written
 * @throws InputError for broken input or an output folder that cannot be written; the old output stays
 */
export async function synth(
  meshes: Iterable<LoadedMesh>,
  outDir: string,
  onMesh: (result: SynthResult) => void,
  pause: () => Promise<void>,
): Promise<boolean> {
  const writer = new TreeWriter(outDir);
  let clean = true;
  try {
    for (const { rendered, findings } of renderAll(meshes)) {
      clean = clean && isWritable(rendered);
      const change = clean ? writer.stage(treeOf(rendered)) : undefined;
      onMesh(resultOf(rendered, findings, change));
      await pause();
    }
    if (clean) writer.commit();
    else writer.abort();
    return clean;
  } catch (error) {
    writer.abort();
    throw error;
  }
}

/** What a synth would do; touches nothing. */
export function compare(meshes: Iterable<LoadedMesh>, outDir: string, onMesh: (result: SynthResult) => void): void {
  for (const { rendered, findings } of renderAll(meshes)) {
    const tree = isWritable(rendered) ? treeOf(rendered) : undefined;
    const change = tree && compareTree(outDir, tree);
    const stale = tree && change ? staleSnapshot(outDir, tree, change) : [];
    onMesh({ ...resultOf(rendered, findings, change), stale });
  }
}

function* renderAll(meshes: Iterable<LoadedMesh>): Generator<{ rendered: RenderedMesh; findings: readonly Finding[] }> {
  for (const source of meshes) {
    const rendered = locating(source, () => renderMesh(source.mesh));
    yield { rendered, findings: placed(source, rendered.findings) };
  }
}

function resultOf(rendered: RenderedMesh, findings: readonly Finding[], change: TreeChange | undefined): SynthResult {
  const { mesh, phases } = rendered.plan;
  return { mesh: mesh.name, phases: phases.length, findings, stale: [], ...(change && { change }) };
}
