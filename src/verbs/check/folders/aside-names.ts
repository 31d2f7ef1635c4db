import { posix } from "node:path";

/** Folders whose files are there to be looked at, or wait for somebody. */
const besideApplied =
  /^\.?_?(examples?|samples?|demos?|docs?|tests?|fixtures|archived?|old|unused|disabled|optional|snippets)$/i;

/** Of these, those that are called so wherever they stand: others may be of an environment, or of people who apply them by hand. */
const never =
  /^\.?_?(examples?|samples?|docs?|documentation|archived?|archives?|attic|backups?|unused|disabled|deprecated|obsolete|snippets|fixtures|testdata)$/i;

/** Whether a file below a folder of an Application lies where nobody means it to be applied. */
export function isAside(file: string, folder: string): boolean {
  return partsOf(file, folder).some((part) => besideApplied.test(part));
}

/** The same of a folder of a repository that nobody reads. */
export function isNeverApplied(folder: string, root: string): boolean {
  return partsOf(`${folder}/-`, root).some((part) => never.test(part));
}

function partsOf(file: string, folder: string): readonly string[] {
  const way = posix.relative(folder, posix.dirname(file));
  return way.startsWith("..") ? [] : way.split("/");
}
