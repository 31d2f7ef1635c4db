import { join } from "node:path";
import { pathBelow } from "../../src/source/folder-files";

test.each<[what: string, path: readonly string[], below: string | undefined]>([
  ["a file below it", ["meshes", "prod", "mesh.yaml"], "prod/mesh.yaml"],
  ["the folder itself", ["meshes"], ""],
  ["a file beside it", ["other", "mesh.yaml"], undefined],
  ["what is above it", [], undefined],
  ["a folder whose name begins as its own", ["meshes-old", "mesh.yaml"], undefined],
  ["a name that begins with two dots", ["meshes", "..mesh.yaml"], "..mesh.yaml"],
])("a path relative to a folder: %s", (_what, path, below) => {
  const root = join(__dirname, "root");
  expect(pathBelow(join(root, "meshes"), join(root, ...path))).toBe(below);
});
