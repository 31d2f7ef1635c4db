import { join, posix } from "node:path";
import { orElse } from "../findings/or-else";
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
  const kustomizations = names.filter((name) => kustomizationNames.includes(posix.basename(name)));
  const patches = kustomizations.flatMap((name) =>
    // One that cannot be read is kustomize's to report.
    orElse([], () => patchPaths(join(folder, name))).map((path): [string, string] => [
      posix.join(posix.dirname(name), path),
      shownIn(shown, name),
    ]),
  );
  return new Map(patches);
}

/** The paths in `patches`, and in the fields that it replaced. */
function patchPaths(file: string): readonly string[] {
  const values = parseYamlDocuments(readTextFile(file, file), file).map(({ value }) => value);
  return ["patches", "patchesJson6902", "patchesStrategicMerge"]
    .flatMap((list) => values.flatMap((value) => listAt(value, list)))
    .map((entry) => textAt(entry) ?? textAt(entry, "path") ?? "")
    .filter((path) => path !== "" && !path.includes("\n"));
}
