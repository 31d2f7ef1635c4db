import { readFileSync, statSync } from "node:fs";
import type { Place } from "../findings/finding";
import { InputError } from "../findings/input-error";
import { inputBytesLimit } from "./limits";
import { behind, fileStart } from "./yaml-documents";
import { tooLarge } from "./yaml-source";

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
  return decodeText(
    attempt(file, () => readFileSync(path)),
    file,
  );
}

/** Bytes as text. @throws InputError when they are not UTF-8 */
export function decodeText(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const isUtf16 = [0xfeff, 0xfffe].includes(((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0));
    if (isUtf16) throw InputError.of("UTF-16 text", { place: { file, line: 1, column: 1 }, hint: "save it as UTF-8" });
    throw InputError.of("not UTF-8 text", { place: firstWrong(bytes, file), hint: "save it as UTF-8" });
  }
}

/** The first character that is none: reading what can be read puts U+FFFD in its place. */
function firstWrong(bytes: Uint8Array, file: string): Place {
  const [before = ""] = new TextDecoder().decode(bytes).split("\ufffd", 1);
  return { file, ...behind(before, fileStart) };
}

/** Runs a file-system call and turns its failure into an InputError. */
export function attempt<T>(file: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw InputError.of(`${file}: ${reason(error as NodeJS.ErrnoException)}`);
  }
}

function reason(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case "ENOENT":
    case "ENOTDIR":
      return "no such file or folder";
    case "EACCES":
    case "EPERM":
      return "you may not read it";
    case "ELOOP":
      return "its symbolic links run in a circle";
    default:
      return `cannot be read (${error.code ?? error.message})`;
  }
}
