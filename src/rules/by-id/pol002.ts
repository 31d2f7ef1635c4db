import type { Finding } from "../../findings/finding";
import { labelsOf, namespaceLabels, objectsOf } from "../objects";
import { passedByIngress, unguardedByIngress } from "../policies/past-ingress";
import { strayPolicies } from "../policies/stray-policies";
import { unenforced } from "../policies/unenforced";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { type Target, targetsOf } from "../targets";
import { gatewaysNamed, isWaypoint } from "../waypoints";

const label = "istio.io/use-waypoint";
const forLabel = "istio.io/waypoint-for";

export const pol002: Rule = {
  id: "POL002",
  state: (set) => {
    const served = new Map(
      [...objectsOf(set, "", "Service"), ...objectsOf(set, "networking.istio.io", "ServiceEntry")].map((one) => [
        `${one.object.kind} ${one.object.metadata.namespace}/${one.object.metadata.name}`,
        one,
      ]),
    );
    return [
      ...targetsOf(set).flatMap((target) => passedBy(set, target, served)),
      ...unenforced(set),
      ...strayPolicies(set),
      ...passedByIngress(set),
      ...unguardedByIngress(set),
    ];
  },
};

/** A policy or a route of what goes through no waypoint, or through one that is not for it. */
function passedBy(
  set: ManifestSet,
  { one, at, kind, name, namespace = "" }: Target,
  served: ReadonlyMap<string, CheckedObject>,
): readonly Finding[] {
  if (!["/Service", "networking.istio.io/ServiceEntry"].includes(kind)) return [];
  const what = `${kind.split("/")[1]} ${namespace}/${name}`;
  const target = served.get(what);
  const isRoute = one.object.kind.endsWith("Route");
  if (!target || !isJudged(set, target, namespace, isRoute)) return [];
  const result = isRoute ? "the route has no effect" : "the policy is enforced by nobody";
  const waypoint = waypointFor(set, target, namespace);
  if (waypoint === undefined) {
    const message = `no waypoint serves ${what}, neither by its own label nor by its namespace's: ${result}`;
    const hint = `Label the ${target.object.kind} or the Namespace ${label}.`;
    return [about("POL002", one, { at, message, hint })];
  }
  const traffic = waypoint === "elsewhere" ? undefined : labelsOf(waypoint.object)[forLabel];
  if (traffic !== "workload") return [];
  const message = `the waypoint of ${what} is labelled ${forLabel}: workload, so traffic to the ${target.object.kind} goes past it: ${result}`;
  return [about("POL002", one, { at, message, hint: `Label the waypoint ${forLabel}: service, or all.` })];
}

/** Sidecars follow routes of a Service, and no policy of one: that is a waypoint's alone, whoever is ambient. */
function isJudged(set: ManifestSet, target: CheckedObject, namespace: string, isRoute: boolean): boolean {
  const home = namespaceLabels(set, namespace);
  const isAmbient = home.labels["istio.io/dataplane-mode"] === "ambient";
  const isAssumed = objectsOf(set, "", "Namespace").some(
    (one) => one.object.metadata.name === namespace && one.assumed,
  );
  if (isAmbient && !isAssumed) return true;
  return !isRoute && (home.complete || labelsOf(target.object)[label] !== undefined);
}

/** The waypoint that something goes through: its own label wins. What its label names and is not here is WPT001's to say. */
function waypointFor(set: ManifestSet, target: CheckedObject, home: string): CheckedObject | "elsewhere" | undefined {
  const labels = [labelsOf(target.object), namespaceLabels(set, home).labels].find((one) => one[label] !== undefined);
  const name = labels?.[label];
  if (labels === undefined || name === undefined || name === "none") return undefined;
  const namespace = labels[`${label}-namespace`] ?? home;
  return gatewaysNamed(set, { name, namespace }).find(isWaypoint) ?? "elsewhere";
}
