import * as fs from "node:fs";

/**
 * The only calls into the file system that touch the output folder. They are kept this thin so that tests can
 * replace each of them by one that fails; what may be called when is decided elsewhere.
 */

export type EntryKind = "file" | "folder" | "link" | "other";

export interface Entry {
  readonly name: string;
  readonly kind: EntryKind;
}

/** The code of a system error (`ENOSPC`), or nothing when the error is of another sort. */
export function errorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : undefined;
}

export function listFolder(path: string): Entry[] {
  return fs.readdirSync(path, { withFileTypes: true }).map((entry) => ({ name: entry.name, kind: kindOf(entry) }));
}

/** Never follows a link; `undefined` when nothing is there. */
export function lstat(path: string): fs.Stats | undefined {
  return fs.lstatSync(path, { throwIfNoEntry: false });
}

/** Whether a folder is there, or a link to one; `undefined` when nothing is. */
export function isFolder(path: string): boolean | undefined {
  return fs.statSync(path, { throwIfNoEntry: false })?.isDirectory();
}

export function kindOf(entry: fs.Dirent | fs.Stats): EntryKind {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  return entry.isSymbolicLink() ? "link" : "other";
}

/** A file's bytes; `undefined` when it is not `size` bytes long, which is found out without reading it. */
export function readIfSize(path: string, size: number): Buffer | undefined {
  const file = fs.openSync(path, readOnly);
  try {
    if (fs.fstatSync(file).size !== size) return undefined;
    return readUpTo(file, size);
  } finally {
    fs.closeSync(file);
  }
}

/** At most the first `size` bytes. */
export function readStart(path: string, size: number): Buffer {
  const file = fs.openSync(path, readOnly);
  try {
    return readUpTo(file, size);
  } finally {
    fs.closeSync(file);
  }
}

export function readText(path: string): string {
  const file = fs.openSync(path, readOnly);
  try {
    return fs.readFileSync(file, "utf8");
  } finally {
    fs.closeSync(file);
  }
}

/** Writes a file that must not exist yet. */
export function writeNew(path: string, text: string): void {
  try {
    fs.writeFileSync(path, text, { flag: "wx" });
  } catch (error) {
    throw withPath(error, path);
  }
}

export function link(from: string, to: string): void {
  fs.linkSync(from, to);
}

/** A copy with the mode and the times of the original. */
export function copy(from: string, to: string): void {
  fs.copyFileSync(from, to, fs.constants.COPYFILE_EXCL);
  const { atimeMs, mtimeMs } = fs.lstatSync(from);
  fs.utimesSync(to, atimeMs / 1000, mtimeMs / 1000);
}

export function copyLink(from: string, to: string): void {
  fs.symlinkSync(fs.readlinkSync(from), to);
}

/** Gives `path` the mode of what it replaces, and its owner as far as we may: a run as root must not lock the user out. */
export function keepAttributes(path: string, old: fs.Stats): void {
  const now = fs.lstatSync(path);
  if (process.getuid?.() === 0 && (now.uid !== old.uid || now.gid !== old.gid)) fs.lchownSync(path, old.uid, old.gid);
  if (now.mode !== old.mode) fs.chmodSync(path, old.mode & 0o7777);
}

export function makeFolder(path: string): void {
  fs.mkdirSync(path);
}

export function rename(from: string, to: string): void {
  fs.renameSync(from, to);
}

export function removeFile(path: string): void {
  fs.unlinkSync(path);
}

export function removeFolder(path: string): void {
  fs.rmdirSync(path);
}

/** Forces a file's bytes to the disk. */
export function syncFile(path: string): void {
  // Windows flushes only what is open for writing; elsewhere a read-only file must do as well.
  sync(path, process.platform === "win32" ? "r+" : "r");
}

/** Forces a folder's list of names to the disk, where the system can do that. */
export function syncFolder(path: string): void {
  if (process.platform !== "win32") sync(path, "r");
}

const readOnly = fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0);

/** File systems that do not know fsync say so with these; then there is nothing to wait for. */
const noSync = new Set(["EINVAL", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]);

function sync(path: string, flags: string): void {
  const file = fs.openSync(path, flags);
  try {
    fs.fsyncSync(file);
  } catch (error) {
    if (!noSync.has(errorCode(error) ?? "")) throw withPath(error, path);
  } finally {
    fs.closeSync(file);
  }
}

function readUpTo(file: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  let length = 0;
  while (length < size) {
    const read = fs.readSync(file, bytes, length, size - length, null);
    if (read === 0) break;
    length += read;
  }
  return bytes.subarray(0, length);
}

/** Errors of calls on an open file do not say which file it was. */
function withPath(error: unknown, path: string): unknown {
  const system = error as { path?: string } | null;
  if (errorCode(error) !== undefined && system && system.path === undefined) system.path = path;
  return error;
}
