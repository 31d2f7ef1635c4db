import { InputError } from "../findings/input-error";
import type { LoadedMesh } from "../mesh/load";
import type { ManifestFiles } from "../snapshot/write/manifest-files";
import { markerOf } from "./marker";

/**
 * The mesh that a folder of manifests belongs to: the only one there is, or the one that the folder's marker names.
 * @param label the folder's name in messages
 * @throws InputError when there are several and nothing says which
 */
export function meshBehind(label: string, files: ManifestFiles, meshes: Iterable<LoadedMesh>): LoadedMesh {
  const marker = markerOf(files)?.mesh;
  const names: string[] = [];
  let found: LoadedMesh | undefined;
  for (const source of meshes) {
    names.push(source.mesh.name);
    if (names.length === 1 || source.mesh.name === marker) found = source;
  }
  if (found && (names.length === 1 || found.mesh.name === marker)) return found;
  const why = marker === undefined ? "it holds no marker that says so" : `its marker says ${marker}`;
  throw InputError.of(`${label}: of which mesh? There are ${names.join(", ")}; ${why}`, {
    hint: "Name the mesh.yaml of this folder with -f.",
  });
}
