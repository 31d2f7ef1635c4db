import { posix } from "node:path";
import { sameCluster } from "../../rules/engines/readers";
import type { Reader } from "../../rules/rule";
import type { Building } from "../kustomizations/buildings";
import { arePerCluster, areVariants } from "../objects/cluster-folders";
import type { FileObject } from "../objects/file-object";
import type { Readings } from "./readings";

/** Whether two objects are seen to be applied to one cluster: they are of one mesh, wherever they stand. */
export type OfOneCluster = (a: FileObject, b: FileObject) => boolean;

/**
 * Two that two engines' objects apply to one cluster. Folders of stages, and a folder and a variant of it, stay two meshes: whoever has
 * an Application for each of them has one in each cluster, perhaps.
 */
export function ofOneCluster(built: readonly Building[], { readBy }: Pick<Readings, "readBy">): OfOneCluster {
  const folders = new Map(built.map((one) => [one.file.folder, one]));
  // What stands below the folder of a reader is not all that it applies.
  const isApplied = (one: FileObject, { folders: read }: Reader) =>
    read.some((folder) => folders.get(folder)?.names.has(one.file) ?? posix.dirname(one.file) === folder);
  const appliers = (one: FileObject) => readBy(one).filter((reader) => isApplied(one, reader));
  return (a, b) => {
    if (arePerCluster(a.file, b.file) || areVariants(a.file, b.file)) return false;
    const others = appliers(b);
    return appliers(a).some((one) => others.some((other) => one.by !== other.by && sameCluster(one, other) === true));
  };
}
