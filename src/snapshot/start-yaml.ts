import { describeMesh } from "../mesh/description";
import type { LiveStart } from "../mesh/mesh";
import { yamlText } from "../source/yaml-text";
import { yamlHeader } from "./header";

/** Where a mesh's output says what its live folder held when the row was laid out. */
export const startFile = "start.yaml";

/** What the next row begins with: a mesh as it was described, where that was read, and what was there beside it. */
export function startYaml({ mesh, from, ...besides }: LiveStart): string {
  const carried = mesh.carried.map(({ object, place, ignores }) => ({
    from: place.file,
    ...(ignores && { ignores: [...ignores] }),
    object,
  }));
  const data = {
    ...(from && { from }),
    described: describeMesh(mesh),
    ...(Object.keys(besides).length > 0 && { besides }),
    ...(carried.length > 0 && { carried }),
  };
  return `${yamlHeader}: what the live folder of mesh ${mesh.name} held, as it was described.\n# Do not edit: meshstep synth --live and meshstep rebase write it.\n${yamlText(data)}`;
}
