import { type RenderedMesh, treeOf } from "../../render/render";

/**
 * `{ "version": 1, "plans": [...] }`, with the plan.json of each mesh in the order of the meshes, however many there are.
 * Of a single mesh the keys of its plan stand beside `plans`, too: that is where readers of one mesh have always found them.
 */
export function planJson(meshes: readonly RenderedMesh[]): string {
  const plans = meshes.map((mesh) => JSON.parse(treeOf(mesh).files.get("plan.json") ?? "{}") as object);
  const [only = {}] = plans.length === 1 ? plans : [];
  return `${JSON.stringify({ ...only, version: 1, plans }, null, 2)}\n`;
}
