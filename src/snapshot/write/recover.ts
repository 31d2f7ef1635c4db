import { InputError } from "../../findings/input-error";
import { listFolder, lstat, removeFile, rename } from "./files";
import { lockName, meshOfHidden, meshPaths } from "./names";
import { outFolderExists } from "./out-folder";
import { removeTree } from "./remove";

/** Whether a run that did not come to its end left anything in the out folder. */
export function needsRecovery(outDir: string): boolean {
  if (!outFolderExists(outDir)) return false;
  return listFolder(outDir).some(({ name }) => name.startsWith(lockName) || meshOfHidden(name) !== undefined);
}

/**
 * Tidies up after a run that was killed: a tree that was being replaced comes back, half-built ones go.
 * Only for the holder of the lock: to others, a run at work looks the same as a dead one.
 * @throws InputError when a mesh's folder was made anew by hand between the crash and this run
 */
export function recover(outDir: string): void {
  const entries = listFolder(outDir);
  for (const { name } of entries) {
    // A contender that died while it moved a stale lock out of the way.
    if (name.startsWith(`${lockName}.`)) removeFile(`${outDir}/${name}`);
  }
  const meshes = new Set(entries.map(({ name }) => meshOfHidden(name)).filter((name) => name !== undefined));
  for (const mesh of meshes) recoverMesh(outDir, mesh);
}

function recoverMesh(outDir: string, mesh: string): void {
  const { current, next, previous } = meshPaths(outDir, mesh);
  if (lstat(previous) !== undefined) {
    if (lstat(current) === undefined) {
      rename(previous, current);
    } else if (lstat(next) === undefined) {
      rename(previous, next);
    } else {
      throw InputError.of(`${current}: made anew after meshstep was stopped while replacing it`, {
        hint: `the folder from before is ${previous}: take from it what you need, remove it, then run again`,
      });
    }
  }
  removeTree(next);
}
