import { posix } from "node:path";
import { identity } from "../../../objects/kubernetes-object";
import { isPart, isPartOrOperator } from "../../../repository/charts/mesh-charts";
import type { Building } from "../../../repository/kustomizations/buildings";
import type { FileObject } from "../../../repository/objects/file-object";
import { phaseAbove } from "../../../repository/objects/own-output";
import type { Readings } from "../../../repository/readers/readings";
import { sameCluster } from "../../../rules/engines/readers";
import type { Reader } from "../../../rules/rule";
import type { Applied } from "../applied/applied";
import { namesakeOf, namesOf, namesOfReader, type StateNames } from "./state-names";

/** What of two states has to be looked at cluster by cluster, so that the two can be compared. */
export interface StepOverlays {
  /** Overlays and engine's objects that change a part of a mesh in one state, or read another folder in the other. */
  readonly names: ReadonlySet<string>;
  /** The folders, from where a state begins, that some of these read in one state and not in the other. */
  readonly ends: ReadonlySet<string>;
}

/** A state as it was read, and the folder that it begins at. */
interface Side {
  readonly applied: Applied;
  readonly root: string;
}

/** Undefined where one mesh becomes one. */
export function overlaysOfStep(was: Side, is: Side): StepOverlays | undefined {
  const ends = new Set([...movedFolders(was, is)]);
  const names = new Set([was, is].flatMap((side) => [...changing(side), ...readingAny(side, ends)].flat()));
  return names.size > 0 ? { names, ends } : undefined;
}

/** Those that change a part of a mesh. */
function changing({ applied, root }: Side): readonly StateNames[] {
  return applied.changes.flatMap(({ of, top }) => ([...of.keys()].some(isPartOrOperator) ? [namesOf(top, root)] : []));
}

/** Who reads another folder after a step than before it, where a part of a mesh is in one of the two. */
function movedFolders(was: Side, is: Side): readonly string[] {
  const [olds, news] = [readersIn(was), readersIn(is)];
  return news.flatMap((one) => {
    const old = namesakeOf(one, olds, news);
    if (!old || old.folders.length === 0 || one.folders.length === 0) return [];
    const moved = [
      ...one.folders.filter((folder) => !old.folders.includes(folder)),
      ...old.folders.filter((folder) => !one.folders.includes(folder)),
    ];
    const isOfMesh = appliesParts(was, old.reader) || appliesParts(is, one.reader);
    return isOfMesh && moved.some((folder) => one.folders.includes(folder)) ? moved : [];
  });
}

function appliesParts({ applied: { objects, readings } }: Side, reader: Reader): boolean {
  return objects.some((one) => isPart(one) && readings.readBy(one).includes(reader));
}

function readingAny(side: Side, ends: ReadonlySet<string>): readonly StateNames[] {
  return readersIn(side).flatMap(({ names, folders }) => (folders.some((folder) => ends.has(folder)) ? [names] : []));
}

function readersIn({ applied, root }: Side) {
  return applied.readings.readers.map((reader) => ({
    reader,
    names: namesOfReader(reader, root),
    folders: reader.folders.map((folder) => posix.relative(root, folder)),
  }));
}

/** What of the folders that engines go to or leave in a step is not what the cluster of an overlay gets. */
interface Idle {
  /** It is not applied there. */
  readonly isIdle: (one: FileObject) => boolean;
  /** It was, and nothing has come in its place: it may still be there, and whoever left it is asked after it. */
  readonly isLeft: (one: FileObject) => boolean;
}

/**
 * What the cluster of an overlay does not get of such folders, by the overlay.
 * @param ends from where the state begins
 */
export function idleIn(
  { objects, readings, root }: Seen,
  ends: ReadonlySet<string>,
  isAfter: boolean,
): (top: Building) => Idle {
  const folders = [...ends].map((end) => posix.join(root, end));
  const wide = folders.flatMap((folder) => phaseAbove(folder) ?? []).map((phase) => posix.dirname(phase));
  const isIn = (some: readonly string[], { file }: FileObject) => some.some((folder) => file.startsWith(`${folder}/`));
  const concerned = objects.filter((one) => isIn([...folders, ...wide], one));
  return ({ reader, names, file }) => {
    if (!reader || concerned.length === 0) return { isIdle: () => false, isLeft: () => false };
    const has = new Set(objects.flatMap((one) => (names.has(one.file) ? [identity(one.object)] : [])));
    const isRead = (one: FileObject) =>
      readings.readBy(one).some((it) => it !== reader && sameCluster(it, reader) === true);
    // The other parts of its phase are applied with it, by whom ever.
    const phase = phaseAbove(file.folder);
    const isBeside = (one: FileObject) => phase !== undefined && isIn([phase], one);
    const away = concerned.filter((one) => !names.has(one.file) && !isRead(one) && !isBeside(one));
    const left = new Set(away.filter((one) => isAfter && isIn(folders, one) && !has.has(identity(one.object))));
    const idle = new Set(away.filter((one) => !left.has(one)));
    return { isIdle: (one) => idle.has(one), isLeft: (one) => left.has(one) };
  };
}

/** A state that was read. */
interface Seen {
  readonly objects: readonly FileObject[];
  readonly readings: Pick<Readings, "readBy">;
  readonly root: string;
}

/** Whether an overlay that nobody reads lies in such a folder, or above one of them: whoever reads the folder is asked instead. */
export function isOfEnds({ reader, file }: Building, ends: ReadonlySet<string>, root: string): boolean {
  const own = `${posix.relative(root, file.folder)}/`;
  return !reader && [...ends].some((end) => own.startsWith(`${end}/`) || `${end}/`.startsWith(own));
}
