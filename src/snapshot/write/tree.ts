import { InputError, type Problem } from "../../findings/input-error";
import { hiddenPrefix } from "./names";

/** One mesh rendered: posix paths relative to `out/<mesh>/`, to text. */
export interface OutputTree {
  readonly name: string;
  readonly files: ReadonlyMap<string, string>;
}

/** What writing a tree does to the files of one mesh; each list is sorted. */
export interface TreeChange {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** How many files stay as they are. */
  readonly unchanged: number;
}

/** Whether writing would leave everything as it is. */
export function isUnchanged(change: TreeChange): boolean {
  return change.added.length + change.changed.length + change.removed.length === 0;
}

/** Relative, and every segment is a name: no `..`, no `.`, nothing empty, nothing that Windows reads as a path. */
export function isSafePath(path: string): boolean {
  return !/(?:^|\/)\.{0,2}(?:\/|$)|[\\\0]|^[A-Za-z]:/.test(path);
}

/** Every folder above the given paths, each before the ones inside it. */
export function foldersAbove(paths: Iterable<string>): Set<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let end = path.indexOf("/"); end !== -1; end = path.indexOf("/", end + 1)) folders.add(path.slice(0, end));
  }
  return folders;
}

/**
 * Refuses trees that cannot be written everywhere to the same effect.
 * @throws InputError naming every path that leaves the folder or collides with another one
 */
export function checkTree(tree: OutputTree): void {
  const problems: Problem[] = [];
  if (!isSafePath(tree.name) || tree.name.includes("/") || tree.name.startsWith(hiddenPrefix)) {
    problems.push({ message: `"${tree.name}" cannot be the name of an output folder` });
  }
  for (const path of tree.files.keys()) {
    if (!isSafePath(path)) problems.push({ message: `${tree.name}: "${path}" is not a path inside the output folder` });
  }
  problems.push(...collisions(tree));
  if (problems.length > 0) throw new InputError(problems);
}

/** macOS and Windows keep one of two names that differ only in case: there, one file would overwrite the other. */
function collisions(tree: OutputTree): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, string>();
  for (const path of [...foldersAbove(tree.files.keys()), ...tree.files.keys()]) {
    const other = seen.get(path.toLowerCase());
    if (other === path) {
      problems.push({ message: `${tree.name}: "${path}" would be both a file and a folder` });
    } else if (other !== undefined) {
      problems.push({ message: `${tree.name}: "${other}" and "${path}" differ only in upper and lower case` });
    }
    seen.set(path.toLowerCase(), path);
  }
  return problems;
}
