import { describeMesh } from "../mesh/description";
import type { Mesh } from "../mesh/mesh";
import { yamlHeader } from "./header";
import { yamlText } from "./manifest-yaml";

/** Where a mesh's output says what its live folder held when the row was laid out. */
export const startFile = "start.yaml";

/** A mesh as it was described: what the next row begins with. */
export function startYaml(mesh: Mesh): string {
  const carried = mesh.carried.map(({ object, place }) => ({ from: place.file, object }));
  const data = { described: describeMesh(mesh), ...(carried.length > 0 && { carried }) };
  return `${yamlHeader}: what the live folder of mesh ${mesh.name} held, as it was described.\n# Do not edit: meshstep synth --live and meshstep rebase write it.\n${yamlText(data)}`;
}
