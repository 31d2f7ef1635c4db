import { InputError } from "../../findings/input-error";
import type { Comparison } from "./compare";
import { copy, copyLink, type EntryKind, errorCode, keepAttributes, link, lstat, makeFolder, writeNew } from "./files";
import type { MeshPaths } from "./names";
import { foldersAbove, type OutputTree } from "./tree";
import { walk } from "./walk";

/** A complete new tree that waits beside the old one, and what must still hold when it takes its place. */
export interface Staging {
  readonly name: string;
  readonly paths: MeshPaths;
  readonly comparison: Comparison;
}

/** Whether anything is left to put in place; a tree that lost its last file is not kept as an empty folder. */
export function isEmptyTree({ comparison }: Staging): boolean {
  const { change, foreign } = comparison;
  return change.added.length + change.changed.length + change.unchanged + foreign.length === 0;
}

/**
 * Builds the new tree in `next`: what stays is linked, so that it keeps its inode and its time; what changes is new.
 * The tree in use is only read.
 */
export function buildNext(staging: Staging, tree: OutputTree): void {
  const { paths, comparison } = staging;
  const { change, entries, same, foreign } = comparison;
  const { current, next } = paths;
  if (isEmptyTree(staging)) return;

  makeFolder(next);
  const empty = foreign.filter((path) => entries.get(path) === "folder");
  const folders = [...new Set([...foldersAbove([...tree.files.keys(), ...foreign]), ...empty])];
  for (const folder of folders) makeFolder(`${next}/${folder}`);
  for (const path of same) carry(`${current}/${path}`, `${next}/${path}`, "file");
  for (const path of foreign) carry(`${current}/${path}`, `${next}/${path}`, entries.get(path) ?? "other");
  for (const path of [...change.added, ...change.changed]) writeNew(`${next}/${path}`, tree.files.get(path) ?? "");

  for (const path of change.changed) keep(`${current}/${path}`, `${next}/${path}`);
  const known = folders.filter((folder) => entries.get(folder) === "folder");
  const device = lstat(next)?.dev;
  for (const folder of comparison.exists ? [...known.map((one) => `/${one}`), ""] : []) {
    keep(`${current}${folder}`, `${next}${folder}`, device);
  }
}

/** How many files of a staged tree are new. */
export function countWritten({ comparison: { change } }: Staging): number {
  return change.added.length + change.changed.length;
}

/** What the commit of a mass rendering needs of a staged tree: of what was written only plan.json, so that memory does not grow with the meshes. */
export function forgetPaths(staging: Staging): Staging {
  const { change, ...rest } = staging.comparison;
  const isPlan = (path: string) => path === "plan.json";
  const added = change.added.filter(isPlan);
  const changed = change.changed.filter(isPlan);
  const forgotten = countWritten(staging) - added.length - changed.length;
  const kept = { added, changed, removed: [], unchanged: change.unchanged + forgotten };
  return { ...staging, comparison: { ...rest, change: kept, same: [] } };
}

/**
 * Stands between someone's edit and the swap: whoever adds or replaces a file of his own while we stage
 * would find it gone.
 * @throws InputError when the folder is no longer the one that was staged
 */
export function assertUntouched({ paths, comparison }: Staging): void {
  const now = walk(paths.current);
  const names =
    now.exists === comparison.exists &&
    now.entries.size === comparison.entries.size &&
    [...now.entries].every(([path, kind]) => comparison.entries.get(path) === kind);
  if (!names || !comparison.foreign.every((path) => isSame(`${paths.current}/${path}`, `${paths.next}/${path}`))) {
    throw InputError.of(`${paths.current}: somebody changed it while the new output was being written`, {
      hint: "nothing was replaced; run again",
    });
  }
}

function isSame(mine: string, staged: string): boolean {
  const [one, other] = [lstat(mine), lstat(staged)];
  if (one === undefined || other === undefined) return false;
  if (!one.isFile()) return true;
  return one.size === other.size && Math.abs(one.mtimeMs - other.mtimeMs) < 1;
}

/** Where hard links are not to be had (FAT, some network and container mounts), a copy with the same time must do. */
const noLinks = new Set(["EXDEV", "EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

function carry(from: string, to: string, kind: EntryKind): void {
  if (kind === "folder") return;
  try {
    if (kind === "link") copyLink(from, to);
    else link(from, to);
  } catch (error) {
    if (kind !== "file" || !noLinks.has(errorCode(error) ?? "")) throw error;
    copy(from, to);
  }
}

function keep(from: string, to: string, device?: number): void {
  const old = lstat(from);
  if (old === undefined) return;
  if (device !== undefined && old.dev !== device) {
    // The old tree is removed after the swap, and with it would go whatever is mounted in it.
    throw InputError.of(`${from}: another file system is mounted here, and this folder is replaced as a whole`, {
      hint: "mount the folder above the output folder instead",
    });
  }
  keepAttributes(to, old);
}
