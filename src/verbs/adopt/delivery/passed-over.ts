import { relative } from "node:path";
import { oncePerText } from "../../../basics/once-per";
import { valueAt } from "../../../objects/object-paths";
import { isFile, isKustomization } from "../../../repository/engine-reads/paths";
import { directoriesOf, isToolFile, isUnit, whyLeftOut } from "../../../repository/readers/directories";
import type { Reader } from "../../../rules/rule";
import { buildingsIn, type Origin } from "../input/origin";

/** Tells which readers of the folders around a file leave it out: what they apply under the names in it stands elsewhere. */
export function passedOver({ io }: Origin): (file: string) => (by: Reader) => boolean {
  // A folder of thousands of files is built once.
  const namesOf = oncePerText((folder) => {
    const built = buildingsIn({ inputs: [relative(io.cwd, folder) || "."], folders: new Map(), io });
    return built.find((one) => one.file.folder === folder)?.names;
  });
  return (file) => {
    // What was built stands in the file that tells how.
    if (!isFile(file) || isToolFile(file)) return () => false;
    const isInside = (folder: string) => file.startsWith(`${folder}/`) && !isUnit(file, folder);
    // One that cannot be read here may list it.
    const isUnlisted = (folder: string) =>
      isInside(folder) && isKustomization(folder) && namesOf(folder)?.has(file) === false;
    return (by) =>
      by.folders.some(isUnlisted) ||
      directoriesOf(by).some(
        ({ folder, at }) =>
          isInside(folder) && whyLeftOut({ file }, folder, valueAt(by.by.object, ...at, "directory")) !== undefined,
      );
  };
}
