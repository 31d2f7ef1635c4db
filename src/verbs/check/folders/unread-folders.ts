import { posix, resolve } from "node:path";
import { oncePerText } from "../../../basics/once-per";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import { reach } from "../../../repository/kustomizations/kustomization-files";
import type { FileObject } from "../../../repository/objects/file-object";
import { excludedBySets } from "../../../repository/readers/excluded-folders";
import { findReaders } from "../../../rules/engines/readers";
import { fewOf } from "../../../rules/rule";
import { isNeverApplied } from "./aside-names";

/** Where objects were read from. */
export interface ReadFrom {
  readonly paths: readonly string[];
  readonly cwd: string;
}

/** What is looked at of a repository, as somebody may apply it. */
export interface LookedAt {
  readonly objects: readonly FileObject[];
  readonly kustomizations: readonly KustomizationFile[];
  /** What is left out. */
  readonly unread: ReadonlySet<FileObject>;
  readonly notes: readonly string[];
}

/**
 * Leaves out folders that nobody applies and nobody means to: those that an ApplicationSet excludes by name, and those of examples and of what is switched off, where
 * Applications or Kustomizations read others. Whatever is wrong there hurts no mesh.
 * @param isNew whether a folder was not excluded before: that it is now is the step which is judged
 */
export function withoutUnread(
  { objects, kustomizations }: Pick<LookedAt, "objects" | "kustomizations">,
  { paths, cwd }: ReadFrom,
  isNew: (folder: string) => boolean,
): LookedAt {
  const all: LookedAt = { objects, kustomizations, unread: new Set(), notes: [] };
  const isExcluded = excludedBySets(objects);
  const roots = paths.filter((path) => path !== "-").map((path) => resolve(cwd, path));
  const isMeant = oncePerText(
    (folder) => (isExcluded(folder) && !isNew(folder)) || roots.some((root) => isNeverApplied(folder, root)),
  );
  const beside = kustomizations.filter(({ folder }) => isMeant(folder));
  if (beside.length === 0 && !objects.some(({ file }) => isMeant(posix.dirname(file)))) return all;
  const readers = findReaders(
    objects,
    kustomizations.map(({ folder }) => folder),
  );
  const read = readers.flatMap((one) => one.folders);
  // Without them all is for people, who may apply it.
  if (read.length === 0) return all;
  const folders = new Map(kustomizations.map((one) => [one.folder, one]));
  const isRead = (folder: string) => read.some((one) => folder === one || folder.startsWith(`${one}/`));
  const building = kustomizations.filter((one) => !beside.includes(one) || isRead(one.folder));
  const built = new Set(
    building.flatMap((one) => reach(one, folders)).flatMap(({ folder, named }) => [folder, ...named]),
  );
  const isUnread = (path: string, folder: string) => isMeant(folder) && !isRead(folder) && !built.has(path);
  const left = objects.filter(({ file }) => isUnread(file, posix.dirname(file)));
  const others = kustomizations.filter(({ folder }) => isUnread(folder, folder));
  if (left.length === 0 && others.length === 0) return all;
  const unread = new Set(left);
  const { shown, many } = fewOf([...left, ...others].map((one) => posix.dirname(one.shown)));
  return {
    objects: objects.filter((one) => !unread.has(one)),
    kustomizations: kustomizations.filter((one) => !others.includes(one)),
    unread,
    notes: [`not judged: ${shown}: nobody here applies ${many ? "them" : "it"}`],
  };
}
