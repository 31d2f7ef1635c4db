import { posix } from "node:path";
import { apiGroup, identity } from "../../objects/kubernetes-object";
import type { FileObject } from "./read-objects";

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
 */
export function splitMeshes(objects: readonly FileObject[], label = "", within = ""): readonly MeshObjects[] {
  const folder = commonFolder(objects);
  if (folder === undefined) return [{ label, folder: within, objects }];
  const members = new Set(objects.filter(isSail).flatMap((one) => memberName(one, folder) ?? []));
  // Outside of the folder, or in a part of it that has no Sail object.
  const shared = objects.filter((one) => !members.has(memberName(one, folder) ?? ""));
  return [...members].sort().flatMap((name) => {
    const own = objects.filter((one) => memberName(one, folder) === name);
    return splitMeshes([...own, ...shared], labelOf(own[0], folder, name), posix.join(folder, name));
  });
}

/** The highest folder below which two files hold the same Sail object. */
function commonFolder(objects: readonly FileObject[]): string | undefined {
  const first = new Map<string, string>();
  let folder: string | undefined;
  for (const one of objects) {
    if (!isSail(one)) continue;
    const id = identity(one.object);
    const other = first.get(id) ?? one.file;
    first.set(id, other);
    if (other === one.file) continue;
    const common = commonPath(other, one.file);
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

/** Whether an object is one of the Sail Operator's kinds. */
export function isSail({ object }: FileObject): boolean {
  return apiGroup(object) === "sailoperator.io";
}
