import type { Finding } from "../../findings/finding";
import { textAt, valueAt } from "../../source/object-paths";
import { labelsOf, namespaceLabels } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { matchSelector, selectorKeys } from "../selector";
import {
  allowedNamespaces,
  gatewaysNamed,
  isWaypoint,
  type WaypointUse,
  waypointName,
  waypointUses,
} from "../waypoints";

export const wpt004: Rule = {
  id: "WPT004",
  state: (set) =>
    waypointUses(set).flatMap((use) => {
      const gateway = gatewaysNamed(set, use).find(isWaypoint);
      if (!gateway) return [];
      return takesNothing(gateway) ? [idle(use, gateway)] : refusal(set, use, gateway);
    }),
};

const trafficLabel = "istio.io/waypoint-for";

/** Left out, it stands for services. */
function takesNothing({ object }: CheckedObject): boolean {
  return labelsOf(object)[trafficLabel] === "none";
}

function idle(use: WaypointUse, { object }: CheckedObject): Finding {
  const namespace = object.metadata.namespace ?? use.namespace;
  return about("WPT004", use.user, {
    at: use.at,
    message: `waypoint ${waypointName({ ...use, namespace })} is labelled ${trafficLabel}: none, so no traffic goes through it`,
    hint: `Label it service, workload or all, or take the use-waypoint label away.`,
  });
}

function refusal(set: ManifestSet, use: WaypointUse, gateway: CheckedObject): readonly Finding[] {
  const { from, user } = use;
  const home = gateway.object.metadata.namespace;
  const allowed = allowedNamespaces(gateway);
  const mode = textAt(allowed, "from") ?? "Same";
  if (from === undefined || home === undefined || mode === "All") return [];
  const waypoint = `waypoint ${waypointName({ ...use, namespace: home })}`;
  if (mode !== "Selector") {
    if (from === home) return [];
    const hint = `Let allowedRoutes.namespaces of its listener select ${from}, for example by kubernetes.io/metadata.name.`;
    return [
      about("WPT004", user, {
        at: use.at,
        message: `${waypoint} accepts only its own namespace, not ${from}`,
        hint,
      }),
    ];
  }
  const selector = valueAt(allowed, "selector");
  const known = namespaceLabels(set, from);
  const match = matchSelector(selector, known);
  if (match === "yes") return [];
  if (match === "no")
    return [
      about("WPT004", user, {
        at: use.at,
        message: `the selector of ${waypoint} does not match namespace ${from}`,
      }),
    ];
  const unseen = selectorKeys(selector).filter((key) => !Object.hasOwn(known.labels, key));
  return [
    about("WPT004", user, {
      at: use.at,
      severity: "warning",
      message: `whether ${waypoint} accepts namespace ${from} hangs on labels that these manifests do not show: ${unseen.join(", ")}`,
      hint: "Select it by kubernetes.io/metadata.name, which every namespace has.",
    }),
  ];
}
