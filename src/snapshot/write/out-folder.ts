import { dirname } from "node:path";
import { InputError } from "../../findings/input-error";
import { errorCode, isFolder, makeFolder } from "./files";

/**
 * Whether the out folder is there.
 * @throws InputError when something else has its name
 */
export function outFolderExists(outDir: string): boolean {
  const folder = isFolder(outDir);
  if (folder === false) throw InputError.of(`${outDir}: is not a folder`, { hint: "give the output another folder" });
  return folder ?? false;
}

/**
 * Makes a folder and those above it that are missing; each one made is added to `made`, so that it can be removed again.
 * Not mkdir's own `recursive`: that never comes back where a folder cannot be made for good, below /proc for one.
 */
export function makeFolders(path: string, made: string[]): void {
  try {
    makeOne(path, made);
  } catch (error) {
    if (errorCode(error) !== "ENOENT" || dirname(path) === path) throw error;
    makeFolders(dirname(path), made);
    makeOne(path, made);
  }
}

function makeOne(path: string, made: string[]): void {
  if (isFolder(path)) return;
  makeFolder(path);
  made.push(path);
}
