import { grouped } from "../basics/grouped";
import { oncePer } from "../basics/once-per";
import { letGoMark, mark } from "../mesh/labels";
import type { KubernetesObject } from "../mesh/mesh";
import { apiGroup, kindOf } from "../objects/kubernetes-object";
import { textAt } from "../objects/object-paths";
import { argoCompareOptions, syncOptions } from "../order/argocd/annotations";
import type { CheckedObject, ManifestSet } from "./rule";

/** The kinds of `sailoperator.io`; all of them are cluster-scoped. */
export const sailKinds = ["Istio", "IstioRevision", "IstioRevisionTag", "IstioCNI", "ZTunnel"] as const;
export type SailKind = (typeof sailKinds)[number];

/** The kinds whose `spec.version` names an Istio version. */
export const versionedKinds = ["Istio", "IstioRevision", "IstioCNI", "ZTunnel"] as const satisfies readonly SailKind[];

/** What the CRDs fill in for an omitted `spec.namespace`. */
const namespaceDefaults: Readonly<Partial<Record<string, string>>> = {
  Istio: "istio-system",
  IstioCNI: "istio-cni",
  ZTunnel: "ztunnel",
};

const metadataName = "kubernetes.io/metadata.name";

/** All objects of a set by {@link kindOf}: whoever asks for a few kinds need not go through thousands of routes. */
export const kindsOf = oncePer(({ objects }: ManifestSet) => grouped(objects, ({ object }) => kindOf(object)));

/** The version of the API: `v1`. */
export function apiVersionOf({ apiVersion }: KubernetesObject): string {
  return apiVersion.split("/").at(-1) ?? "";
}

/** The Sail objects of these kinds, in the order of the set. */
export function sailObjects(set: ManifestSet, kinds: readonly SailKind[]): readonly CheckedObject[] {
  return ofGroup(set, "sailoperator.io").filter(({ object }) => kinds.some((kind) => kind === object.kind));
}

/** Objects of one kind, in the order of the set; the group is empty for the core group. */
export function objectsOf(set: ManifestSet, group: string, kind: string): readonly CheckedObject[] {
  return kindsOf(set).get(`${group}/${kind}`) ?? none;
}

/** Objects of all kinds of a group, in the order of the set. */
export function ofGroup(set: ManifestSet, group: string): readonly CheckedObject[] {
  return groupsOf(set).get(group) ?? none;
}

const none: readonly CheckedObject[] = [];

/** Every rule asks every set for the objects of a group. */
const groupsOf = oncePer(({ objects }: ManifestSet) => grouped(objects, ({ object }) => apiGroup(object)));

/** Objects of one kind by namespace: thousands of routes ask for their neighbours. */
export function inNamespaces(set: ManifestSet, group: string, kind: string): NamespaceIndex {
  return byNamespace(objectsOf(set, group, kind));
}

/** Of each namespace its objects by name; the first of several that are there twice. */
export type NamespaceIndex = ReadonlyMap<string | undefined, ReadonlyMap<string, CheckedObject>>;

const byNamespace = oncePer((objects: readonly CheckedObject[]): NamespaceIndex => {
  const index = new Map<string | undefined, Map<string, CheckedObject>>();
  for (const one of objects) {
    const { name, namespace } = one.object.metadata;
    const members = index.get(namespace) ?? new Map<string, CheckedObject>();
    index.set(namespace, members);
    if (!members.has(name)) members.set(name, one);
  }
  return index;
});

export function labelsOf(object: KubernetesObject): Readonly<Record<string, string>> {
  return object.metadata.labels ?? {};
}

export function annotationsOf(object: KubernetesObject): Readonly<Record<string, string>> {
  return object.metadata.annotations ?? {};
}

/** `v1.26.4` in `spec.version`, as it is written. */
export function versionOf({ object }: CheckedObject): string | undefined {
  return textAt(object, "spec", "version");
}

/** Where the pods of an Istio, IstioRevision, IstioCNI or ZTunnel run. */
export function podNamespace({ object }: CheckedObject): string {
  return textAt(object, "spec", "namespace") ?? namespaceDefaults[object.kind] ?? "";
}

/** What the manifests tell of a namespace's labels. */
export interface KnownLabels {
  readonly labels: Readonly<Record<string, string>>;
  /** False when others may have set more: the Namespace is not here, or only some of its labels are. */
  readonly complete: boolean;
}

/** The labels of a namespace, with the one that the API server sets. */
export function namespaceLabels(set: ManifestSet, name: string): KnownLabels {
  const found = objectsOf(set, "", "Namespace").filter(({ object }) => object.metadata.name === name);
  const labels = Object.assign({}, ...found.map(({ object }) => labelsOf(object)), { [metadataName]: name });
  return { labels, complete: found.length > 0 && !found.some(({ object, assumed }) => assumed || isPartial(object)) };
}

/** A manifest that is merged into an object which somebody else writes, too. */
function isPartial(object: KubernetesObject): boolean {
  const annotations = annotationsOf(object);
  return (
    annotations["kustomize.toolkit.fluxcd.io/ssa"] === "Merge" ||
    syncOptions(annotations).get("ServerSideApply") === "true"
  );
}

/**
 * The one engine that an object's annotations speak to. Undefined when they speak to both or to none: then either may apply it.
 */
export function onlyEngine(object: KubernetesObject): "argocd" | "flux" | undefined {
  const keys = Object.keys(annotationsOf(object));
  const argocd = keys.some((key) => key.startsWith("argocd.argoproj.io/"));
  const flux = keys.some((key) => key.split("/")[0]?.endsWith(".fluxcd.io"));
  if (argocd === flux) return undefined;
  return argocd ? "argocd" : "flux";
}

/** Whether the object is a Job of meshstep: its name tells what it asks, so each phase has Jobs of its own. */
export function isGateJob({ kind, metadata }: KubernetesObject): boolean {
  return kind === "Job" && metadata.labels?.[mark.gate] !== undefined;
}

/** Whether Argo CD is told that the object may be there without being in Git. */
export function comesAndGoes(object: KubernetesObject): boolean {
  return (annotationsOf(object)[argoCompareOptions] ?? "").split(",").includes("IgnoreExtraneous");
}

/** Whether the object serves meshstep itself: gate Jobs, who they are and what they may do, and the marker. */
export function isBookkeeping(object: KubernetesObject): boolean {
  return isGateJob(object) || object.metadata.name.startsWith("meshstep-");
}

/** Whether the object says that the next commit takes it out of Git. */
export function isLetGo({ metadata }: KubernetesObject): boolean {
  return metadata.annotations?.[letGoMark] !== undefined;
}

/** Whether the object is the ConfigMap that names the phase; it changes with every phase and means nothing to the mesh. */
export function isMarker({ kind, metadata }: KubernetesObject): boolean {
  return kind === "ConfigMap" && metadata.name.startsWith("meshstep-");
}

/** Whether the object is the marker of a mesh that leaves the IstioCNI of its cluster to somebody else: it is then in another folder. */
export function leavesCniToOthers(object: KubernetesObject): boolean {
  return isMarker(object) && textAt(object, "data", "cni") === "external";
}
