import type { MeshPath } from "../findings/finding";
import { ignoringLines, mayIgnore } from "../findings/ignore-comments";
import { InputError, type Problem } from "../findings/input-error";
import { kustomizationNames, objectsOf } from "../source/manifest-object";
import { readTextFile } from "../source/read-text";
import { parseYamlDocuments } from "../source/yaml-source";
import { clusterObject } from "./manifest-object";
import type { CarriedObject } from "./mesh";
import { type MeshFile, type MeshFolder, meshFiles } from "./mesh-files";

const listPath: MeshPath = ["spec", "manifests"];

/**
 * The objects in the files of `spec.manifests`: sorted by file, then in their order there. Lists are taken apart.
 * @throws InputError with every file that cannot be read and every document that is no object of a cluster
 */
export function readManifests(patterns: readonly string[], folder: MeshFolder): CarriedObject[] {
  const problems: Problem[] = [];
  const carried = meshFiles(patterns, folder, listPath).flatMap((file) =>
    collect(problems, () => readObjects(file, problems)),
  );
  if (problems.length > 0) throw new InputError(problems);
  return carried;
}

function readObjects(file: MeshFile, problems: Problem[]): CarriedObject[] {
  if (kustomizationNames.includes(file.name.split("/").at(-1) ?? "")) {
    const hint = `it is for kustomize; leave it out with "!${file.name}"`;
    throw InputError.of(`${file.shown}: no object of a cluster`, { path: listPath, hint });
  }
  const text = readTextFile(file.path, file.shown);
  const lines = mayIgnore(text) ? text.split(/\r?\n/) : undefined;
  return parseYamlDocuments(text, file.shown).flatMap((document) =>
    objectsOf(document).flatMap((source, _, all) =>
      collect(problems, () => {
        const place = { ...source.locate([]), file: file.name };
        // In a List nothing says which of its objects a comment is about.
        const ignores = lines && all.length === 1 ? ignoringLines(lines, place.line) : [];
        return [{ object: clusterObject(source), place, ...(ignores.length > 0 && { ignores }) }];
      }),
    ),
  );
}

/** So many are told at once; a file in which everything is wrong is not read to its end. */
const enoughProblems = 1000;

/** Goes on after a problem, so that all of them are seen at once. */
function collect<T>(problems: Problem[], read: () => T[]): T[] {
  if (problems.length >= enoughProblems) return [];
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    for (const problem of error.problems) problems.push(problem);
    return [];
  }
}
