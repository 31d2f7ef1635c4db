import { posix } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { orElse } from "../../findings/or-else";
import { kindOf } from "../../objects/kubernetes-object";
import { isMap, valueAt } from "../../objects/object-paths";
import type { FilesIn, GitFile } from "../../rules/engines/git-files";
import { filesBelow } from "../../source/folder-files";
import { readTextFile, statsAt } from "../../source/read-text";
import { parseYamlDocuments } from "../../source/yaml-source";
import type { FileObject } from "./file-object";

/** An ApplicationSet whose generators look for files of Git can read those of the repository that it stands in. */
export function withGitFiles<T extends FileObject>(one: T): T {
  const asks =
    kindOf(one.object) === "argoproj.io/ApplicationSet" &&
    JSON.stringify(valueAt(one.object, "spec", "generators") ?? []).includes('"files"');
  return asks ? { ...one, filesIn: filesOnDisk() } : one;
}

/** What a pattern finds is read once. */
function filesOnDisk(): FilesIn {
  const known = new Map<string, readonly GitFile[] | undefined>();
  return (root, pattern) => {
    const key = `${root}\n${pattern}`;
    if (!known.has(key)) known.set(key, found(root, pattern));
    return known.get(key);
  };
}

function found(root: string, pattern: string): readonly GitFile[] | undefined {
  const path = posix.normalize(pattern).replace(/^\/+/, "");
  const fixed = path.split(/[*?[{]/)[0] ?? "";
  const folder = fixed.slice(0, fixed.lastIndexOf("/") + 1).replace(/\/$/, "");
  // A star at the beginning would look through whatever is above the repository.
  if (folder === "" && statsAt(posix.join(root, ".git")) === undefined && path !== fixed) return undefined;
  const top = posix.join(root, folder);
  if (!statsAt(top)?.isDirectory()) return [];
  const names = path === fixed ? oneFile(root, path) : orElse(undefined, () => [...filesBelow(top, top, /./)]);
  const paths = names?.map((name) => posix.join(folder, name)).sort();
  const hits = paths && matching(paths, path);
  const read = hits?.map((name) => ({ path: name, values: valuesIn(posix.join(root, name)) }));
  return read?.every((one): one is GitFile => one.values !== undefined) ? read : undefined;
}

function oneFile(root: string, path: string): readonly string[] {
  return statsAt(posix.join(root, path))?.isFile() ? [posix.basename(path)] : [];
}

/**
 * Argo CD has two ways to look, and a setting says which: Git's, in which a star stands for slashes as well, and one in which two stars do. Undefined where
 * that makes a difference.
 */
function matching(paths: readonly string[], pattern: string): readonly string[] | undefined {
  if (/[[\]{}\\]/.test(pattern)) return undefined;
  const fitting = (source: string) => paths.filter((path) => new RegExp(`^${source}$`).test(path));
  const [ofGit, ofOther] = [fitting(asGit(pattern)), fitting(asDoubleStar(pattern))];
  return isDeepStrictEqual(ofGit, ofOther) ? ofGit : undefined;
}

function asGit(pattern: string): string {
  return escaped(pattern, (star) => (star === "?" ? "." : ".*"));
}

function asDoubleStar(pattern: string): string {
  return escaped(pattern, (star) => {
    if (star === "?") return "[^/]";
    if (star === "*") return "[^/]*";
    return star.endsWith("/") ? "(?:.*/)?" : ".*";
  });
}

function escaped(pattern: string, fill: (star: string) => string): string {
  return pattern
    .split(/(\*\*\/?|\*|\?)/)
    .map((part, index) => (index % 2 === 0 ? part.replace(/[.+^$()|]/g, "\\$&") : fill(part)))
    .join("");
}

/** One for each map of a list, or the map itself; undefined for what is neither, or no YAML. */
function valuesIn(file: string): readonly Readonly<Record<string, unknown>>[] | undefined {
  const documents = orElse(undefined, () => parseYamlDocuments(readTextFile(file, file), file));
  if (documents === undefined) return undefined;
  const value = documents[0]?.value ?? {};
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.every(isMap) ? all : undefined;
}
