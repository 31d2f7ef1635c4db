import { readFileSync, realpathSync, type Stats, statSync } from "node:fs";
import { InputError } from "../findings/input-error";
import { inputBytesLimit, tooLarge } from "./limits";
import { behind, fileStart } from "./yaml-documents";

/**
 * Reads a file of text.
 * @param path where it is
 * @param file its name in messages
 * @throws InputError when it is missing, no file, larger than 10 MiB or not UTF-8
 */
export function readTextFile(path: string, file: string): string {
  const stats = attempt(file, () => statSync(path));
  if (!stats.isFile()) throw InputError.of(`${file}: not a file`);
  if (stats.size > inputBytesLimit) throw tooLarge(file);
  return readText(path, file);
}

/** Texts that are read in the place of files, by their real paths. */
let drafts: ReadonlyMap<string, string> = new Map();

/** Reads some files as a change would leave them that nobody has made yet, while `work` runs. @param texts by real paths; it may add to them */
export function readingDrafts<T>(texts: ReadonlyMap<string, string>, work: () => T): T {
  drafts = texts;
  try {
    return work();
  } finally {
    drafts = new Map();
  }
}

/** The same for files of any size, and for pipes. */
export function readText(path: string, file: string): string {
  const draft = drafts.size > 0 ? drafts.get(attempt(file, () => realpathSync(path))) : undefined;
  if (draft !== undefined) return draft;
  const bytes = attempt(file, () => readFileSync(path));
  return decodeText(bytes, file);
}

/** Bytes as text. @throws InputError when they are not UTF-8 */
export function decodeText(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const isUtf16 = [0xfeff, 0xfffe].includes(((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0));
    // Reading what can be read puts U+FFFD in the place of what is no character.
    const [before = ""] = new TextDecoder().decode(bytes).split("\ufffd", 1);
    const place = { file, ...behind(before, fileStart) };
    throw InputError.of(`${isUtf16 ? "UTF-16" : "not UTF-8"} text`, { place, hint: "save it as UTF-8" });
  }
}

/** Runs a file-system call and turns its failure into an InputError. */
export function attempt<T>(file: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** What stands at a path; undefined where nothing can be reached, as behind links that run in a circle. Who reads it is told why. */
export function statsAt(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** What is said of a failure of the file system. */
export function unreadable(file: string, error: unknown): InputError {
  const { code, message } = error as NodeJS.ErrnoException;
  return InputError.of(`${file}: ${reasons[code ?? ""] ?? `cannot be read (${code ?? message})`}`);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  ENOTDIR: "no such file or folder",
  EACCES: "you may not read it",
  EPERM: "you may not read it",
  EISDIR: "a folder, and no file",
  ELOOP: "its symbolic links run in a circle",
};
