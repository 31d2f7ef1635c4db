import { posix } from "node:path";
import { grouped } from "../../../basics/grouped";
import type { Finding } from "../../../findings/finding";
import { identity, kindOf } from "../../../objects/kubernetes-object";
import { textAt, valueAt } from "../../../objects/object-paths";
import type { FileObject } from "../../../repository/objects/file-object";
import { type Directory, directoriesOf, isUnit, whyLeftOut } from "../../../repository/readers/directories";
import { prunesByItself } from "../../../rules/engines/prunes";
import { about, inShort, type Reader } from "../../../rules/rule";
import { openSets } from "../folders/unseen-sets";
import { type FolderState, isMissed } from "./dropped";

/**
 * What an Application has read of a folder of plain manifests, and after a step leaves out by its patterns, or as it does not go, or no
 * longer goes, into the folder below where that stands (DEL013): where it prunes, it deletes that.
 */
export function narrowedDirectories(was: FolderState, is: FolderState): readonly Finding[] {
  const before = directoriesIn(was);
  const open = openSets(is.applied.objects, is.applied.readings);
  return [...directoriesIn(is)].flatMap(([key, directory]) => {
    const earlier = before.get(key);
    if (!earlier || !prunesByItself(directory.by) || open(directory.path)) return [];
    const read = new Set(
      objectsIn(was, earlier)
        .filter((one) => !why(one, earlier))
        .map(({ object }) => identity(object)),
    );
    const there = grouped(is.applied.objects, ({ object }) => identity(object));
    const gone = objectsIn(is, directory).filter(
      (one) =>
        isMissed(one) &&
        why(one, directory) !== undefined &&
        !isUnit(one.file, directory.folder) &&
        !is.applied.built.some(({ names }) => names.has(one.file)) &&
        read.has(identity(one.object)) &&
        there.get(identity(one.object))?.length === 1 &&
        !isReadByOthers(is, directory, one),
    );
    const [first] = gone;
    const reason = first && why(first, directory);
    if (reason === undefined) return [];
    const { at, by } = directory;
    const what = {
      recurse: "it goes into no folders below",
      exclude: `directory.exclude is ${textAt(by.object, ...at, "directory", "exclude")}`,
      include: `directory.include is ${textAt(by.object, ...at, "directory", "include")}`,
    }[reason];
    return [
      about("DEL013", by, {
        at: reason === "recurse" ? [...at, "path"] : [...at, "directory", reason],
        message: `Application ${by.object.metadata.name} reads less than before (${what}): it deletes ${inShort(gone).names}, which it has applied`,
        hint: "Keep them from being pruned a step before, or let it read them.",
      }),
    ];
  });
}

interface ReadDirectory extends Directory {
  readonly path: string;
}

/** By the Application and where its path leads. */
function directoriesIn({ applied, root }: FolderState): ReadonlyMap<string, ReadDirectory> {
  return new Map(
    applied.readings.readers.filter(isApplication).flatMap((reader) =>
      directoriesOf(reader).map((one) => {
        const path = posix.relative(root, one.folder);
        return [`${identity(one.by.object)} ${path}`, { ...one, path: textAt(one.by.object, ...one.at, "path") ?? "" }];
      }),
    ),
  );
}

function isApplication({ by }: Reader): boolean {
  return kindOf(by.object) === "argoproj.io/Application";
}

function objectsIn({ applied }: FolderState, { folder }: Directory): readonly FileObject[] {
  return applied.objects.filter(({ file }) => file.startsWith(`${folder}/`));
}

function why(one: FileObject, { folder, by, at }: Directory) {
  return whyLeftOut(one, folder, valueAt(by.object, ...at, "directory"));
}

/** Whether somebody else has a folder above the file, or the Application another source there. */
function isReadByOthers({ applied }: FolderState, { folder, by }: Directory, { file }: FileObject): boolean {
  return applied.readings.readers.some(({ by: other, folders }) =>
    folders.some((it) => file.startsWith(`${it}/`) && (other !== by || it !== folder)),
  );
}
