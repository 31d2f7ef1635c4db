import { lstatSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { InputError } from "../findings/input-error";
import { nearestFolder, readLiveFolder } from "../git/folder";
import type { ManifestFiles } from "../snapshot/write/manifest-files";
import { recoverFolder, whereaboutsOf } from "../snapshot/write/replace";
import { attempt } from "../source/read-text";

/** A live folder, as it was found. */
export interface LiveFolder {
  /** As the user gave it. */
  readonly shown: string;
  /** Absolute, links resolved; it need not be there. */
  readonly path: string;
  readonly files: ManifestFiles;
}

/**
 * Reads a live folder; one that is not there has no files.
 * @param options.recover takes back what a killed run left; otherwise nothing is touched
 * @throws InputError as {@link readLiveFolder} does
 */
export function openLiveFolder(shown: string, cwd: string, options: { readonly recover?: boolean } = {}): LiveFolder {
  if (shown === "")
    throw InputError.of("--live is empty", { hint: "It names the folder that the GitOps engine reads." });
  const { folder, missing } = nearestFolder(resolve(cwd, shown));
  const path = join(folder, ...missing);
  if (path.split(sep).includes(".git")) {
    throw InputError.of(`${shown}: inside a .git folder, which is Git's own`, {
      hint: "A live folder is a folder of its own in the work tree.",
    });
  }
  if (options.recover) recoverFolder(path);
  const found = whereaboutsOf(path);
  const isThere = attempt(shown, () => lstatSync(found, { throwIfNoEntry: false })) !== undefined;
  return { shown, path, files: isThere ? readLiveFolder(found, shown) : new Map() };
}
