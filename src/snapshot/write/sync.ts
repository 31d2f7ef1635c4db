import { dirname } from "node:path";
import { syncFile, syncFolder } from "./files";
import type { Staging } from "./stage";

/**
 * How many changed files are forced to the disk one by one.
 *
 * A killed process cannot harm anyone: the swap is a rename. Only a power cut can, because journals keep the order
 * of names but not of contents: the new tree may come up with files that are still empty. Forcing a file down costs
 * 0.1 ms (virtual disk) to 10 ms (spinning disk). For what one edit of a mesh changes that is a fair price. A first
 * or a mass rendering writes tens of thousands of files, and would wait for minutes. There, each mesh's plan.json
 * alone is forced down: it says which files are ours and what is in them, so that the next run, which compares by
 * bytes and never by time, finds and mends each torn file.
 */
export const syncLimit = 64;

/** Forces the contents of staged files to the disk, then the folders that name them. */
export function syncStaged(stagings: readonly Staging[]): void {
  const written = stagings.map(({ paths, comparison: { change } }) => ({
    root: paths.next,
    files: [...change.added, ...change.changed],
  }));
  const count = written.reduce((sum, { files }) => sum + files.length, 0);
  for (const { root, files } of written) {
    const chosen = count <= syncLimit ? files : files.filter((path) => path === "plan.json");
    for (const path of chosen) syncFile(`${root}/${path}`);
    for (const folder of new Set(chosen.map((path) => dirname(`${root}/${path}`)))) syncFolder(folder);
  }
}
