import { posix } from "node:path";
import type { KubernetesObject } from "../../mesh/mesh";
import { listAt, textAt, valueAt } from "../../objects/object-paths";

/** Where to look for the folders of an ApplicationSet. */
interface Within {
  /** The folder of its own file: its paths begin in one of those above. */
  readonly home: string;
  readonly folders: ReadonlySet<string>;
}

/** A path of a template for one folder, which parameters name whole or by its last part. */
function filled(path: string, folder: string): string {
  return path
    .replace(/\{\{-?\s*(?:path|\.path\.path)\s*-?\}\}/g, folder)
    .replace(/\{\{-?\s*(?:path|\.path)\.basename\s*-?\}\}/g, posix.basename(folder));
}

/**
 * The folders that the Applications of an ApplicationSet read, where its Git generators name them by a pattern of folders.
 *
 * @param path as its template has it: `{{.path.path}}`
 */
export function generatedPaths(object: KubernetesObject, path: string, { home, folders }: Within): readonly string[] {
  // Other parameters come from clusters, lists and files, which nobody sees here.
  if (filled(path, "").includes("{{")) return [];
  const patterns = directoriesOf(listAt(object, "spec", "generators"));
  for (const root of above(home)) {
    const start = root === "/" ? root : `${root}/`;
    const inside = [...folders].flatMap((folder) => (folder.startsWith(start) ? [folder.slice(start.length)] : []));
    const read = inside
      .filter((folder) => isChosen(folder, patterns))
      .map((folder) => posix.join(root, filled(path, folder)))
      .filter((folder) => folders.has(folder));
    if (read.length > 0) return [...new Set(read)].sort();
  }
  return [];
}

function isChosen(folder: string, patterns: readonly Pattern[]): boolean {
  const hits = patterns.filter(({ text }) => matches(folder, text));
  return hits.length > 0 && !hits.some(({ exclude }) => exclude);
}

interface Pattern {
  readonly text: string;
  readonly exclude: boolean;
}

/** Generators of generators hold what they combine. */
function directoriesOf(generators: readonly unknown[]): readonly Pattern[] {
  return generators.flatMap((one) => [
    ...listAt(one, "git", "directories").flatMap((entry) => {
      const text = textAt(entry, "path");
      return text === undefined ? [] : [{ text, exclude: valueAt(entry, "exclude") === true }];
    }),
    ...["matrix", "merge"].flatMap((key) => directoriesOf(listAt(one, key, "generators"))),
  ]);
}

/** As Argo CD matches them: a star stands for anything but a slash. */
function matches(folder: string, pattern: string): boolean {
  const parts = posix
    .normalize(pattern)
    .replace(/^\/+|\/+$/g, "")
    .split("/");
  const names = folder.split("/");
  return (
    parts.length === names.length &&
    parts.every((part, index) => {
      const text = part
        .replace(/[.+^${}()|[\]\\]/g, "\\$&")
        .replaceAll("*", ".*")
        .replaceAll("?", ".");
      return new RegExp(`^${text}$`).test(names[index] ?? "");
    })
  );
}

function above(home: string): readonly string[] {
  const up = posix.dirname(home);
  return up === home ? [home] : [home, ...above(up)];
}
