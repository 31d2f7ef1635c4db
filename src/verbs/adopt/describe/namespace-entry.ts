import { dnsLabel } from "../../../mesh/scalars";
import type { MeshNamespace } from "../../../mesh/schema";
import { labelsOf } from "../../../rules/objects";
import type { Found } from "../input/found";
import { isMerged, isMeshLabel } from "../inventory/mesh-labels";
import type { DataPlane } from "./data-plane";
import { moreMetadata } from "./more-metadata";
import type { AdoptedRevisions } from "./revisions";

/** What decides which labels mesh.yaml writes by itself. */
export interface NamespaceRules {
  readonly dataPlane: DataPlane;
  /** Name of the Istio object. */
  readonly istio: string;
  /** The namespaces of istiod, the CNI and ztunnel: not in the data plane unless they say so. */
  readonly system: readonly string[];
  /** Of a RevisionBased mesh: what namespaces ask for. */
  readonly revisions?: Pick<AdoptedRevisions, "active" | "beside" | "tags">;
  /** Labels that discovery puts on every namespace of the mesh; left out when selectors stay in the values. */
  readonly discovery?: Readonly<Record<string, string>>;
  /** The labels that discovery selectors look at, whether a key writes them or not. */
  readonly selected: ReadonlySet<string>;
}

/** A namespace as mesh.yaml describes it. */
export interface AdoptedNamespace {
  readonly entry: Omit<MeshNamespace, "labels"> & { readonly labels?: Readonly<Record<string, string>> };
  /** Its object in the input; of a live one only the labels that are the mesh's. */
  readonly found: Found;
  /** What the label says that enrols it. */
  readonly asks?: string;
  /** Why it is taken to be owned or shared. */
  readonly because: string;
  /** In the data plane by a label that mesh.yaml does not write itself. */
  readonly enrolledBy?: string;
}

/** Takes a Namespace's labels apart: what keys of mesh.yaml write, and the rest. */
export function adoptNamespace(found: Found, rules: NamespaceRules): AdoptedNamespace {
  const owned = ours(found, rules);
  const { name } = owned.object.metadata;
  const labels: Record<string, string> = { ...labelsOf(owned.object) };
  const take = (key: string): string | undefined => {
    const value = labels[key];
    delete labels[key];
    return value;
  };
  for (const [key, value] of Object.entries(rules.discovery ?? {})) if (labels[key] === value) take(key);
  const [key, ...values] = dataPlaneLabel(rules);
  const byDefault = asksForDefault(labels, rules);
  const enrolled = byDefault || (labels[key] !== undefined && values.includes(labels[key]));
  const asked = byDefault ? "default" : enrolled ? take(key) : undefined;
  const revisionTag = asked !== undefined && rules.revisions?.tags.includes(asked) ? asked : undefined;
  const standard = !rules.system.includes(name);
  const waypoint = rules.dataPlane === "ambient" ? waypointOf(labels, name) : undefined;
  if (waypoint) take("istio.io/use-waypoint");
  if (waypoint?.namespace) take("istio.io/use-waypoint-namespace");
  const { annotations } = moreMetadata(found.object);
  const enrolledBy = enrolled ? undefined : otherEnrolment(labels, rules);
  return {
    entry: {
      name,
      ownership: ownershipOf(found).ownership,
      ...(enrolled !== standard && { dataPlane: enrolled ? rules.dataPlane : "none" }),
      ...(revisionTag !== undefined && { revisionTag }),
      ...(waypoint && { waypoint }),
      ...(Object.keys(labels).length > 0 && { labels }),
      ...(ownershipOf(found).ownership === "owned" && annotations && { annotations }),
    },
    ...(asked !== undefined && { asks: asked }),
    found: owned,
    because: ownershipOf(found).because,
    ...(enrolledBy !== undefined && { enrolledBy }),
  };
}

/** In a cluster, or beside a Job or an Application that labels it, the Namespace is full of what others wrote; only labels of the mesh are looked at. */
function ours(found: Found, { discovery = {}, selected }: NamespaceRules): Found {
  if (!found.live && !found.byJob && found.madeBy === undefined) return found;
  const { apiVersion, kind, metadata } = found.object;
  const labels = Object.entries(labelsOf(found.object)).filter(
    ([key]) => isMeshLabel(key) || Object.hasOwn(discovery, key) || (found.madeBy !== undefined && selected.has(key)),
  );
  return {
    ...found,
    object: { apiVersion, kind, metadata: { name: metadata.name, labels: Object.fromEntries(labels) } },
  };
}

function ownershipOf(found: Found): { readonly ownership: "owned" | "shared"; readonly because: string } {
  if (found.byJob)
    return {
      ownership: "shared",
      because: "a Job of meshstep's sets its labels; owned when its whole manifest is yours",
    };
  if (found.madeBy !== undefined) return { ownership: "shared", because: `${found.madeBy} makes it, with its labels` };
  if (found.live)
    return { ownership: "shared", because: "read from a cluster; owned when its whole manifest is yours" };
  return isMerged(found)
    ? { ownership: "shared", because: "its annotations ask for a merge" }
    : { ownership: "owned", because: "the whole Namespace is in the input" };
}

/** The label that meshstep writes on a namespace of the data plane, with the values that it may have. */
function dataPlaneLabel({ dataPlane, istio, revisions }: NamespaceRules): readonly [string, ...string[]] {
  if (dataPlane === "ambient") return ["istio.io/dataplane-mode", "ambient"];
  if (revisions)
    return [
      "istio.io/rev",
      revisions.active.revision,
      ...(revisions.beside ? [revisions.beside.revision] : []),
      ...revisions.tags,
    ];
  return istio === "default" ? ["istio-injection", "enabled"] : ["istio.io/rev", istio];
}

/** What is called default, a tag or a control plane, is asked for by either label; with the other one, mesh.yaml keeps that and writes no second. */
function asksForDefault(
  { "istio-injection": injection, "istio.io/rev": rev }: Readonly<Record<string, string>>,
  { dataPlane, istio, revisions }: NamespaceRules,
): boolean {
  if (dataPlane !== "sidecar") return false;
  if (revisions) return injection === "enabled" && rev === undefined && revisions.tags.includes("default");
  return istio === "default" && rev === "default" && injection === undefined;
}

/** `none` opts out and names no waypoint. */
function waypointOf(
  labels: Readonly<Record<string, string>>,
  own: string,
): { readonly name: string; readonly namespace?: string } | undefined {
  const name = labels["istio.io/use-waypoint"];
  const namespace = labels["istio.io/use-waypoint-namespace"];
  if (name === undefined || name === "none" || !dnsLabel.safeParse(name).success) return undefined;
  // The key writes no label for the namespace's own.
  const elsewhere = namespace !== undefined && namespace !== own && dnsLabel.safeParse(namespace).success;
  return elsewhere ? { name, namespace } : { name };
}

/** Sidecars by another label than the one that meshstep writes, or in a mesh of the other data plane. */
function otherEnrolment(labels: Readonly<Record<string, string>>, { dataPlane }: NamespaceRules): string | undefined {
  const rev = labels["istio.io/rev"];
  if (labels["istio.io/dataplane-mode"] === "ambient") return "istio.io/dataplane-mode=ambient";
  if (labels["istio-injection"] === "enabled") return "istio-injection=enabled";
  // In an ambient mesh it chooses the control plane of gateways, no more.
  return rev === undefined || dataPlane === "ambient" ? undefined : `istio.io/rev=${rev}`;
}
