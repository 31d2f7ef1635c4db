import { resolve } from "node:path";
import { grouped } from "../../../../basics/grouped";
import { apiGroup, type KubernetesObject, objectId } from "../../../../objects/kubernetes-object";
import { textAt } from "../../../../objects/object-paths";
import { isChart, isKustomization } from "../../../../repository/engine-reads/paths";
import type { FileObject } from "../../../../repository/objects/file-object";
import { whyLeftOut } from "../../../../repository/readers/directories";
import { releaseNamespace } from "../../../../rules/charts/release-name";
import { destinationOf } from "../../../../rules/engines/destinations";
import type { ManifestIo } from "../../../../source/manifests";
import type { BuiltBy } from "../charts/hooks";
import type { Change } from "./changes";
import { type MadeNamespace, madeNamespaces } from "./made-namespaces";
import type { SeenEngines } from "./seen-engines";
import { objectsIn, ownOf, type Sources } from "./sources";

/** What engines bring beside what the sources say. */
export interface Brought {
  /** By source: the HelmReleases that install it. */
  readonly releases: ReadonlyMap<string, readonly KubernetesObject[]>;
  readonly namespaces: readonly MadeNamespace[];
  /** By source: who builds the chart that it was made from. */
  readonly charts: ReadonlyMap<string, BuiltBy>;
  /** By source: where those that apply it put what names no namespace. */
  readonly homes: ReadonlyMap<string, readonly Home[]>;
}

/** The namespace that Argo CD or Helm gives to objects that name none. */
export interface Home {
  readonly namespace: string;
  /** Who does. */
  readonly by: string;
  /** The command that prints what is applied. */
  readonly bring: string;
}

export function broughtIn(seen: SeenEngines, sources: Sources, io: ManifestIo): Brought {
  const owned = (change: Change) => ownOf(change.folder, sources, [], io.cwd);
  const installed = seen.changes.flatMap((change) =>
    change.by.object.kind === "HelmRelease" ? owned(change).map((file) => [file, change.by.object] as const) : [],
  );
  return {
    releases: byFile(installed),
    charts: chartsIn([...seen.changes, ...seen.open], sources, io.cwd),
    namespaces: namespacesIn(seen, sources, owned, io),
    homes: homesIn([...seen.changes, ...seen.open], sources, io.cwd),
  };
}

function chartsIn(changes: readonly Change[], { folders }: Sources, cwd: string): ReadonlyMap<string, BuiltBy> {
  const byArgo = new Set(changes.flatMap(({ by, folder }) => (by.object.kind === "HelmRelease" ? [] : [folder])));
  return new Map(
    [...folders].flatMap(([file, folder]) => {
      const path = resolve(cwd, folder);
      return isChart(path) && !isKustomization(path) ? [[file, byArgo.has(path) ? "argocd" : "helm"] as const] : [];
    }),
  );
}

function byFile<T>(found: readonly (readonly [file: string, one: T])[]): ReadonlyMap<string, readonly T[]> {
  return new Map([...grouped(found, ([file]) => file)].map(([file, all]) => [file, all.map(([, one]) => one)]));
}

function namespacesIn(
  { applications, changes }: SeenEngines,
  sources: Sources,
  owned: (change: Change) => readonly string[],
  io: ManifestIo,
): readonly MadeNamespace[] {
  const making = applications.filter(({ object }) => JSON.stringify(object).includes("managedNamespaceMetadata"));
  if (making.length === 0) return [];
  const files = new Set(sources.files);
  const isOf = (one: FileObject, { made }: Change) =>
    made?.file === one.file && made.object.metadata.name === one.object.metadata.name;
  // One around the inputs is of them where it applies something of them.
  const near = making.filter(
    (one) => files.has(one.shown) || changes.some((change) => isOf(one, change) && owned(change).length > 0),
  );
  const clusters = changes.flatMap((change) =>
    change.made && objectsIn(owned(change), sources, io).some(isSail)
      ? [destinationOf(change.made.object, ["spec"])]
      : [],
  );
  return madeNamespaces(near, new Set(clusters));
}

function homesIn(changes: readonly Change[], sources: Sources, cwd: string): Brought["homes"] {
  const read = [...new Set(changes.map(({ folder }) => folder))];
  const found = changes.flatMap((change) => {
    const { by, folder, directory, bring } = change;
    const namespace = homeOf(change);
    if (namespace === undefined) return [];
    const isRead = (file: string) =>
      directory === undefined || whyLeftOut({ file: resolve(cwd, file) }, folder, directory) === undefined;
    const files = ownOf(folder, sources, read, cwd).filter(isRead);
    return files.map((file) => [file, { namespace, by: objectId(by.object), bring }] as const);
  });
  return byFile(found);
}

function homeOf({ by, made }: Change): string | undefined {
  if (by.object.kind === "HelmRelease") return releaseNamespace(by.object);
  return made && (textAt(made.object, "spec", "destination", "namespace") || undefined);
}

function isSail(object: KubernetesObject): boolean {
  return apiGroup(object) === "sailoperator.io";
}
