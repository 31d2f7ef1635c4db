import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/*
 * A worker goes through many files of tests and loads a module like this one once: a hook at its top would be one of the first file. What is
 * left at the end goes with the folder for temporary files.
 */
const own: string[] = [];
let owner: string | undefined;

/** A new folder for the file of tests that runs; it is removed when the next one asks for a folder. */
export function scratchFolder(): string {
  const { testPath } = expect.getState();
  if (testPath !== owner) for (const folder of own.splice(0)) rmSync(folder, { recursive: true, force: true });
  owner = testPath;
  const folder = lastingFolder();
  own.push(folder);
  return folder;
}

/** A new folder for all files of tests that a worker goes through. */
export function lastingFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), "meshstep-test-")));
}
