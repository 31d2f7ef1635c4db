import type { Finding } from "../../findings/finding";
import { textAt, valueAt } from "../../objects/object-paths";
import { labelsOf, namespaceLabels, objectsOf } from "../objects";
import { about, type CheckedObject, fewOf, type ManifestSet, type Rule } from "../rule";
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
  unjudged: (set) => [...hiddenLabels(set), ...unusedHere(set)],
};

/** Namespaces that are not here, and that a selector takes or not by labels of theirs. */
function hiddenLabels(set: ManifestSet): readonly string[] {
  const open = waypointUses(set).flatMap((use) => {
    const gateway = gatewaysNamed(set, use).find(isWaypoint);
    const { from } = use;
    const home = gateway?.object.metadata.namespace;
    if (!gateway || from === undefined || home === undefined || takesNothing(gateway) || isHere(set, from)) return [];
    const allowed = allowedNamespaces(gateway);
    if (textAt(allowed, "from") !== "Selector") return [];
    const known = namespaceLabels(set, from);
    const selector = valueAt(allowed, "selector");
    if (matchSelector(selector, known) !== "unknown") return [];
    const keys = selectorKeys(selector).filter((key) => !Object.hasOwn(known.labels, key));
    return [
      `whether waypoint ${waypointName({ ...use, namespace: home })} accepts namespace ${from}, which it selects by ${keys.join(", ")}: that Namespace is not among these manifests`,
    ];
  });
  return [...new Set(open)];
}

/** Waypoints that do not take everybody, and that nothing here uses: who does has its labels elsewhere. */
function unusedHere(set: ManifestSet): readonly string[] {
  const used = new Set(waypointUses(set).flatMap((use) => gatewaysNamed(set, use)));
  const open = objectsOf(set, "gateway.networking.k8s.io", "Gateway").filter(
    (gateway) =>
      isWaypoint(gateway) &&
      !used.has(gateway) &&
      !takesNothing(gateway) &&
      textAt(allowedNamespaces(gateway), "from") !== "All",
  );
  if (open.length === 0) return [];
  const names = open.map(({ object: { metadata } }) => [metadata.namespace, metadata.name].filter(Boolean).join("/"));
  const { shown, many } = fewOf(names);
  return [
    `whether waypoint${many ? "s" : ""} ${shown} accept${many ? "" : "s"} who uses ${many ? "them" : "it"}, as ${many ? "they do" : "it does"} not take all namespaces: nothing here names ${many ? "them" : "it"}`,
  ];
}

function isHere(set: ManifestSet, name: string): boolean {
  return objectsOf(set, "", "Namespace").some(({ object }) => object.metadata.name === name);
}

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
  // Without the Namespace nothing is known, which is a note and no finding.
  if (!isHere(set, from)) return [];
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
