import type { KubernetesObject } from "../objects/kubernetes-object";
import { textAt } from "../objects/object-paths";
import type { Mesh, WaypointUser } from "./mesh";
import type { MeshNamespace } from "./schema";

/** Labels by which a Service or a ServiceEntry says which waypoint its traffic goes through. */
export const useKeys = ["istio.io/use-waypoint", "istio.io/use-waypoint-namespace", "istio.io/ingress-use-waypoint"];

/** Those of an object. */
export function usesOf(object: KubernetesObject | undefined): Readonly<Record<string, string>> {
  const labels = object?.metadata.labels ?? {};
  return Object.fromEntries(useKeys.flatMap((key) => (labels[key] === undefined ? [] : [[key, labels[key]]])));
}

/** The waypoint that an object's traffic goes through. */
export function waypointUsed(object: KubernetesObject): WaypointName | undefined {
  return waypointByLabels(object.metadata.namespace ?? "default", object.metadata.labels);
}

/** The waypoint that a namespace's traffic goes through, by its key or by labels of its own. */
export function namespaceWaypoint({ name, waypoint, labels }: MeshNamespace): WaypointName | undefined {
  if (waypoint) return { namespace: waypoint.namespace ?? name, name: waypoint.name };
  return waypointByLabels(name, labels);
}

/** Where a waypoint is found. */
export interface WaypointName {
  readonly namespace: string;
  readonly name: string;
}

function waypointByLabels(home: string, labels: Readonly<Record<string, string>> = {}): WaypointName | undefined {
  const name = labels["istio.io/use-waypoint"];
  if (name === undefined || name === "none") return undefined;
  return { namespace: labels["istio.io/use-waypoint-namespace"] ?? home, name };
}

/** Everybody whom a waypoint has to let in: namespaces that use one, and those of what is carried and uses one. */
export function waypointUsers({ namespaces, carried }: Mesh): readonly WaypointUser[] {
  const byLabel = carried.flatMap(({ object }): WaypointUser[] => {
    const waypoint = waypointUsed(object);
    return waypoint ? [{ name: object.metadata.namespace ?? "default", waypoint }] : [];
  });
  const byNamespace = namespaces.map((one): WaypointUser => {
    const waypoint = namespaceWaypoint(one);
    return { name: one.name, ...(waypoint && { waypoint: one.waypoint ?? waypoint }) };
  });
  return [...byNamespace, ...byLabel];
}

/** What a waypoint takes. */
export interface WaypointTakes extends WaypointName {
  readonly for: string;
}

/** The label by which a Gateway says it. */
export const takesKey = "istio.io/waypoint-for";

/** Every waypoint of a description, whether a key or a manifest has it. */
export function waypointsIn({ waypoints, carried }: Mesh): readonly WaypointTakes[] {
  return [...waypoints, ...carried.flatMap(({ object }) => carriedWaypoint(object) ?? [])];
}

/** The waypoint that a carried Gateway is. */
export function carriedWaypoint({ apiVersion, kind, metadata, spec }: KubernetesObject): WaypointTakes | undefined {
  if (kind !== "Gateway" || !apiVersion.startsWith("gateway.networking.k8s.io/")) return undefined;
  if (textAt(spec, "gatewayClassName") !== "istio-waypoint") return undefined;
  const { name, namespace = "default", labels } = metadata;
  return { namespace, name, for: labels?.[takesKey] ?? "service" };
}

/** What goes past a waypoint that has taken it so far: traffic to Services, or straight to workloads. */
export function lostBy(was: string, is: string): readonly string[] {
  return taken(was).filter((one) => !taken(is).includes(one));
}

function taken(by: string): readonly string[] {
  const kinds: Readonly<Record<string, readonly string[]>> = {
    service: ["Services"],
    workload: ["workloads"],
    all: ["Services", "workloads"],
    none: [],
  };
  return kinds[by] ?? ["Services"];
}
