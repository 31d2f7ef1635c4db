import { basename, dirname } from "node:path";
import { InputError } from "../../findings/input-error";
import type { Comparison } from "./compare";
import { type EntryKind, lstat, makeFolder, readIfSize, removeFolder } from "./files";
import { inWords, quietly } from "./io-error";
import { isHeld, type Lock, releaseLock, takeLock } from "./lock";
import { meshPaths } from "./names";
import { makeFolders, outFolderExists } from "./out-folder";
import { recover } from "./recover";
import { assertUntouched, buildNext, type Staging } from "./stage";
import { discardPrevious, swapAll } from "./swap";
import { syncStaged } from "./sync";
import { checkTree, isUnchanged, type TreeChange } from "./tree";
import { walk } from "./walk";

/** Posix paths below a folder, to text. */
type Files = ReadonlyMap<string, string>;

/** A folder that got other files, and the way back. */
export interface Replaced {
  readonly change: TreeChange;
  /** Gives the folder the files that it had, whatever is in it now; it is gone again when it was not there. */
  undo(): void;
}

/**
 * Replaces all files of a folder, all or nothing: what stays is not touched, and whatever ends the process in between,
 * the folder has its old files or its new ones. Missing folders above it are made.
 *
 * @param folder absolute, without links in it
 * @param before what must be in it now
 * @throws InputError when it holds anything else, or cannot be written; then it is as it was
 */
export function replaceFolder(folder: string, before: Files, after: Files): Replaced {
  const existed = inWords(() => lstat(folder)) !== undefined;
  const made: string[] = [];
  const removeMade = (): void => quietly(() => made.reverse().forEach(removeFolder));
  try {
    inWords(() => makeFolders(dirname(folder), made));
    const change = underLock(dirname(folder), (lock) => swapIn(lock, folder, after, before));
    const undo = (): void => {
      underLock(dirname(folder), (lock) => swapIn(lock, folder, before));
      if (existed && lstat(folder) === undefined) inWords(() => makeFolder(folder));
      removeMade();
    };
    return { change, undo };
  } catch (error) {
    removeMade();
    throw error;
  }
}

/** Takes a folder back that a run was replacing when it was killed. */
export function recoverFolder(folder: string): void {
  const { next, previous } = meshPaths(dirname(folder), basename(folder));
  const isLeft = inWords(() => [next, previous].some((path) => lstat(path) !== undefined));
  if (isLeft) underLock(dirname(folder), () => undefined);
}

/** Where the files of a folder are just now: a run that was killed between two renames leaves them under another name. */
export function whereaboutsOf(folder: string): string {
  const { previous } = meshPaths(dirname(folder), basename(folder));
  return inWords(() => lstat(folder) === undefined && lstat(previous) !== undefined) ? previous : folder;
}

function underLock<T>(parent: string, work: (lock: Lock) => T): T {
  return inWords(() => {
    outFolderExists(parent);
    const lock = takeLock(parent);
    try {
      recover(parent);
      return work(lock);
    } catch (error) {
      quietly(() => isHeld(lock) && recover(parent));
      throw error;
    } finally {
      quietly(() => releaseLock(lock));
    }
  });
}

function swapIn(lock: Lock, folder: string, after: Files, before?: Files): TreeChange {
  const [parent, name] = [dirname(folder), basename(folder)];
  const tree = { name, files: after };
  checkTree(tree);
  const comparison = compareWith(folder, after);
  if (before) assertIs(folder, comparison.entries, before);
  if (isUnchanged(comparison.change)) return comparison.change;
  const staging: Staging = { name, paths: meshPaths(parent, name), comparison };
  buildNext(staging, tree);
  assertUntouched(staging);
  syncStaged([staging]);
  if (!isHeld(lock)) throw changedMeanwhile(folder);
  swapAll(parent, [staging]);
  discardPrevious([staging]);
  return comparison.change;
}

/** Everything in the folder is ours; only empty folders are carried over. */
function compareWith(folder: string, after: Files): Comparison {
  const { exists, entries, empty } = walk(folder);
  const now = [...entries].filter(([, kind]) => kind !== "folder").map(([path]) => path);
  const same = now.filter((path) => isFileWith(folder, entries, path, after.get(path)));
  const kept = new Set(same);
  const change = {
    added: [...after.keys()].filter((path) => !entries.has(path)).sort(),
    changed: [...after.keys()].filter((path) => entries.has(path) && !kept.has(path)).sort(),
    removed: now.filter((path) => !after.has(path)).sort(),
    unchanged: same.length,
  };
  return { change, exists, entries, same, foreign: empty };
}

function assertIs(folder: string, entries: ReadonlyMap<string, EntryKind>, before: Files): void {
  const files = [...entries].filter(([, kind]) => kind !== "folder");
  const link = files.find(([, kind]) => kind !== "file");
  if (link) {
    throw InputError.of(`${folder}/${link[0]}: not a plain file`, {
      hint: "Put the file itself there: the folder is replaced as a whole, and links are not followed.",
    });
  }
  const isSame = files.every(([path]) => isFileWith(folder, entries, path, before.get(path)));
  if (!isSame || files.length !== before.size) throw changedMeanwhile(folder);
}

function isFileWith(folder: string, entries: Comparison["entries"], path: string, text: string | undefined): boolean {
  if (text === undefined || entries.get(path) !== "file") return false;
  const bytes = Buffer.from(text);
  return readIfSize(`${folder}/${path}`, bytes.length)?.equals(bytes) ?? false;
}

function changedMeanwhile(folder: string): InputError {
  return InputError.of(`${folder}: somebody changed it just now`, { hint: "Nothing was replaced; run again." });
}
