import { posix } from "node:path";
import { grouped } from "../../basics/grouped";
import { identity } from "../../objects/kubernetes-object";
import type { FileObject } from "../objects/file-object";
import { isSail } from "../objects/read-objects";
import type { OfOneCluster } from "../readers/one-cluster";

/** Objects that are one state of one mesh. */
export interface MeshObjects {
  /** The folder, as the user would write it; empty for all that was given. */
  readonly label: string;
  /** The same as an absolute path; empty for all that was given. */
  readonly folder: string;
  readonly objects: readonly FileObject[];
}

/**
 * Takes a folder of several meshes apart: where a Sail object is there twice, the files below their common folder are different
 * meshes. Files without Sail objects (namespaces, routes) may belong to each of them.
 * @param isOne which of them are of one mesh all the same
 */
export function splitMeshes(
  objects: readonly FileObject[],
  isOne: OfOneCluster = () => false,
  label = "",
  within = "",
): readonly MeshObjects[] {
  const folder = commonFolder(objects, isOne);
  if (folder === undefined) return [{ label, folder: within, objects }];
  const memberOf = membersBelow(folder, objects);
  const members = new Set(objects.filter(isSail).flatMap((one) => memberOf(one) ?? []));
  // Outside of the folder, or in a part of it that has no Sail object.
  const shared = objects.filter((one) => !members.has(memberOf(one) ?? ""));
  return [...members].sort().flatMap((name) => {
    const own = objects.filter((one) => memberOf(one) === name);
    const shown = name === beside ? shownFolder(own[0]) : labelOf(own[0], folder, name);
    return splitMeshes([...own, ...shared], isOne, shown, posix.join(folder, name));
  });
}

/** All files that stand directly in a folder, as one mesh beside those of its folders. */
const beside = ".";

/**
 * To which mesh of a folder an object belongs: the folder or the file directly below that holds it. Files that have nothing twice among them are one mesh;
 * otherwise two of them are two meshes, and parts that are there once (a CNI, beside an Istio and its copy) belong to each.
 */
function membersBelow(folder: string, objects: readonly FileObject[]): (one: FileObject) => string | undefined {
  const isDirect = ({ file }: FileObject) => posix.dirname(file) === folder;
  const direct = objects.filter((one) => isSail(one) && isDirect(one));
  const twins = grouped(direct, ({ object }) => identity(object));
  const isTwin = ({ object }: FileObject) => new Set(twins.get(identity(object))?.map(({ file }) => file)).size > 1;
  const twinned = direct.filter(isTwin);
  const files = grouped(direct, ({ file }) => file);
  if (twinned.length === 0) return (one) => (files.has(one.file) ? beside : memberName(one, folder));
  const hasIstio = (some: readonly FileObject[]) => some.some(({ object }) => object.kind === "Istio");
  const isPart = (some: readonly FileObject[]) => !some.some(isTwin) && !(hasIstio(some) && hasIstio(twinned));
  const parts = new Set([...files].flatMap(([file, some]) => (isPart(some) ? [file] : [])));
  return (one) => (parts.has(one.file) ? undefined : memberName(one, folder));
}

/** The highest folder below which two files hold the same Sail object. */
function commonFolder(objects: readonly FileObject[], isOne: OfOneCluster): string | undefined {
  const first = new Map<string, FileObject>();
  let folder: string | undefined;
  for (const one of objects) {
    if (!isSail(one)) continue;
    const id = identity(one.object);
    const other = first.get(id) ?? one;
    first.set(id, other);
    if (other.file === one.file || isOne(other, one)) continue;
    const common = commonPath(other.file, one.file);
    if (folder === undefined || common.length < folder.length) folder = common;
  }
  return folder;
}

function commonPath(a: string, b: string): string {
  let folder = posix.dirname(a);
  while (!isBelow(b, folder)) folder = posix.dirname(folder);
  return folder;
}

function isBelow(file: string, folder: string): boolean {
  return file.startsWith(folder === "/" ? folder : `${folder}/`);
}

/** The file or folder directly below `folder` that holds an object; undefined when it stands elsewhere. */
function memberName({ file }: FileObject, folder: string): string | undefined {
  return isBelow(file, folder) ? file.slice(folder.length).split("/").filter(Boolean)[0] : undefined;
}

/** `clusters/east`, from `clusters/east/mesh/istio.yaml`. */
function labelOf(one: FileObject | undefined, folder: string, name: string): string {
  if (!one) return name;
  const inside = one.file.slice(folder.length).split("/").filter(Boolean).length - 1;
  return one.shown
    .split("/")
    .slice(0, inside ? -inside : undefined)
    .join("/");
}

function shownFolder(one: FileObject | undefined): string {
  return one ? posix.dirname(one.shown) : "";
}
