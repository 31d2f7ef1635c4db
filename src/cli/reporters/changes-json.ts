import { broughtJson } from "../../snapshot/brings";
import type { MeshChanges } from "../../verbs/changes/mesh-changes";

/** Everything that applies or may apply, with what people see and where it is written down. */
export function changesJson(meshes: readonly MeshChanges[]): string {
  const told = meshes.map(({ changes, ...rest }) => ({
    ...rest,
    changes: changes.map((one) => ({ ...broughtJson(one), says: one.row.says, source: one.row.source })),
  }));
  return `${JSON.stringify({ version: 1, meshes: told }, null, 2)}\n`;
}
