import { existsSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { InputError } from "../findings/input-error";
import { readLiveFolder } from "../git/folder";
import { readTreeAt } from "../git/git";
import type { ManifestFiles } from "../snapshot/write/manifest-files";

/** A folder that is not one of ours to write: a live folder, or what a commit has of it. */
export interface Folder {
  readonly label: string;
  readonly files: ManifestFiles;
  /** Its path in its Git repository, if it is in one. */
  readonly inRepository?: string;
}

/** What a user names instead of a phase. */
export interface FolderOptions {
  readonly live?: string;
  /** `main`, `main:live/prod`; the folder is relative to the working directory. */
  readonly ref?: string;
}

/**
 * Reads the live folder, or what a Git ref has of it.
 * @throws InputError when it cannot be read, or the ref has no such folder
 */
export function readFolder({ live, ref }: FolderOptions, cwd: string): Folder | undefined {
  if (ref !== undefined) return readRef(ref, live, cwd);
  if (live === undefined) return undefined;
  const path = resolve(cwd, live);
  return { label: live, files: readLiveFolder(path, live), ...inRepository(path) };
}

function readRef(text: string, live: string | undefined, cwd: string): Folder {
  const colon = text.indexOf(":");
  const ref = colon < 0 ? text : text.slice(0, colon);
  const folder = colon < 0 ? live : text.slice(colon + 1);
  if (ref === "") throw InputError.of(`--ref ${text}: no ref before the colon`, { hint: refHint });
  if (folder === undefined || folder === "") throw InputError.of(`--ref ${text}: which folder?`, { hint: refHint });
  const path = resolve(cwd, folder);
  const files = readTreeAt(ref, path);
  if (files.size > 0) return { label: `${ref}:${folder}`, files, ...inRepository(path) };
  throw InputError.of(`${ref} has no folder ${folder}`, {
    hint: "The folder is relative to where you are, as with every other path.",
  });
}

const refHint = "For example: --ref main:live/prod, or --ref main --live live/prod.";

/** The path below the nearest folder that has a `.git`; no git program is needed to see that. */
function inRepository(path: string): Pick<Folder, "inRepository"> {
  let root = path;
  while (!existsSync(join(root, ".git"))) {
    if (root === dirname(root)) return {};
    root = dirname(root);
  }
  return { inRepository: relative(root, path).split(sep).join("/") };
}
