import type { Finding } from "../../findings/finding";
import { labelsOf, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { targetsOf } from "../targets";
import { gatewaysNamed, isWaypoint } from "../waypoints";

const label = "istio.io/use-waypoint";
const forLabel = "istio.io/waypoint-for";

export const pol002: Rule = {
  id: "POL002",
  state: (set) => {
    const services = new Map(objectsOf(set, "", "Service").map((one) => [keyOf(one), one]));
    const ambient = new Map(
      objectsOf(set, "", "Namespace")
        .filter((one) => labelsOf(one.object)["istio.io/dataplane-mode"] === "ambient" && !one.assumed)
        .map((one) => [one.object.metadata.name, one]),
    );
    return targetsOf(set).flatMap((target): readonly Finding[] => {
      const { one, at, kind, name, namespace } = target;
      const service = services.get(`${namespace}/${name}`);
      const home = ambient.get(namespace ?? "");
      if (kind !== "/Service" || !service || !home) return [];
      const result = one.object.kind.endsWith("Route") ? "the route has no effect" : "the policy is enforced by nobody";
      const waypoint = waypointFor(set, service, home);
      if (waypoint === undefined) {
        const message = `no waypoint serves Service ${namespace}/${name}, neither by its own label nor by its namespace's: ${result}`;
        return [about("POL002", one, { at, message, hint: `Label the Service or the Namespace ${label}.` })];
      }
      const traffic = waypoint === "elsewhere" ? undefined : labelsOf(waypoint.object)[forLabel];
      if (traffic !== "workload") return [];
      const message = `the waypoint of Service ${namespace}/${name} is labelled ${forLabel}: workload, so traffic to the Service goes past it: ${result}`;
      return [about("POL002", one, { at, message, hint: `Label the waypoint ${forLabel}: service, or all.` })];
    });
  },
};

function keyOf({ object: { metadata } }: CheckedObject): string {
  return `${metadata.namespace}/${metadata.name}`;
}

/** The waypoint that a Service goes through: its own label wins. What its label names and is not here is WPT001's to say. */
function waypointFor(
  set: ManifestSet,
  service: CheckedObject,
  home: CheckedObject,
): CheckedObject | "elsewhere" | undefined {
  const labels = [service, home].map(({ object }) => labelsOf(object)).find((one) => one[label] !== undefined);
  const name = labels?.[label];
  if (labels === undefined || name === undefined || name === "none") return undefined;
  const namespace = labels[`${label}-namespace`] ?? home.object.metadata.name;
  return gatewaysNamed(set, { name, namespace }).find(isWaypoint) ?? "elsewhere";
}
