import { isCniExternal } from "./external-cni";
import { isRevisionBased, revisionFor } from "./istiod";
import { discoveryLabels } from "./label-selector";
import type { Mesh } from "./mesh";
import type { MeshNamespace } from "./schema";

/** The namespaces that the mesh's own components run in. */
export function systemNamespaces(mesh: Pick<Mesh, "controlPlane" | "cni" | "ztunnel">): readonly string[] {
  const names = [mesh.controlPlane.namespace, mesh.cni?.namespace, mesh.ztunnel?.namespace];
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** Those of them that are this mesh's to label: not where a CNI plugin runs that somebody else owns, as it asks istiod for nothing. */
function ownSystemNamespaces(mesh: Mesh): readonly string[] {
  return systemNamespaces(isCniExternal(mesh) ? { ...mesh, cni: undefined } : mesh);
}

/**
 * Every namespace that carries labels of ours. With discovery selectors that includes those of the mesh's own namespaces which
 * no selector matches yet: istiod does not see, and does not sign certificates for, a ztunnel in a namespace that it does not
 * discover (istio/istio#52057).
 */
export function labelledNamespaces(mesh: Mesh): readonly MeshNamespace[] {
  const listed = new Set(mesh.namespaces.map((namespace) => namespace.name));
  const implied = ownSystemNamespaces(mesh)
    .filter((name) => !listed.has(name))
    .map((name) => ({ name, ownership: "shared" as const, labels: {} }))
    .filter((one) => Object.keys(meshLabels(mesh, one)).length > 0);
  return [...implied, ...mesh.namespaces];
}

/** Whether the namespace's pods are in the data plane. The mesh's own namespaces and its operator's are not unless they say so. */
export function isEnrolled(mesh: Mesh, namespace: MeshNamespace): boolean {
  const { operator } = mesh;
  const own = [...systemNamespaces(mesh), operator.subscription?.namespace ?? operator.namespace];
  const standard = own.includes(namespace.name) ? "none" : mesh.dataPlane;
  return (namespace.dataPlane ?? standard) !== "none";
}

/**
 * The labels of ours on a namespace: data plane, waypoint, the user's own, and what discovery still needs beside them. A label
 * that one of the selectors matches by itself, such as the namespace's own name, needs no other.
 */
export function meshLabels(mesh: Mesh, namespace: MeshNamespace): Readonly<Record<string, string>> {
  const own = { ...keyLabels(mesh, namespace), ...namespace.labels };
  const known = { ...own, "kubernetes.io/metadata.name": namespace.name };
  return { ...discoveryLabels(mesh.controlPlane.discoverySelectors, known), ...own };
}

/** What keys of mesh.yaml say by labels: the data plane and the waypoint. */
export function keyLabels(mesh: Mesh, namespace: MeshNamespace): Readonly<Record<string, string>> {
  const { waypoint } = namespace;
  const elsewhere = waypoint?.namespace !== undefined && waypoint.namespace !== namespace.name;
  return {
    ...(isEnrolled(mesh, namespace) && dataPlaneLabel(mesh, namespace)),
    ...(waypoint && { "istio.io/use-waypoint": waypoint.name }),
    ...(waypoint && elsewhere && { "istio.io/use-waypoint-namespace": waypoint.namespace ?? "" }),
  };
}

/**
 * The keys of its labels that bring its traffic into the mesh. Labels of the user's own and those for discovery change no traffic by themselves, and the
 * namespace may have had them before.
 */
export function joiningLabels(mesh: Mesh, namespace: MeshNamespace): readonly string[] {
  return Object.keys(meshLabels(mesh, namespace)).filter(isJoiningLabel);
}

/** Whether a label brings traffic of its namespace into the mesh, or sends it another way. */
export function isJoiningLabel(key: string): boolean {
  return joining.includes(key);
}

const joining = [
  "istio.io/dataplane-mode",
  "istio.io/use-waypoint",
  "istio.io/use-waypoint-namespace",
  "istio.io/ingress-use-waypoint",
  "istio-injection",
  "istio.io/rev",
];

/** `istio-injection` works for what is called `default` only, a revision or a tag; any other is asked for by name. */
function dataPlaneLabel(mesh: Mesh, namespace: MeshNamespace): Record<string, string> {
  if (mesh.dataPlane === "ambient") return { "istio.io/dataplane-mode": "ambient" };
  if (isRevisionBased(mesh)) {
    const { name: namespaceName, revisionTag, labels } = namespace;
    // Two labels for one revision are one too many, and the user's own is there.
    if (revisionTag === "default" && labels["istio-injection"] === "enabled") return {};
    return { "istio.io/rev": revisionTag ?? revisionFor(mesh, namespaceName) };
  }
  const { name } = mesh.controlPlane;
  // The other way to ask for it, which the namespace has already.
  if (name === "default" && namespace.labels["istio.io/rev"] === "default") return {};
  return name === "default" ? { "istio-injection": "enabled" } : { "istio.io/rev": name };
}

/** Labels on what meshstep writes for itself: the marker ConfigMap and gate Jobs. */
export const mark = {
  mesh: "meshstep.dev/mesh",
  phase: "meshstep.dev/phase",
  gate: "meshstep.dev/gate",
} as const;

/** The annotation on an object that the next commit takes out of Git. */
export const letGoMark = "meshstep.dev/let-go";

/** The ConfigMap that says which phase is applied. */
export function markerName({ name }: Pick<Mesh, "name">): string {
  return `meshstep-${name}`;
}
