import { labelsOf, listAt, objectsOf, textAt, valueAt } from "./objects";
import type { CheckedObject, ManifestSet } from "./rule";

/** The label that sends traffic through a waypoint. */
export const useWaypointLabel: readonly string[] = ["metadata", "labels", "istio.io/use-waypoint"];

/** A Namespace or Service whose label sends its traffic through a waypoint. */
export interface WaypointUse {
  readonly user: CheckedObject;
  /** The namespace of the traffic; undefined when the manifest does not say it. */
  readonly from: string | undefined;
  /** The waypoint that the labels name. */
  readonly name: string;
  readonly namespace: string | undefined;
}

/** Every use of a waypoint. The value `none` opts out, so no waypoint can have that name. */
export function waypointUses(set: ManifestSet): readonly WaypointUse[] {
  const namespaces = objectsOf(set, "", "Namespace").map((user) => ({ user, from: user.object.metadata.name }));
  const services = objectsOf(set, "", "Service").map((user) => ({ user, from: user.object.metadata.namespace }));
  return [...namespaces, ...services].flatMap(({ user, from }) => {
    const labels = labelsOf(user.object);
    const name = labels["istio.io/use-waypoint"];
    if (name === undefined || name === "none") return [];
    return [{ user, from, name, namespace: labels["istio.io/use-waypoint-namespace"] ?? from }];
  });
}

/** `bookinfo/waypoint`. */
export function waypointName({ name, namespace }: WaypointUse): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** The Gateways of that name, of any class. A namespace that is left open in a manifest could be any. */
export function gatewaysNamed(set: ManifestSet, { name, namespace }: WaypointUse): readonly CheckedObject[] {
  return objectsOf(set, "gateway.networking.k8s.io", "Gateway").filter(({ object: { metadata } }) => {
    const known = metadata.namespace !== undefined && namespace !== undefined;
    return metadata.name === name && (!known || metadata.namespace === namespace);
  });
}

/** The class of a Gateway. */
export function gatewayClass({ object }: CheckedObject): string {
  return textAt(object, "spec", "gatewayClassName") ?? "";
}

/** `istio-waypoint`, or the waypoint of another vendor: istiod, too, tells such classes by this word in their name. */
export function isWaypoint(gateway: CheckedObject): boolean {
  return gatewayClass(gateway).includes("waypoint");
}

/** `allowedRoutes.namespaces` of the listener that waypoint traffic arrives at; undefined stands for the default, `Same`. */
export function allowedNamespaces({ object }: CheckedObject): unknown {
  const listener = listAt(object, "spec", "listeners").find(
    (one) => textAt(one, "protocol") === "HBONE" && valueAt(one, "port") === 15008,
  );
  return valueAt(listener, "allowedRoutes", "namespaces");
}
