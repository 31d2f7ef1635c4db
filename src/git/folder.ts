import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { InputError } from "../findings/input-error";
import type { ManifestFiles } from "../snapshot/write/manifest-files";
import { inputBytesLimit, tooLarge } from "../source/limits";
import { attempt } from "../source/read-text";

/**
 * Reads the folder that the GitOps engine reads: every file in it, by posix path below it, sorted.
 * A link to a file inside the folder is read like that file. A file that is not UTF-8 gets a text that no manifest has.
 *
 * @param dir where it is
 * @param shown its name in messages
 * @throws InputError when it is missing, no folder or the root of a Git repository, when something in it cannot be read
 *   or is larger than 10 MiB, and for links to folders or out of it
 */
export function readLiveFolder(dir: string, shown = dir): ManifestFiles {
  const stats = attempt(shown, () => statSync(dir));
  if (!stats.isDirectory()) throw InputError.of(`${shown}: not a folder`, { hint: liveFolderHint });
  const root = { path: realpathSync(dir), shown };
  return new Map([...pathsOf(root, "")].sort().map((path) => [path, readFile(root, path)]));
}

/** The nearest folder that is there, links resolved, and what is missing below it. */
export function nearestFolder(path: string): { readonly folder: string; readonly missing: readonly string[] } {
  const missing: string[] = [];
  let folder = resolve(path);
  while (!isFolder(folder)) {
    missing.unshift(basename(folder));
    folder = dirname(folder);
  }
  return { folder: realpathSync(folder), missing };
}

/** Whatever cannot be looked at is none: the path goes through a file, or through links in a circle. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Bytes as text that equals another text only when the bytes do. */
export function exactText(bytes: Buffer): string {
  const text = bytes.toString("utf8");
  // No YAML text holds a NUL, so bytes that are not UTF-8 are never taken for a manifest with replacement characters.
  return Buffer.from(text).equals(bytes) ? text : `\0${text}`;
}

const liveFolderHint = "--live names the folder that the GitOps engine reads.";

interface Root {
  /** Links resolved. */
  readonly path: string;
  readonly shown: string;
}

function* pathsOf(root: Root, folder: string): Generator<string> {
  const shown = join(root.shown, folder);
  for (const entry of attempt(shown, () => readdirSync(join(root.path, folder), { withFileTypes: true }))) {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.name === ".git") {
      throw InputError.of(`${shown}: the root of a Git repository`, {
        hint: "A live folder is a folder of its own inside the repository: promote replaces all that is in it.",
      });
    }
    if (entry.isDirectory()) yield* pathsOf(root, path);
    else if (isFile(root, path, entry)) yield path;
  }
}

function isFile(root: Root, path: string, entry: Dirent): boolean {
  const shown = join(root.shown, path);
  if (entry.isFile()) return true;
  if (!entry.isSymbolicLink()) throw InputError.of(`${shown}: neither a file nor a folder`);
  const target = attempt(shown, () => realpathSync(join(root.path, path)));
  if (!target.startsWith(root.path + sep)) {
    throw InputError.of(`${shown}: a symbolic link that leads out of the live folder`, {
      hint: "Put the file itself there: GitOps engines do not follow such links.",
    });
  }
  if (statSync(target).isFile()) return true;
  throw InputError.of(`${shown}: a symbolic link to a folder`, { hint: "Put the folder itself there." });
}

function readFile(root: Root, path: string): string {
  const [file, shown] = [join(root.path, path), join(root.shown, path)];
  if (attempt(shown, () => statSync(file)).size > inputBytesLimit) throw tooLarge(shown);
  return exactText(attempt(shown, () => readFileSync(file)));
}
