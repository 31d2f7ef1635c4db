import type { Mesh } from "./mesh";
import type { MeshNamespace } from "./schema";

/** The namespaces that the mesh's own components run in. */
export function systemNamespaces(mesh: Mesh): readonly string[] {
  const names = [mesh.controlPlane.namespace, mesh.cni?.namespace, mesh.ztunnel?.namespace];
  return [...new Set(names.filter((name) => name !== undefined))];
}

/**
 * Every namespace that carries labels of ours. With discovery selectors that includes the mesh's own namespaces:
 * istiod does not see, and does not sign certificates for, a ztunnel in a namespace that it does not discover (istio/istio#52057).
 */
export function labelledNamespaces(mesh: Mesh): readonly MeshNamespace[] {
  const listed = new Set(mesh.namespaces.map((namespace) => namespace.name));
  const implied = mesh.controlPlane.discoverySelectors.length ? systemNamespaces(mesh) : [];
  return [
    ...implied.filter((name) => !listed.has(name)).map((name) => ({ name, ownership: "shared" as const, labels: {} })),
    ...mesh.namespaces,
  ];
}

/** Whether the namespace's pods are in the data plane. The mesh's own namespaces and its operator's are not unless they say so. */
export function isEnrolled(mesh: Mesh, namespace: MeshNamespace): boolean {
  const { operator } = mesh;
  const own = [...systemNamespaces(mesh), operator.subscription?.namespace ?? operator.namespace];
  const standard = own.includes(namespace.name) ? "none" : mesh.dataPlane;
  return (namespace.dataPlane ?? standard) !== "none";
}

/** The labels of ours on a namespace: discovery, data plane, waypoint, then the user's own. */
export function meshLabels(mesh: Mesh, namespace: MeshNamespace): Readonly<Record<string, string>> {
  const { waypoint } = namespace;
  const elsewhere = waypoint?.namespace !== undefined && waypoint.namespace !== namespace.name;
  return {
    ...mesh.controlPlane.discoverySelectors[0]?.matchLabels,
    ...(isEnrolled(mesh, namespace) && dataPlaneLabel(mesh)),
    ...(waypoint && { "istio.io/use-waypoint": waypoint.name }),
    ...(waypoint && elsewhere && { "istio.io/use-waypoint-namespace": waypoint.namespace }),
    ...namespace.labels,
  };
}

/** `istio-injection` works for the revision named `default` only; any other is asked for by name. */
function dataPlaneLabel(mesh: Mesh): Record<string, string> {
  if (mesh.dataPlane === "ambient") return { "istio.io/dataplane-mode": "ambient" };
  const { name } = mesh.controlPlane;
  return name === "default" ? { "istio-injection": "enabled" } : { "istio.io/rev": name };
}

/** Labels on what meshstep writes for itself: the marker ConfigMap and gate Jobs. */
export const mark = {
  mesh: "meshstep.dev/mesh",
  phase: "meshstep.dev/phase",
  gate: "meshstep.dev/gate",
} as const;

/** The ConfigMap that says which phase is applied. */
export function markerName({ name }: Pick<Mesh, "name">): string {
  return `meshstep-${name}`;
}
