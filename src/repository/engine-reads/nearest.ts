import { posix } from "node:path";
import type { FileObject } from "../objects/file-object";

/** Of objects of one name, those of the cluster that another one is of: what stands in its own folder, or nearest to that, is not another's. */
export function nearestTo({ file }: FileObject, same: readonly FileObject[]): readonly FileObject[] {
  if (same.length < 2) return same;
  const depth = (other: FileObject) => {
    let folder = posix.dirname(file);
    while (folder !== "/" && !other.file.startsWith(`${folder}/`)) folder = posix.dirname(folder);
    return folder.length;
  };
  const deepest = Math.max(...same.map(depth));
  return same.filter((other) => depth(other) === deepest);
}
