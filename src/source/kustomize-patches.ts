import { join, posix } from "node:path";
import { InputError } from "../findings/input-error";
import { listAt, textAt } from "../objects/object-paths";
import { shownIn } from "./folder-files";
import { kustomizationNames } from "./manifest-object";
import { readTextFile } from "./read-text";
import { parseYamlDocuments } from "./yaml-source";

/**
 * The files below a folder that kustomize merges into objects: they look like objects, and are parts of one.
 * @param names of the files below the folder, with `/`
 * @returns the patches, and the kustomization that names each
 */
export function kustomizePatches(folder: string, shown: string, names: readonly string[]): ReadonlyMap<string, string> {
  const patches = new Map<string, string>();
  for (const name of names.filter((one) => kustomizationNames.includes(posix.basename(one)))) {
    for (const path of patchPaths(join(folder, name))) {
      patches.set(posix.join(posix.dirname(name), path), shownIn(shown, name));
    }
  }
  return patches;
}

/** The paths in `patches`, and in the fields that it replaced. A kustomization that cannot be read is kustomize's to report. */
function patchPaths(file: string): readonly string[] {
  try {
    return parseYamlDocuments(readTextFile(file, file), file).flatMap(({ value }) =>
      ["patches", "patchesJson6902", "patchesStrategicMerge"]
        .flatMap((list) => listAt(value, list))
        .map((entry) => textAt(entry) ?? textAt(entry, "path") ?? "")
        .filter((path) => path !== "" && !path.includes("\n")),
    );
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}
