import { rebaseEdits } from "../../src/live/as-mesh/edits";
import { meshFromSpec } from "../../src/mesh/defaults";
import type { MeshSpecInput } from "../../src/mesh/schema";
import { valueAt } from "../../src/objects/object-paths";
import type { Phase } from "../../src/plan/phase";

/** A mesh as a rebase at a phase leaves its mesh.yaml. */
export function rebasedSpec(from: MeshSpecInput, phase: Phase, to?: string): MeshSpecInput {
  const rebased = structuredClone(from) as unknown as Record<string, unknown>;
  for (const { path, value } of rebaseEdits(meshFromSpec("test", from), { state: phase.state, isEnd: false, to })) {
    const [key = "", ...rest] = path.slice(1);
    if (rest.length === 0) rebased[String(key)] = value;
    else (valueAt(rebased, ...path.slice(1, -1)) as Record<string, unknown>)[String(path.at(-1))] = value;
  }
  return rebased as unknown as MeshSpecInput;
}
