import type { KubernetesObject } from "../source/kubernetes-object";
import type { Mesh, WaypointUser } from "./mesh";

/** Labels by which a Service or a ServiceEntry says which waypoint its traffic goes through. */
export const useKeys = ["istio.io/use-waypoint", "istio.io/use-waypoint-namespace", "istio.io/ingress-use-waypoint"];

/** Those of an object. */
export function usesOf(object: KubernetesObject | undefined): Readonly<Record<string, string>> {
  const labels = object?.metadata.labels ?? {};
  return Object.fromEntries(useKeys.flatMap((key) => (labels[key] === undefined ? [] : [[key, labels[key]]])));
}

/** The waypoint that an object's traffic goes through. */
export function waypointUsed(
  object: KubernetesObject,
): { readonly namespace: string; readonly name: string } | undefined {
  const uses = usesOf(object);
  const name = uses["istio.io/use-waypoint"];
  if (name === undefined || name === "none") return undefined;
  return { namespace: uses["istio.io/use-waypoint-namespace"] ?? object.metadata.namespace ?? "default", name };
}

/** Everybody whom a waypoint has to let in: namespaces that use one, and those of what is carried and uses one. */
export function waypointUsers({ namespaces, carried }: Mesh): readonly WaypointUser[] {
  const byLabel = carried.flatMap(({ object }): WaypointUser[] => {
    const waypoint = waypointUsed(object);
    return waypoint ? [{ name: object.metadata.namespace ?? "default", waypoint }] : [];
  });
  return [...namespaces, ...byLabel];
}
