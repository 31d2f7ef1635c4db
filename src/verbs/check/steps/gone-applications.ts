import { posix } from "node:path";
import { grouped } from "../../../basics/grouped";
import type { Finding } from "../../../findings/finding";
import { protectedKind } from "../../../mesh/protected-kinds";
import { identity, kindOf } from "../../../objects/kubernetes-object";
import { textAt } from "../../../objects/object-paths";
import { isFolder } from "../../../repository/engine-reads/paths";
import type { FileObject } from "../../../repository/objects/file-object";
import { applicationsOf } from "../../../rules/engines/application-sets";
import { listedElements, makesOthers, mayDelete } from "../../../rules/engines/dropped-elements";
import { isLeft, takesAlong } from "../../../rules/engines/gone-owners";
import { sameCluster } from "../../../rules/engines/readers";
import { isOpen } from "../../../rules/engines/set-templates";
import { about, type CheckedObject, inShort, type Reader } from "../../../rules/rule";
import { filesBelow } from "../../../source/folder-files";
import type { FolderState } from "./dropped";

/**
 * Applications that an ApplicationSet made of a folder and makes no more after a step, as its generator passes the folder by, or that is gone
 * (DEL013). What no other Application has of the same names is said by the objects themselves.
 */
export function goneApplications(was: FolderState, is: FolderState): readonly Finding[] {
  const names = new Set(namesIn(is));
  const sets = grouped(is.applied.objects.filter(isSet), ({ object }) => identity(object));
  const seen = new Set<string>();
  return was.applied.readings.readers.flatMap((reader) => {
    const name = reader.made?.application ?? "";
    const [after, second] = sets.get(identity(reader.by.object)) ?? [];
    if (name === "" || isOpen(name) || names.has(name) || seen.has(name) || !after || second) return [];
    if (!mayDelete(after) || isOtherwise(reader, after)) return [];
    const reason = whyGone(was, is, reader, after);
    const lost = reason === undefined ? [] : lostWith(was, is, reader);
    if (reason === undefined || lost.length === 0) return [];
    seen.add(name);
    return [said(after, { name, reason, lost })];
  });
}

function isSet({ object }: FileObject): boolean {
  return kindOf(object) === "argoproj.io/ApplicationSet";
}

function namesIn({ applied: { objects, readings } }: FolderState): readonly string[] {
  return [
    ...readings.readers.flatMap(({ made }) => made?.application ?? []),
    ...objects.flatMap(({ object }) => (kindOf(object) === "argoproj.io/Application" ? [object.metadata.name] : [])),
  ];
}

/** Whether the Applications have another name, come from elsewhere as well, or are those of a list, of which others speak. */
function isOtherwise({ by, made }: Reader, after: CheckedObject): boolean {
  const name = (one: CheckedObject) => textAt(one.object, "spec", "template", "metadata", "name");
  const isListed = made?.at !== undefined && listedElements(by).length > 0;
  return name(by) !== name(after) || makesOthers(by, after) || isListed;
}

/** Nobody knows what a folder makes that is there, and of which nothing was read. */
function whyGone(was: FolderState, is: FolderState, reader: Reader, after: FileObject): string | undefined {
  const inside = reader.folders.map((folder) => posix.relative(was.root, folder));
  if (inside.length === 0 || inside.some((path) => path.startsWith(".."))) return undefined;
  const folders = new Set(
    was.applied.readings.readers
      .flatMap((one) => one.folders)
      .flatMap((folder) => above(posix.join(is.root, posix.relative(was.root, folder)))),
  );
  const wouldMake = applicationsOf(after.object, { home: posix.dirname(after.file), folders, filesIn: after.filesIn });
  if (!wouldMake.some(({ made }) => made.application === reader.made?.application))
    return `its generators pass by ${inside.join(" and ")}`;
  return inside.some((path) => hasFiles(posix.join(is.root, path))) ? undefined : `${inside.join(" and ")} is gone`;
}

/** Git has no empty folders. */
function hasFiles(folder: string): boolean {
  return isFolder(folder) && !filesBelow(folder, folder, /./).next().done;
}

function above(folder: string): readonly string[] {
  const up = posix.dirname(folder);
  return up === folder ? [folder] : [folder, ...above(up)];
}

/** What of it others have of the same names still, so that nothing else tells of it. */
function lostWith(was: FolderState, is: FolderState, reader: Reader): readonly Lost[] {
  const earlier = new Set(namesIn(was));
  const there = grouped(is.applied.objects, ({ object }) => identity(object));
  const isNew = (one: Reader) => !earlier.has(nameOf(one));
  return was.applied.objects.flatMap((one) => {
    if (!protectedKind(one.object) || !was.applied.readings.readBy(one).includes(reader)) return [];
    const readers = (there.get(identity(one.object)) ?? []).flatMap((it) => is.applied.readings.readBy(it));
    const heir = readers.find((it) => isNew(it) && sameCluster(it, reader) !== false);
    const isKept = !takesAlong(reader.by) || isLeft(reader.by, one);
    // What stays, and gets another owner, goes over as it should.
    return readers.length === 0 || (isKept && heir) ? [] : [{ one, isKept, ...(heir && { heir: nameOf(heir) }) }];
  });
}

interface Lost {
  readonly one: FileObject;
  /** Whether it stays in the cluster. */
  readonly isKept: boolean;
  /** The Application that applies it after the step. */
  readonly heir?: string;
}

function nameOf({ made, by }: Reader): string {
  return made?.application ?? by.object.metadata.name;
}

interface Gone {
  readonly name: string;
  readonly reason: string;
  readonly lost: readonly Lost[];
}

function said(after: FileObject, { name, reason, lost }: Gone): Finding {
  const deleted = lost.filter(({ isKept }) => !isKept);
  const isKept = deleted.length === 0;
  const names = inShort((isKept ? lost : deleted).map(({ one }) => one)).names;
  const heir = deleted.find((one) => one.heir !== undefined)?.heir;
  const late =
    heir === undefined ? "" : `, although Application ${heir} applies it after this step: that may come too late`;
  const result = isKept
    ? `the controller deletes it and leaves ${names} in the cluster, where nobody looks after that`
    : `the controller deletes it, and with it what it has applied, ${names}${late}`;
  return about("DEL013", after, {
    at: ["spec", "generators"],
    ...(isKept && { severity: "warning" }),
    message: `it makes no Application ${name} after this step, as ${reason}: ${result}`,
    hint: isKept
      ? "When that is to go, delete by hand what stays; when it is to stay, let something apply it."
      : "Let the generator find the folder. Where only the Application is to go: syncPolicy.preserveResourcesOnDeletion: true, a step before.",
  });
}
