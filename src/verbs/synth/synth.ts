import { isPublished } from "../../basics/package-folder";
import type { Finding } from "../../findings/finding";
import type { LoadedMesh } from "../../mesh/load";
import { locating, placed } from "../../render/places";
import { isWritable, type RenderedMesh, renderMesh, treeOf } from "../../render/render";
import { staleSnapshot } from "../../render/stale";
import { compareTree } from "../../snapshot/write/compare";
import { recordedTree } from "../../snapshot/write/recorded";
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
 * @param look how a mesh is looked at that may be as it was
 * @returns whether the output was written
 * @throws InputError for broken input or an output folder that cannot be written; the old output stays
 */
export async function synth(
  meshes: Iterable<LoadedMesh>,
  outDir: string,
  onMesh: (result: SynthResult) => void,
  pause: () => Promise<void>,
  look = lookAt,
): Promise<boolean> {
  const writer = new TreeWriter(outDir);
  let clean = true;
  try {
    for (const source of meshes) {
      const known = look(outDir, source);
      if (known) {
        writer.keep(known.mesh);
        onMesh(known);
      } else {
        const { rendered, findings } = render(source);
        clean = clean && isWritable(rendered);
        const change = clean ? writer.stage(treeOf(rendered)) : undefined;
        onMesh(resultOf(rendered, findings, change));
      }
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
export function compare(
  meshes: Iterable<LoadedMesh>,
  outDir: string,
  onMesh: (result: SynthResult) => void,
  look = lookAt,
): void {
  for (const source of meshes) {
    const known = look(outDir, source);
    if (known) {
      onMesh(known);
      continue;
    }
    const { rendered, findings } = render(source);
    const tree = isWritable(rendered) ? treeOf(rendered) : undefined;
    const change = tree && compareTree(outDir, tree);
    const stale = tree && change ? staleSnapshot(outDir, tree, change) : [];
    onMesh({ ...resultOf(rendered, findings, change), stale });
  }
}

/** A mesh whose output is as it was made, by its plan.json; a checkout renders all, as its code changes under one version. */
function lookAt(outDir: string, source: LoadedMesh): SynthResult | undefined {
  return isPublished() ? upToDate(outDir, source) : undefined;
}

/** What a synth would say of a mesh whose output is as it was made; nothing where that has to be rendered to be known. */
export function upToDate(outDir: string, source: LoadedMesh): SynthResult | undefined {
  const recorded = recordedTree(outDir, source.mesh);
  // What was found in a manifest has its place there, which is not written down.
  if (!recorded?.plan.findings.every(({ path }) => path)) return undefined;
  const { mesh, phases, findings } = recorded.plan;
  return {
    mesh,
    phases: phases.length,
    findings: placed(source, findings as readonly Finding[]),
    change: { added: [], changed: [], removed: [], unchanged: recorded.files },
    stale: [],
  };
}

function render(source: LoadedMesh): { rendered: RenderedMesh; findings: readonly Finding[] } {
  const rendered = locating(source, () => renderMesh(source.mesh));
  return { rendered, findings: placed(source, rendered.findings) };
}

function resultOf(rendered: RenderedMesh, findings: readonly Finding[], change: TreeChange | undefined): SynthResult {
  const { mesh, phases } = rendered.plan;
  return { mesh: mesh.name, phases: phases.length, findings, stale: [], ...(change && { change }) };
}
