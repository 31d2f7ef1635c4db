import { posix } from "node:path";
import { grouped } from "../../basics/grouped";
import type { KubernetesObject } from "../../mesh/mesh";
import { identity } from "../../objects/kubernetes-object";
import { listAt } from "../../objects/object-paths";
import type { CheckedObject } from "../../rules/rule";
import type { FileObject } from "../objects/file-object";
import type { KustomizationFile } from "./file";

/** What leaves names, namespaces and the number of objects as they are. */
const harmless =
  /^(apiVersion|kind|metadata|resources|bases|labels|common(Labels|Annotations)|images|replicas|sortOptions)$/;

/**
 * Whether two objects are one object twice among the resources of one kustomization: kustomize refuses that before any patch. Another
 * version of its API counts as another object.
 */
export function clashesIn(
  files: readonly KustomizationFile[],
  written: readonly FileObject[],
): (a: CheckedObject, b: CheckedObject) => boolean {
  let known: readonly ReadonlyMap<string, readonly FileObject[]>[] | undefined;
  return (a, b) => {
    if (a.file === undefined || b.file === undefined || a.object.apiVersion !== b.object.apiVersion) return false;
    known ??= accumulated(files, written);
    const { file } = b;
    return known.some((its) =>
      keysOf(a.object).some((key) => {
        const twins = its.get(key) ?? [];
        const others = twins.filter((one) => one.file === a.file);
        return a.file === file ? others.length > 1 : others.length > 0 && twins.some((one) => one.file === file);
      }),
    );
  };
}

/** Of each kustomization what its resources hold, by what kustomize tells apart. */
function accumulated(
  files: readonly KustomizationFile[],
  written: readonly FileObject[],
): readonly ReadonlyMap<string, readonly FileObject[]>[] {
  const folders = new Map(files.filter(isWhole).map((one) => [one.folder, one]));
  const byFile = grouped(written, ({ file }) => file);
  return [...folders.values()].map((one) => {
    const held = [...filesOf(one, folders)].flatMap((file) => byFile.get(file) ?? []);
    return grouped(held, ({ object }) => keyOf(object));
  });
}

/** The files that a kustomization takes as they are: its own, and those of folders that change neither names nor namespaces. */
function filesOf(top: KustomizationFile, folders: ReadonlyMap<string, KustomizationFile>): ReadonlySet<string> {
  const taken = new Set([top]);
  const found = new Set<string>();
  for (const { folder, source } of taken) {
    for (const entry of ["resources", "bases"].flatMap((list) => listAt(source.value, list))) {
      const path = posix.resolve(folder, String(entry));
      const below = folders.get(path);
      if (!below) found.add(path);
      else if (Object.keys(Object(below.source.value)).every((key) => harmless.test(key))) taken.add(below);
    }
  }
  return found;
}

/** Components add to what another one has. */
function isWhole({ source: { value } }: KustomizationFile): boolean {
  return (Object(value) as { readonly kind?: unknown }).kind !== "Component";
}

function keyOf(object: KubernetesObject): string {
  return `${object.apiVersion} ${identity(object)}`;
}

/** As it is applied, and as it may be written: the kustomization says the namespace of those that name none. */
function keysOf(object: KubernetesObject): readonly string[] {
  const { namespace, ...metadata } = object.metadata;
  return namespace === undefined ? [keyOf(object)] : [keyOf(object), keyOf({ ...object, metadata })];
}
