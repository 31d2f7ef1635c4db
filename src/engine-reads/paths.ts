import { posix, sep } from "node:path";
import { textAt } from "../objects/object-paths";
import { statsAt } from "../source/read-text";

type Path = readonly (string | number)[];

/** Where a HelmRelease says which chart it installs. */
export const chartSpec: Path = ["spec", "chart", "spec"];

/** The folder of a HelmRelease's chart, in the repository that its source is; undefined for charts by their names. */
export function chartFolder(object: unknown, at: Path = chartSpec): string | undefined {
  const isFolders = ["GitRepository", "Bucket"].includes(textAt(object, ...at, "sourceRef", "kind") ?? "");
  return isFolders ? textAt(object, ...at, "chart") : undefined;
}

/** The folders above a file, up to the repository's. */
export function rootsOf(file: string): readonly string[] {
  const found: string[] = [];
  for (let folder = posix.dirname(slashes(file)); ; folder = posix.dirname(folder)) {
    found.push(folder);
    if (posix.dirname(folder) === folder || statsAt(posix.join(folder, ".git")) !== undefined) return found;
  }
}

function slashes(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}

export function isFile(path: string): boolean {
  return statsAt(path)?.isFile() ?? false;
}

export function isFolder(path: string): boolean {
  return statsAt(path)?.isDirectory() ?? false;
}
