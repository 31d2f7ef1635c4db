import { firstFew } from "../../../basics/first-few";
import { grouped } from "../../../basics/grouped";
import { isInstallable } from "../../../catalog/lookup";
import { istiodName } from "../../../catalog/revisions";
import type { Distribution } from "../../../catalog/types";
import { compareVersions, isAlias, isOpenVersion, withV } from "../../../catalog/version";
import { layers } from "../../../constructs/layers";
import { InputError } from "../../../findings/input-error";
import { hostOf } from "../../../mesh/istiod";
import { isDiscovered } from "../../../mesh/label-selector";
import { type KubernetesObject, objectId } from "../../../mesh/mesh";
import { mapAt } from "../../../mesh/settings/setting";
import { textAt } from "../../../objects/object-paths";
import { labelsOf } from "../../../rules/objects";
import type { Found } from "../input/found";
import { isOfIngressOperator } from "./choose-istio";
import type { Inventory } from "./inventory";
import { revisionOwners } from "./revision-owners";
import { defaultNamespaces, podNamespace, selectorsOf } from "./sail-parts";

/** What is left of an input when everything of other meshes is taken out of it. */
export interface OwnInventory {
  readonly inventory: Inventory;
  readonly notes: readonly string[];
}

/** The input without what belongs to other Istio objects: their namespaces, what is in those, and their tags. */
export function withoutForeign(inventory: Inventory, istio: Found): OwnInventory {
  const others = inventory.istios.filter((one) => one !== istio);
  if (others.length === 0) return { inventory, notes: [] };
  const { ofRevision, ofTag, ofLabels } = revisionOwners(inventory);
  const otherNames = others.map(({ object }) => object.metadata.name);
  const isOfOther = (name: string | undefined) => name !== undefined && otherNames.includes(name);
  const foreign = new Set(
    inventory.namespaces
      .filter(
        (one) =>
          isOfOther(ofLabels(one)) ||
          others.some((other) => isHomeOf(other, one)) ||
          isSeenByOthers(one, istio, others),
      )
      .map(({ object }) => object.metadata.name),
  );
  const isOurs = (one: Found) => !foreign.has(one.object.metadata.namespace ?? "") && !isOfOther(ofLabels(one));
  const tags = inventory.revisions.filter((one) => isOfOther(ofTag(one)));
  const left = [...inventory.others, ...inventory.waypoints].filter((one) => !isOurs(one)).length;
  return {
    inventory: {
      ...inventory,
      namespaces: inventory.namespaces.filter(({ object }) => !foreign.has(object.metadata.name)),
      waypoints: inventory.waypoints.filter(isOurs),
      others: inventory.others.filter(isOurs),
      revisions: inventory.revisions.filter((one) => !tags.includes(one)),
      connected: new Map(
        [...inventory.connected].map(([namespace, revisions]) => [
          namespace,
          new Set([...revisions].filter((one) => !isOfOther(ofRevision(one)))),
        ]),
      ),
    },
    notes: [
      ...others.map(({ object }) => leftToAnother(object)),
      ...tagsLeft(tags, ofTag),
      ...(foreign.size === 0 ? [] : [leftAlone(foreign.size, left)]),
      ...(others.every(({ object }) => isOfIngressOperator(object))
        ? []
        : [...inventory.subscriptions.map(({ object }) => shared(object, layers.operator.folder))]),
    ],
  };
}

/**
 * A cluster has one ZTunnel, and that has one control plane.
 * @throws InputError for a ZTunnel that says the control plane of another Istio object
 */
export function refuseForeignZtunnel(ztunnel: Found | undefined, istio: Found, { istios }: Inventory): void {
  const values = mapAt(ztunnel?.object, "spec", "values", "ztunnel");
  const hosts = ["xdsAddress", "caAddress"].flatMap((key) => textAt(values, key) ?? []).map(hostOf);
  const target = mapAt(ztunnel?.object, "spec", "targetRef");
  const named = textAt(target, "kind") === "Istio" ? textAt(target, "name") : undefined;
  const owner = istios.find(
    (one) =>
      one !== istio &&
      (one.object.metadata.name === named || hosts.some((host) => host.startsWith(`${istiodOf(one)}.svc`))),
  );
  if (!ztunnel || !owner) return;
  const [its, ours] = [owner.object.metadata.name, istio.object.metadata.name];
  throw InputError.of(
    `${objectId(ztunnel.object)} connects to ${hosts[0] ?? "what its spec.targetRef names"}, the control plane of Istio/${its}: a cluster has one ztunnel, and a mesh.yaml of Istio/${ours} would bring it to another one`,
    { hint: `Adopt Istio/${its} with it. --data-plane sidecar describes Istio/${ours} without ztunnel.` },
  );
}

function istiodOf(istio: Found): string {
  return `${istiodName(istio.object.metadata.name)}.${homeOf(istio)}`;
}

function homeOf(istio: Found): string {
  return podNamespace(istio, defaultNamespaces.controlPlane);
}

function isHomeOf(istio: Found, { object }: Found): boolean {
  return object.metadata.name === homeOf(istio);
}

/** Whether others look after a namespace by their discovery selectors, and ours does not. */
function isSeenByOthers({ object }: Found, istio: Found, others: readonly Found[]): boolean {
  const labels = { ...labelsOf(object), "kubernetes.io/metadata.name": object.metadata.name };
  const sees = (one: Found) => {
    const selectors = selectorsOf(mapAt(one.object, "spec", "values"));
    return selectors && isDiscovered(selectors, labels);
  };
  return sees(istio) === false && others.some(sees);
}

function leftToAnother(istio: KubernetesObject): string {
  if (isOfIngressOperator(istio))
    return `${objectId(istio)} is left out: the ingress operator of OpenShift keeps it, and moves it with the cluster`;
  return `${objectId(istio)} is left to a mesh of its own (--istio ${istio.metadata.name}); what both would carry belongs into one of them only`;
}

function shared(object: KubernetesObject, folder: string): string {
  return `${objectId(object)} serves all of them and is in the mesh.yaml of each: one of them may deliver it; leave ${folder} out of what the engine applies of the others`;
}

function tagsLeft(tags: readonly Found[], ofTag: (tag: Found) => string | undefined): readonly string[] {
  return [...grouped(tags, ofTag)].map(
    ([name, some]) =>
      `${firstFew(some.map(({ object }) => objectId(object)))} ${some.length > 1 ? "go" : "goes"} with Istio/${name}, by what ${some.length > 1 ? "they point" : "it points"} at`,
  );
}

function leftAlone(namespaces: number, objects: number): string {
  const within = objects === 0 ? "" : `, with ${objects} ${objects === 1 ? "object" : "objects"} in them`;
  return `${namespaces} ${namespaces === 1 ? "Namespace" : "Namespaces"} of other Istio objects left alone${within}`;
}

/** Other control planes run by the same operator: a release that no longer knows their version leaves them as they are. */
export function heldBack(others: readonly Found[], { releases }: Distribution): readonly string[] {
  return others.flatMap(({ object }) => {
    const written = textAt(object, "spec", "version");
    if (written === undefined || isAlias(written) || isOpenVersion(written)) return [];
    const version = withV(written);
    const sorted = [...releases].sort((a, b) => compareVersions(b.version, a.version));
    const newest = sorted.find((one) => isInstallable(one, version));
    if (newest === undefined || newest === sorted[0]) return [];
    return [
      `${objectId(object)} has ${version}, which operator release ${newest.version} is the last to install: beyond that the operator of both no longer reconciles it, unless it has moved before`,
    ];
  });
}
