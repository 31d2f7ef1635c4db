import { nearest } from "../../basics/nearest";
import { listAt } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import { about, type Rule } from "../rule";
import { gatewayClass, isHbone, isWaypoint } from "../waypoints";

/** The classes that istiod serves by itself. */
const istioClasses: readonly string[] = ["istio", "istio-waypoint", "istio-east-west", "istio-remote"];

export const gtw001: Rule = {
  id: "GTW001",
  state: (set) => {
    const own = objectsOf(set, "gateway.networking.k8s.io", "GatewayClass").map(({ object }) => object.metadata.name);
    return objectsOf(set, "gateway.networking.k8s.io", "Gateway").flatMap((one) => {
      const name = gatewayClass(one);
      if (name === "" || own.includes(name) || istioClasses.includes(name)) return [];
      // What else has the form of a waypoint is WPT005's to say.
      if (listAt(one.object, "spec", "listeners").some(isHbone) && !isWaypoint(one)) return [];
      const near = name === "waypoint" ? "istio-waypoint" : nearest(name, istioClasses);
      // Other implementations have names of their own; only a slip is near.
      if (near === undefined || (name !== "waypoint" && Math.abs(near.length - name.length) > 2)) return [];
      return [
        about("GTW001", one, {
          at: ["spec", "gatewayClassName"],
          message: `gatewayClassName ${name} is no class of Istio's, and no GatewayClass of that name is here: nobody deploys this Gateway`,
          hint: `Did you mean ${near}?`,
        }),
      ];
    });
  },
};
