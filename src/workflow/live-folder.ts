import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { InputError } from "../findings/input-error";
import { inputBytesLimit } from "../source/limits";
import { attempt } from "../source/read-text";
import { tooLarge } from "../source/yaml-source";
import type { ManifestFiles } from "./phase-diff";

/**
 * Reads the folder that the GitOps engine reads: every file in it, by posix path below it, sorted.
 * A link to a file inside the folder is read like that file. A file that is not UTF-8 gets a text that no manifest has.
 *
 * @param dir where it is; also its name in messages
 * @throws InputError when it is missing, no folder or the root of a Git repository, when something in it cannot be read
 *   or is larger than 10 MiB, and for links to folders or out of it
 */
export function readLiveFolder(dir: string): ManifestFiles {
  const stats = attempt(dir, () => statSync(dir));
  if (!stats.isDirectory()) throw InputError.of(`${dir}: not a folder`, { hint: liveFolderHint });
  const root = realpathSync(dir);
  const files = new Map<string, string>();
  for (const path of [...pathsOf(dir, root, "")].sort()) files.set(path, readFile(dir, path));
  return files;
}

/** Bytes as text that equals another text only when the bytes do. */
export function exactText(bytes: Buffer): string {
  const text = bytes.toString("utf8");
  // No YAML text holds a NUL, so bytes that are not UTF-8 are never taken for a manifest with replacement characters.
  return Buffer.from(text).equals(bytes) ? text : `\0${text}`;
}

const liveFolderHint = "--live names the folder that the GitOps engine reads";

function* pathsOf(dir: string, root: string, folder: string): Generator<string> {
  for (const entry of attempt(join(dir, folder), () => readdirSync(join(dir, folder), { withFileTypes: true }))) {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.name === ".git") {
      throw InputError.of(`${join(dir, folder)}: the root of a Git repository`, {
        hint: "A live folder is a folder of its own inside the repository: promote replaces all that is in it.",
      });
    }
    if (entry.isDirectory()) yield* pathsOf(dir, root, path);
    else if (isFile(dir, root, path, entry)) yield path;
  }
}

function isFile(dir: string, root: string, path: string, entry: Dirent): boolean {
  const shown = join(dir, path);
  if (entry.isFile()) return true;
  if (!entry.isSymbolicLink()) throw InputError.of(`${shown}: neither a file nor a folder`);
  const target = attempt(shown, () => realpathSync(shown));
  if (!target.startsWith(root + sep)) {
    throw InputError.of(`${shown}: a symbolic link that leads out of the live folder`, {
      hint: "Put the file itself there: GitOps engines do not follow such links.",
    });
  }
  if (!statSync(target).isFile()) throw InputError.of(`${shown}: a symbolic link to a folder`, { hint: linkHint });
  return true;
}

const linkHint = "Put the folder itself there.";

function readFile(dir: string, path: string): string {
  const shown = join(dir, path);
  if (attempt(shown, () => statSync(shown)).size > inputBytesLimit) throw tooLarge(shown);
  return exactText(attempt(shown, () => readFileSync(shown)));
}
