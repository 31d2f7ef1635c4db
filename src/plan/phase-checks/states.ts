import { managedGateways, restartedGateways } from "../../mesh/gateways";
import { joiningLabels, labelledNamespaces, meshLabels } from "../../mesh/labels";
import type { Mesh } from "../../mesh/mesh";
import type { MeshNamespace } from "../../mesh/schema";
import { type Check, type RouteResource, routeResources } from "../checks";
import { enrolledNamespaces } from "../enrolled";
import type { MeshState } from "../state";
import { restartedGatewayGates } from "./gateways";
import { cniGates, controlPlaneGates, replicaGates, workloadGates, ztunnelGates } from "./mesh-parts";
import { proxiesOf } from "./parts";

/** What a mesh at rest looks like: every part at its version, and in no rollout. */
export function settledGates(mesh: Mesh, state: MeshState): readonly Check[] {
  return [
    ...controlPlaneGates(mesh, state),
    ...replicaGates(mesh),
    ...cniGates(mesh, state),
    ...ztunnelGates(mesh, state),
    ...restartedGatewayGates(mesh, state),
  ];
}

/** The labels that the mesh depends on; a wrong waypoint label silently takes a namespace out of L7 policy. */
export function labelGates(mesh: Mesh, state: MeshState): readonly Check[] {
  return labelledNamespaces(mesh)
    .filter(({ name }) => !state.notYetJoined?.includes(name))
    .flatMap((namespace) =>
      Object.entries(meshLabels(mesh, namespace)).map(
        ([label, value]): Check => ({ check: "namespace-label", namespace: namespace.name, label, value }),
      ),
    );
}

/** Namespaces that are in the mesh in the one state and not in the other. */
export function leavers(mesh: Mesh, from: MeshState, to: MeshState): readonly MeshNamespace[] {
  const leave = (to.notYetJoined ?? []).filter((name) => !from.notYetJoined?.includes(name));
  return labelledNamespaces(mesh).filter(({ name }) => leave.includes(name));
}

/** Walked back, a namespace that had joined is without what joined it. */
export function labelsGoneGates(mesh: Mesh, from: MeshState, to: MeshState): readonly Check[] {
  return leavers(mesh, from, to).flatMap((namespace) =>
    joiningLabels(mesh, namespace).map(
      (label): Check => ({ check: "namespace-without-label", namespace: namespace.name, label }),
    ),
  );
}

/** Traffic does what the user said that it should. */
export function requestGates(mesh: Mesh): readonly Check[] {
  return mesh.verify.requests.map((request): Check => ({ check: "request", request }));
}

/** What is measured stays within its bounds. */
export function sloGates(mesh: Mesh): readonly Check[] {
  const { prometheus, slos = [] } = mesh.verify;
  return prometheus ? slos.map((slo): Check => ({ check: "slo", slo, prometheus })) : [];
}

/** The end of a hop: the whole mesh is healthy, what is configured is in force, and traffic flows. */
export function verifyGates(mesh: Mesh, state: MeshState): readonly Check[] {
  return [
    { check: "mesh-healthy", name: mesh.controlPlane.name },
    ...settledGates(mesh, state),
    ...workloadGates(mesh, state),
    ...trafficGates(mesh, state),
    ...requestGates(mesh),
  ];
}

/** What istiod and ztunnel say of routes, policies, Services and proxies. */
function trafficGates(mesh: Mesh, state: MeshState): readonly Check[] {
  const { ztunnel } = mesh;
  const enrolled = enrolledNamespaces(mesh, state);
  const proxies = [...managedGateways(mesh), ...restartedGateways(mesh)].map(({ namespace, deployment }) =>
    proxiesOf(mesh, namespace, deployment),
  );
  const sidecars = mesh.dataPlane === "sidecar" ? enrolled.map((namespace) => proxiesOf(mesh, namespace)) : [];
  return [
    ...(ztunnel
      ? enrolled.map(
          (namespace): Check => ({ check: "ztunnel-workloads", namespace, ztunnelNamespace: ztunnel.namespace }),
        )
      : []),
    ...boundNamespaces(mesh, state).map((namespace): Check => ({ check: "waypoint-bound", namespace })),
    ...mesh.carried.flatMap(({ object }) => carriedGate(mesh, object.apiVersion, object.kind, object.metadata)),
    ...[...proxies, ...sidecars].map((one): Check => ({ check: "proxies-synced", proxies: one })),
  ];
}

/** Namespaces whose Services go through a waypoint that takes Services. */
function boundNamespaces(mesh: Mesh, state: MeshState): readonly string[] {
  const takesServices = (name: string, namespace: string) =>
    mesh.waypoints.some(
      (one) => one.name === name && one.namespace === namespace && (one.for === "service" || one.for === "all"),
    );
  return mesh.namespaces
    .filter(({ name }) => !state.notYetJoined?.includes(name))
    .filter(({ name, waypoint }) => waypoint && takesServices(waypoint.name, waypoint.namespace ?? name))
    .map(({ name }) => name);
}

const routeKinds: Readonly<Record<string, RouteResource>> = Object.fromEntries(
  routeResources.map((resource) => [resource.replace(/s$/, ""), resource]),
);

/** Sidecars write no status on policies, so those are only asked for where there is ztunnel. */
function carriedGate(
  mesh: Mesh,
  apiVersion: string,
  kind: string,
  { name, namespace = "default" }: { readonly name: string; readonly namespace?: string },
): readonly Check[] {
  const route = routeKinds[kind.toLowerCase()];
  if (route && apiVersion.startsWith("gateway.networking.k8s.io/")) {
    return [{ check: "route-accepted", resource: route, namespace, name }];
  }
  const isPolicy = kind === "AuthorizationPolicy" && apiVersion.startsWith("security.istio.io/");
  return isPolicy && mesh.ztunnel ? [{ check: "policy-accepted", namespace, name }] : [];
}
