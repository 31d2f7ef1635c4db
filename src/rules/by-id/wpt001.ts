import { listAt } from "../../source/object-paths";
import { about, type Rule } from "../rule";
import { gatewayClass, gatewaysNamed, isHbone, isWaypoint, waypointName, waypointUses } from "../waypoints";

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
          message: `istio.io/use-waypoint names ${waypointName(use)}, and that is ${instead}`,
          ...(other && { hint: "A waypoint has gatewayClassName istio-waypoint." }),
        }),
      ];
    }),
};
