import { grouped } from "../../../../basics/grouped";
import { apiGroup, type KubernetesObject } from "../../../../objects/kubernetes-object";
import { destinationOf } from "../../../../rules/engines/destinations";
import type { ManifestIo } from "../../../../source/manifests";
import type { FileObject } from "../../../check/read-objects";
import type { Change } from "./changes";
import { type MadeNamespace, madeNamespaces } from "./made-namespaces";
import type { SeenEngines } from "./seen-engines";
import { objectsIn, ownOf, type Sources } from "./sources";

/** What engines bring beside what the sources say. */
export interface Brought {
  /** By source: the HelmReleases that install it. */
  readonly releases: ReadonlyMap<string, readonly KubernetesObject[]>;
  readonly namespaces: readonly MadeNamespace[];
}

export function broughtIn({ applications, changes }: SeenEngines, sources: Sources, io: ManifestIo): Brought {
  const owned = (change: Change) => ownOf(change.folder, sources, [], io.cwd);
  const installed = changes.flatMap((change) =>
    change.by.object.kind === "HelmRelease" ? owned(change).map((file) => [file, change.by.object] as const) : [],
  );
  const releases = new Map(
    [...grouped(installed, ([file]) => file)].map(([file, all]) => [file, all.map(([, by]) => by)]),
  );
  const files = new Set(sources.files);
  const making = applications.filter(({ object }) => JSON.stringify(object).includes("managedNamespaceMetadata"));
  if (making.length === 0) return { releases, namespaces: [] };
  const ofArgo = changes.filter(({ made }) => made !== undefined);
  const isOf =
    ({ object, file }: FileObject) =>
    ({ made }: Change) =>
      made?.file === file && made.object.metadata.name === object.metadata.name;
  // One around the inputs is of them where it applies something of them.
  const near = making.filter(
    (one) => files.has(one.shown) || ofArgo.some((change) => isOf(one)(change) && owned(change).length > 0),
  );
  const meshes = near.length > 0 ? ofArgo.filter((change) => objectsIn(owned(change), sources, io).some(isSail)) : [];
  return {
    releases,
    namespaces: madeNamespaces(
      near,
      new Set(meshes.flatMap(({ made }) => (made ? [destinationOf(made.object, ["spec"])] : []))),
    ),
  };
}

function isSail(object: KubernetesObject): boolean {
  return apiGroup(object) === "sailoperator.io";
}
