import { posix } from "node:path";
import { valueAt } from "../../../objects/object-paths";
import { isFile, isKustomization } from "../../../repository/engine-reads/paths";
import { directoriesOf, isToolFile, isUnit, whyLeftOut } from "../../../repository/readers/directories";
import type { Reader } from "../../../rules/rule";
import type { Origin } from "../input/origin";
import { unlistedBy } from "../input/unlisted-files";

/** Tells which readers of the folders around a file or an overlay leave it out: what they apply under the names in it stands elsewhere. */
export function passedOver({ io }: Origin): (file: string) => (by: Reader) => boolean {
  const isUnlisted = unlistedBy(io);
  return (file) => {
    // What was built stands in the file that tells how.
    const built = isToolFile(file) ? posix.dirname(file) : file;
    if (isKustomization(built)) return (by) => by.folders.some((folder) => isUnlisted(built, folder));
    if (!isFile(file) || isToolFile(file)) return () => false;
    const isInside = (folder: string) => file.startsWith(`${folder}/`) && !isUnit(file, folder);
    return (by) =>
      by.folders.some((folder) => isUnlisted(file, folder)) ||
      directoriesOf(by).some(
        ({ folder, at }) =>
          isInside(folder) && whyLeftOut({ file }, folder, valueAt(by.by.object, ...at, "directory")) !== undefined,
      );
  };
}
