import { posix, sep } from "node:path";
import { textAt } from "../../objects/object-paths";
import { isOpen } from "../../rules/engines/set-templates";
import { kustomizationNames } from "../../source/manifest-object";
import { statsAt } from "../../source/read-text";
import type { FileObject } from "../objects/file-object";

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

/** Some folders with all that are above them. */
export function foldersAbove(folders: readonly string[]): ReadonlySet<string> {
  const known = new Set<string>();
  for (const folder of folders) for (let at = folder; !known.has(at); at = posix.dirname(at)) known.add(at);
  return known;
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

/** Where a path leads that begins at the top of the repository, whichever folder above that is. */
export function folderOf({ file }: FileObject, path: string, top: string): string | undefined {
  const inside = posix.normalize(path).replace(/^\/+|\/+$/g, "");
  if (inside.startsWith("..") || isOpen(inside)) return undefined;
  if (isAll(path)) return top;
  return rootsOf(file)
    .map((root) => posix.join(root, inside))
    .find(isFolder);
}

/** Whether that is all of a repository. */
export function isAll(path: string): boolean {
  return ["", "."].includes(posix.normalize(path).replace(/^\/+|\/+$/g, ""));
}

export function isChart(folder: string): boolean {
  return isFile(posix.join(folder, "Chart.yaml"));
}

export function isKustomization(folder: string): boolean {
  return kustomizationNames.some((name) => isFile(posix.join(folder, name)));
}
