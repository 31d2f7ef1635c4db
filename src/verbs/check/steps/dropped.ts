import { posix } from "node:path";
import { grouped } from "../../../basics/grouped";
import { type Finding, finding } from "../../../findings/finding";
import { protectedKind } from "../../../mesh/protected-kinds";
import { identity, kindOf, objectId } from "../../../objects/kubernetes-object";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";
import { isTracked } from "../../../rules/changed";
import { outlivesItsManifest } from "../../../rules/engines/protection";
import { readsUnseen } from "../../../rules/engines/readers";
import { comesAndGoes, isBookkeeping, isLetGo } from "../../../rules/objects";
import { inShort } from "../../../rules/rule";
import { isWaypoint } from "../../../rules/waypoints";
import type { Applied } from "../applied/applied";

/** A state, and the folder that it begins at: of two states the rest of a path tells what is the same. */
export interface FolderState {
  readonly applied: Applied;
  readonly root: string;
}

/**
 * What kustomizations listed before a step and no longer list, while it is still there (KUS001): nobody builds it any more, and whoever
 * applies the rest deletes it, as if its files were gone.
 */
export function droppedFromLists(was: FolderState, is: FolderState): readonly Finding[] {
  return [...droppedFiles(was, is), ...droppedFolders(was, is)];
}

function droppedFiles(was: FolderState, is: FolderState): readonly Finding[] {
  const isLeft = leftOut(is.applied);
  const left = is.applied.objects.filter(isLeft);
  if (left.length === 0) return [];
  const wasLeft = leftOut(was.applied);
  const before = new Set(was.applied.objects.filter((one) => !wasLeft(one)).map((one) => keyIn(was, one)));
  const built = new Set(is.applied.objects.filter((one) => !isLeft(one)).map(({ object }) => identity(object)));
  const made = asBuilt(was);
  const applied = (one: FileObject) => made.get(keyIn(is, one)) ?? one;
  const isLoss = (one: FileObject) => isMissed(one) || isOrphaned(one);
  const gone = left.filter(
    (one) => before.has(keyIn(is, one)) && !built.has(identity(one.object)) && isLoss(applied(one)),
  );
  return [...grouped(gone, ({ file }) => file)].flatMap(([file, ones]) => {
    const owner = is.applied.kustomizations.find(({ folder }) => folder === posix.dirname(file));
    // What the file begins with, as where it is said of that state alone.
    const first = left.find((one) => one.file === file);
    if (!owner || !first) return [];
    const message = `${posix.basename(file)} falls out of ${owner.shown}: ${deleted(ones.map(applied))}`;
    const place = first.locate && { place: first.locate([]) };
    return [finding("KUS001", { object: objectId(first.object), message, ...place })];
  });
}

/** The objects of a state as kustomizations build them: what keeps one from an engine may be theirs to say; where two differ, either may be applied. */
function asBuilt(was: FolderState): ReadonlyMap<string, FileObject> {
  const { written, changes } = was.applied;
  return new Map(
    written.flatMap((one) => {
      const built = changes.flatMap(({ top, of }) => (top.names.has(one.file) ? (of.get(one) ?? one) : []));
      const open = built.find(isMissed) ?? built[0];
      return open ? [[keyIn(was, one), open] as const] : [];
    }),
  );
}

function deleted(all: readonly FileObject[]): string {
  const ones = all.filter(isMissed);
  if (ones.length === 0)
    return `the annotations of ${inShort(all).names} keep that in the cluster, where nobody looks after it, as if the file were gone`;
  return `whoever applies the rest deletes ${inShort(ones).names}, as if the file were gone`;
}

/** Of a file beside a kustomization that does not name it, nobody builds anything. */
function leftOut({ kustomizations }: Applied): (one: FileObject) => boolean {
  const named = new Set(kustomizations.flatMap((one) => [...one.named]));
  const folders = new Map(kustomizations.map((one) => [one.folder, one]));
  return ({ file }) => folders.get(posix.dirname(file))?.hasList === true && !named.has(file);
}

function keyIn({ root }: FolderState, { file, object }: FileObject): string {
  return `${posix.relative(root, file)} ${identity(object)}`;
}

/** What goes and nobody asks after, or nothing deletes. */
export function isMissed(one: FileObject): boolean {
  const { object } = one;
  return (
    isTracked(one) &&
    !isBookkeeping(object) &&
    !isLetGo(object) &&
    !comesAndGoes(object) &&
    !outlivesItsManifest(object)
  );
}

/** A part of the mesh or a waypoint that nothing deletes: it goes on as it is, and no change of it arrives any more. */
function isOrphaned(one: FileObject): boolean {
  const { object } = one;
  const isOfMesh = protectedKind(object)?.role === "mesh" || (kindOf(object) === gateway && isWaypoint(one));
  return isOfMesh && !isLetGo(object) && outlivesItsManifest(object);
}

const gateway = "gateway.networking.k8s.io/Gateway";

/** A folder with a kustomization of its own may have got somebody who applies it alone: said where it is known who applies what. */
function droppedFolders(was: FolderState, is: FolderState): readonly Finding[] {
  const { objects, readings } = is.applied;
  const { readers } = readings;
  if (readers.length === 0 || readsUnseen({ objects, ...readings })) return [];
  const read = new Set(readers.flatMap(({ folders }) => folders));
  const own = new Map(is.applied.built.map((one) => [posix.relative(is.root, one.file.folder), one]));
  const parents = parentsIn(was);
  return [...parentsIn(is)].flatMap(([folder, now]) => {
    const one = own.get(folder);
    if (!one || now.length > 0 || isReadAlone(one.file, read, own)) return [];
    const parent = (parents.get(folder) ?? [])
      .flatMap((it) => own.get(it)?.file ?? [])
      .find((it) => is.applied.built.some(({ file, reached }) => read.has(file.folder) && reached.includes(it)));
    if (!parent) return [];
    const gone = is.applied.objects.filter((it) => one.names.has(it.file) && (isMissed(it) || isOrphaned(it)));
    const others = new Set(
      is.applied.objects.filter((it) => !one.names.has(it.file)).map(({ object }) => identity(object)),
    );
    const missed = gone.filter(({ object }) => !others.has(identity(object)));
    if (missed.length === 0) return [];
    const message = `${posix.relative(parent.folder, one.file.folder)}/ falls out of resources: ${deleted(missed)}`;
    return [finding("KUS001", { message, place: parent.source.locate(["resources"]) })];
  });
}

/** The folders of kustomizations, each with those whose kustomizations name it. */
function parentsIn({ applied, root }: FolderState): ReadonlyMap<string, readonly string[]> {
  const name = ({ folder }: KustomizationFile) => posix.relative(root, folder);
  const below = new Set(applied.kustomizations.map(({ folder }) => folder));
  const parents = new Map<string, string[]>(applied.kustomizations.map((one) => [name(one), []]));
  for (const one of applied.kustomizations)
    for (const folder of one.named) if (below.has(folder)) parents.get(posix.relative(root, folder))?.push(name(one));
  return parents;
}

/** Whether somebody applies a folder, or all that stands in one above it that no kustomization keeps together. */
function isReadAlone(
  { folder }: KustomizationFile,
  read: ReadonlySet<string>,
  own: ReadonlyMap<string, { readonly file: KustomizationFile }>,
): boolean {
  const built = new Set([...own.values()].map(({ file }) => file.folder));
  return [...read].some(
    (one) => one === folder || one.startsWith(`${folder}/`) || (folder.startsWith(`${one}/`) && !built.has(one)),
  );
}
