import { readFileSync } from "node:fs";
import { InputError, type Problem } from "../../findings/input-error";
import { type EntryKind, lstat, readIfSize } from "./files";
import { inWords } from "./io-error";
import { mayPass } from "./lock";
import { meshPaths } from "./names";
import { outFolderExists } from "./out-folder";
import { hasHeader, ownedPaths, planFile } from "./owned";
import { checkTree, foldersAbove, type OutputTree, type TreeChange } from "./tree";
import { walk } from "./walk";

/** A tree against the folder as it is now. */
export interface Comparison {
  readonly change: TreeChange;
  readonly exists: boolean;
  readonly entries: ReadonlyMap<string, EntryKind>;
  /** Files that are as they should be. */
  readonly same: readonly string[];
  /** What meshstep did not write and has no business with: files, links, folders without anything in them. */
  readonly foreign: readonly string[];
}

/**
 * What writing would do; touches nothing. After a crash between two renames this is the old tree that the next
 * writer will take back.
 * @throws InputError when the tree could not be written here: see {@link inspect}
 */
export function compareTree(outDir: string, tree: OutputTree): TreeChange {
  const folder = outDir || ".";
  return inWords(() => {
    checkTree(tree);
    outFolderExists(folder);
    for (let attempt = 1; ; attempt++) {
      try {
        return compareOnce(folder, tree);
      } catch (error) {
        if (attempt === 5 || !mayPass(folder, error)) throw error;
      }
    }
  });
}

/** Whether all that differs are the ends of lines, which Git does where it is told to convert text files. */
export function differsInLineEnds(outDir: string, { name, files }: OutputTree, change: TreeChange): boolean {
  const { added, changed, removed } = change;
  if (changed.length === 0 || added.length > 0 || removed.length > 0) return false;
  const { current } = meshPaths(outDir || ".", name);
  return inWords(() =>
    changed.every((path) => readFileSync(`${current}/${path}`, "utf8").replaceAll("\r\n", "\n") === files.get(path)),
  );
}

function compareOnce(outDir: string, tree: OutputTree): TreeChange {
  const { current, previous } = meshPaths(outDir, tree.name);
  const root = lstat(current) === undefined && lstat(previous) !== undefined ? previous : current;
  return inspect(root, tree).change;
}

/**
 * Sorts the folder into what stays, what is replaced and what goes.
 * @throws InputError naming everything of others that is in the way: files, folders, links
 */
export function inspect(root: string, tree: OutputTree): Comparison {
  const { exists, entries, empty } = walk(root);
  const owned = ownedPaths(root, entries);
  const isOwned = (path: string): boolean => owned.has(path) && entries.get(path) === "file";
  const foreign = [...entries]
    .filter(([path, kind]) => kind !== "folder" && !isOwned(path) && !tree.files.has(path))
    .map(([path]) => path)
    .concat(empty);
  const staying = new Set([...foldersAbove(foreign), ...empty]);

  const problems: Problem[] = [];
  const refuse = (path: string, why: string, hint = "move it away, then run again"): void => {
    problems.push({ message: `${root}/${path}: ${why}`, hint });
  };
  for (const folder of foldersAbove(tree.files.keys())) {
    const kind = entries.get(folder);
    if (kind === "link") refuse(folder, "is a symbolic link where a folder is needed; links are never followed");
    else if (kind !== undefined && kind !== "folder" && !isOwned(folder)) {
      refuse(folder, "is a file of someone else where a folder is needed");
    }
  }
  const added: string[] = [];
  const changed: string[] = [];
  const same: string[] = [];
  for (const [path, text] of tree.files) {
    const kind = entries.get(path);
    if (kind === "file") {
      if (hasText(`${root}/${path}`, text)) same.push(path);
      else if (owned.has(path) || hasHeader(`${root}/${path}`)) changed.push(path);
      else if (path === planFile && isUnsettled(`${root}/${path}`))
        refuse(path, "a merge of Git is not settled in it", sideHint);
      else refuse(path, "meshstep did not write this file and would overwrite it", hintFor(path));
    } else if (kind === undefined || (kind === "folder" && !staying.has(path))) added.push(path);
    else if (kind === "folder") refuse(path, "is a folder of someone else where a file is needed");
    else refuse(path, "is a symbolic link or a device where a file is needed");
  }
  if (problems.length > 0) throw new InputError(problems);
  const removed = [...owned].filter((path) => isOwned(path) && !tree.files.has(path));
  const change = { added: added.sort(), changed: changed.sort(), removed: removed.sort(), unchanged: same.length };
  return { change, exists, entries, same, foreign };
}

function hasText(path: string, text: string): boolean {
  return readIfSize(path, Buffer.byteLength(text))?.equals(Buffer.from(text)) ?? false;
}

const sideHint =
  "take either side of the whole folder (git checkout --ours, or --theirs, and its path), settle mesh.yaml, and run again: all that is in the folder is written anew";

/** Whether Git has left both sides of a conflict in a file. */
function isUnsettled(path: string): boolean {
  return /^<{7} .*\r?\n[\s\S]*^>{7} /m.test(readFileSync(path, "utf8"));
}

function hintFor(path: string): string {
  return path === planFile
    ? "it lists what meshstep wrote: restore it from Git, or move the folder away and run again"
    : "move it away, then run again";
}
