import { type RenderedMesh, treeOf } from "../../workflow/synth/render";

/** plan.json of one mesh as it is; of several, `{ "version": 1, "plans": [...] }`. */
export function planJson(meshes: readonly RenderedMesh[]): string {
  const plans = meshes.map((mesh) => JSON.parse(treeOf(mesh).files.get("plan.json") ?? "{}") as unknown);
  return `${JSON.stringify(plans.length === 1 ? plans[0] : { version: 1, plans }, null, 2)}\n`;
}
