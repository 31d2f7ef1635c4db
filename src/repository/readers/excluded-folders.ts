import { posix } from "node:path";
import { oncePerText } from "../../basics/once-per";
import { kindOf } from "../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { matchesDirectory } from "../../rules/engines/set-elements";
import type { FileObject } from "../objects/file-object";

/** Folders that an ApplicationSet takes by a pattern and leaves out by another one, and all below them. */
export function excludedBySets(objects: readonly FileObject[]): (folder: string) => boolean {
  const sets = objects.flatMap(({ object, file }) => {
    if (kindOf(object) !== "argoproj.io/ApplicationSet") return [];
    const generators = listAt(object, "spec", "generators").flatMap(directoriesOf);
    return generators.some((entries) => entries.some(isExcluding)) ? [{ home: posix.dirname(file), generators }] : [];
  });
  const isExcluded = oncePerText((folder: string): boolean => {
    const above = posix.dirname(folder);
    const isItself = sets.some(({ home, generators }) =>
      foldersUpTo(home).some((root) => generators.some((entries) => leavesOut(entries, posix.relative(root, folder)))),
    );
    return isItself || (above !== folder && isExcluded(above));
  });
  return sets.length === 0 ? () => false : isExcluded;
}

/** The lists of directories of a generator, and of those that it combines. */
function directoriesOf(generator: unknown): readonly (readonly unknown[])[] {
  const inner = ["matrix", "merge"].flatMap((key) => listAt(generator, key, "generators"));
  const own = listAt(generator, "git", "directories");
  return [...(own.length > 0 ? [own] : []), ...inner.flatMap(directoriesOf)];
}

function isExcluding(entry: unknown): boolean {
  return valueAt(entry, "exclude") === true;
}

function leavesOut(entries: readonly unknown[], path: string): boolean {
  const hits = entries.filter((entry) => matchesDirectory(path, textAt(entry, "path") ?? ""));
  return hits.some(isExcluding) && !hits.every(isExcluding);
}

/** Any folder above a set may be the one that its repository begins with. */
function foldersUpTo(home: string): readonly string[] {
  const above = posix.dirname(home);
  return above === home ? [home] : [home, ...foldersUpTo(above)];
}
