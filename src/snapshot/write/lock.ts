import { InputError } from "../../findings/input-error";
import { errorCode, lstat, readText, removeFile, rename, writeNew } from "./files";
import { quietly } from "./io-error";
import { lockName } from "./names";
import { isAlive, ownId } from "./owner";

/** The right to change one out folder, as long as this process lives. */
export interface Lock {
  readonly path: string;
  readonly owner: string;
}

/**
 * Takes the lock; one that a dead process left behind is cleared away.
 * @throws InputError when another process that still runs holds it
 */
export function takeLock(outDir: string): Lock {
  const lock: Lock = { path: `${outDir}/${lockName}`, owner: ownId() };
  for (let attempt = 0; attempt < 100; attempt++) {
    if (create(lock)) return lock;
    const holder = holderOf(lock.path);
    if (holder !== undefined && isAlive(holder)) throw heldBy(lock.path, holder);
    if (holder !== undefined) clear(lock.path, holder);
  }
  throw heldBy(lock.path, "unknown");
}

/**
 * Whether an error met while reading without the lock may come from another process that was just swapping trees,
 * and will not be met again.
 */
export function mayPass(outDir: string, error: unknown): boolean {
  return errorCode(error) === "ENOENT" || lstat(`${outDir}/${lockName}`) !== undefined;
}

/** Whether nobody has taken the lock from us, which only three processes at one stale lock within microseconds can do. */
export function isHeld(lock: Lock): boolean {
  return holderOf(lock.path) === lock.owner;
}

/** Gives the lock back; one that is no longer ours is left alone. */
export function releaseLock(lock: Lock): void {
  if (isHeld(lock)) removeFile(lock.path);
}

function create(lock: Lock): boolean {
  try {
    writeNew(lock.path, `${lock.owner}\n`);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    quietly(() => {
      // A full disk takes the name but not the words: an empty lock that is nobody's.
      if (holderOf(lock.path) === "") removeFile(lock.path);
    });
    throw error;
  }
}

/** Who holds it; empty when whoever made it died before saying so; `undefined` when it is gone. */
function holderOf(path: string): string | undefined {
  try {
    for (let patience = 5; patience > 0; patience--) {
      const text = readText(path);
      if (text.endsWith("\n")) return text.trimEnd();
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
    return "";
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * Moves a dead process's lock away. Between our look at it and the move, someone quicker may have done the same and
 * put his own there: then that one is what we moved, and we put it back.
 */
function clear(path: string, holder: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    rename(path, aside);
    if (holderOf(aside) === holder) removeFile(aside);
    else rename(aside, path);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
  }
}

function heldBy(path: string, holder: string): InputError {
  const [pid] = holder.split(" ");
  return InputError.of(`${path}: another meshstep (process ${pid}) is writing here`, {
    hint: "wait until it is done; if it is no meshstep, remove this file and run again",
  });
}
