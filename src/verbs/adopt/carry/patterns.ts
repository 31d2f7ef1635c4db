import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { MeshFolder } from "../../../mesh/mesh-files";
import { attempt } from "../../../source/read-text";

/**
 * Files as entries of `spec.manifests`: one glob for a folder of which every `.yaml` file is named, so that a file which is
 * added there is carried, too; else one path per file.
 */
export function patternsFor(names: readonly string[], folder: MeshFolder): readonly string[] {
  const byFolder = new Map<string, string[]>();
  for (const name of names) {
    const parent = name.slice(0, name.lastIndexOf("/") + 1);
    const files = byFolder.get(parent);
    if (files) files.push(name);
    else byFolder.set(parent, [name]);
  }
  return [...byFolder]
    .flatMap(([parent, files]) => {
      const globbed = files.filter((name) => name.endsWith(".yaml"));
      const takesAll = parent !== "" && globbed.length > 1 && yamlFiles(join(folder.path, parent)) === globbed.length;
      return takesAll ? [`${parent}*.yaml`, ...files.filter((name) => !name.endsWith(".yaml"))] : files;
    })
    .sort();
}

/** How many files `*.yaml` matches. */
function yamlFiles(path: string): number {
  return attempt(path, () => readdirSync(path)).filter((name) => name.endsWith(".yaml") && !name.startsWith("."))
    .length;
}
