import { nearest } from "../../basics/nearest";
import { listAt } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import { about, type ManifestSet, type Rule } from "../rule";
import {
  gatewayClass,
  gatewaysNamed,
  isHbone,
  isWaypoint,
  type WaypointUse,
  waypointName,
  waypointUses,
} from "../waypoints";

export const wpt001: Rule = {
  id: "WPT001",
  state: (set) =>
    waypointUses(set).flatMap((use) => {
      const gateways = gatewaysNamed(set, use);
      if (gateways.some(isWaypoint)) return [];
      const [other] = gateways;
      // One that is a waypoint but for its class is WPT005's to say.
      if (gateways.some(({ object }) => listAt(object, "spec", "listeners").some(isHbone))) return [];
      const instead = other
        ? `a Gateway of class ${gatewayClass(other) || "(none)"}, which is no waypoint`
        : "no Gateway in these manifests";
      return [
        about("WPT001", use.user, {
          at: use.at,
          ...(isElsewhere(set, use) && { severity: "warning" as const }),
          message: `istio.io/use-waypoint names ${waypointName(use)}, and that is ${instead}`,
          ...(other && { hint: "A waypoint has gatewayClassName istio-waypoint." }),
        }),
      ];
    }),
};

/** Whether a waypoint stands in a namespace of which nothing is here, so that somebody else's folder may hold it. */
function isElsewhere(set: ManifestSet, { from, name, namespace }: WaypointUse): boolean {
  if (namespace === undefined || namespace === from) return false;
  const gateways = objectsOf(set, "gateway.networking.k8s.io", "Gateway");
  if (gateways.some(({ object }) => object.metadata.name === name)) return false;
  const there = [
    ...objectsOf(set, "", "Namespace").map(({ object }) => object.metadata.name),
    ...set.objects.flatMap(({ object }) => object.metadata.namespace ?? []),
  ];
  return !there.includes(namespace) && nearest(namespace, [...new Set(there)]) === undefined;
}
