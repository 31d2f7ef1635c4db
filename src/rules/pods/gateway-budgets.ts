import { nearest } from "../../basics/nearest";
import type { Finding, Place } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { isInjectedGateway } from "../gateway-pods";
import { memberOf } from "../membership";
import { annotationsOf, labelsOf, namespaceLabels, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { matchSelector } from "../selector";
import { slipOf } from "../slips";
import { gatewayClass } from "../waypoints";
import { type Workload, workloadsOf } from "../workloads";
import { letsNoneGo, replicasAtRest } from "./budgets";
import { overlaysFor, saidBy } from "./gateway-overlays";

/** A budget beside gateways and other workloads of which it selects none; what comes with a chart is not here. */
export function selectsNone(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const home = one.object.metadata.namespace;
  const terms = Object.keys(Object(valueAt(one.object, "spec", "selector", "matchLabels")));
  const gateways = injectedGateways(set, home);
  if (gateways.length === 0 || !gateways.some(({ labels }) => terms.every((key) => labels[key] !== undefined)))
    return [];
  return [
    about("HA001", one, {
      at: ["spec", "selector"],
      severity: "warning",
      message:
        "PodDisruptionBudget selects none of the pods of its namespace that are here: a drain may take all of the gateway",
    }),
  ];
}

/** The gateways that injection makes of the workloads of a namespace. */
function injectedGateways(set: ManifestSet, home: string | undefined): readonly Workload[] {
  return workloadsOf(set).filter((it) => it.one.object.metadata.namespace === home && isInjectedGateway(it));
}

/** A budget that is nearly one of a gateway's. */
export function gatewayMeant(set: ManifestSet, one: CheckedObject): Finding | undefined {
  const terms = Object.entries(Object(valueAt(one.object, "spec", "selector", "matchLabels")));
  for (const { labels } of injectedGateways(set, one.object.metadata.namespace)) {
    for (const [key, value] of terms) {
      const own = labels[key];
      if (typeof own !== "string" || own === value || nearest(wordOf(value), [own]) === undefined) continue;
      return about("HA001", one, {
        at: ["spec", "selector"],
        severity: "warning",
        message:
          "PodDisruptionBudget selects none of the pods of its namespace that are here: a drain may take all of the gateway",
        hint: `Did you mean ${key}: ${own}?`,
      });
    }
  }
  return undefined;
}

/** A budget that selects pods of the manifests: those of gateways always are the mesh's, others where they are in it. */
export function ofWorkloads(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const home = one.object.metadata.namespace;
  const selector = valueAt(one.object, "spec", "selector");
  const matching = workloadsOf(set).filter(
    ({ one: { object }, labels }) =>
      object.metadata.namespace === home &&
      matchSelector(selector, { labels: labels as Record<string, string>, complete: true }) === "yes",
  );
  // A drain passes over pods of DaemonSets, and over those of Jobs people wait anyway.
  if (matching.some(({ one: { object } }) => !["Deployment", "StatefulSet"].includes(object.kind))) return [];
  const gateway = matching.find(isInjectedGateway);
  const [first] = matching;
  if (!first || (!gateway && !matching.some((it) => inMesh(set, it)))) return [];
  const counts = matching.map((it) => leastReplicas(set, it) ?? (gateway ? 1 : Number.NaN));
  const least = counts.reduce((sum, count) => sum + count, 0);
  return letsNoneGo(one, {
    name: gateway ? `gateway ${gateway.one.object.metadata.name}` : objectId(first.one.object),
    least: Number.isNaN(least) ? undefined : least,
    severity: gateway ? "error" : "warning",
    hint: letOneGo,
  });
}

const letOneGo = "Let one go: maxUnavailable: 1, with two replicas or more.";

/** Whether a budget is for a gateway of these manifests, whoever deploys it. */
export function guardsGateway(set: ManifestSet, one: CheckedObject): boolean {
  const home = one.object.metadata.namespace;
  const selector = valueAt(one.object, "spec", "selector");
  return (
    textAt(selector, "matchLabels", gatewayName) !== undefined ||
    injectedGateways(set, home).some(
      ({ labels }) => matchSelector(selector, { labels: labels as Record<string, string>, complete: true }) === "yes",
    )
  );
}

/** How many pods there are when nothing is to do. */
function leastReplicas(set: ManifestSet, { one }: Workload): number | undefined {
  const { name, namespace } = one.object.metadata;
  return replicasAtRest(set, { namespace, names: [name], workload: one });
}

/** Whether pods have a sidecar or are ambient, by their own labels or their namespace's. */
function inMesh(set: ManifestSet, { one, labels }: Workload): boolean {
  const own = labels as Record<string, string>;
  if (own["sidecar.istio.io/inject"] === "false" || own["istio.io/dataplane-mode"] === "none") return false;
  if (own["sidecar.istio.io/inject"] === "true" || memberOf(own) !== undefined) return true;
  return memberOf(namespaceLabels(set, one.object.metadata.namespace ?? "").labels) !== undefined;
}

const gatewayName = "gateway.networking.k8s.io/gateway-name";

/** A budget for a waypoint or another Gateway that istiod deploys: one pod, unless somebody says more. */
export function ofDeployedGateway(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const home = one.object.metadata.namespace;
  const name = textAt(one.object, "spec", "selector", "matchLabels", gatewayName);
  const gateway = gatewaysIn(set, home).find(({ object }) => object.metadata.name === name);
  if (!gateway) return [];
  const isSized =
    valueAt(gateway.object, "spec", "infrastructure", "parametersRef") !== undefined ||
    objectsOf(set, "", "ConfigMap").some(({ object }) => labelsOf(object)["gateway.istio.io/defaults-for-class"]);
  const scaled = replicasAtRest(set, { namespace: home, names: deploymentsOf(gateway) });
  return letsNoneGo(one, {
    name: `Gateway ${name}`,
    least: scaled ?? (isSized ? undefined : 1),
    severity: "error",
    hint: letOneGo,
  });
}

/** A budget that the Gateway's own parameters, or the defaults of its class, have istiod make. */
export function ofOverlays(set: ManifestSet, gateway: CheckedObject): readonly Finding[] {
  const overlays = overlaysFor(set, gateway);
  const last = overlays.findLast(({ entries }) => entries.some(({ key }) => key === "podDisruptionBudget"));
  const entry = last?.entries.find(({ key }) => key === "podDisruptionBudget");
  if (!last || !entry) return [];
  const { one } = last;
  const home = gateway.object.metadata.namespace;
  const own = saidBy(overlays, "horizontalPodAutoscaler", "spec", "minReplicas");
  const least = own ?? replicasAtRest(set, { namespace: home, names: deploymentsOf(gateway) });
  const count = Number(least ?? saidBy(overlays, "deployment", "spec", "replicas") ?? 1);
  // A Gateway without pods is said to be one.
  if (count === 0) return [];
  const spec = valueAt(entry.value, "spec");
  const budget: CheckedObject = {
    object: { ...one.object, spec },
    ...(one.locate && { locate: () => one.locate?.(entry.at) as Place }),
  };
  return letsNoneGo(budget, {
    name: `Gateway ${gateway.object.metadata.name}`,
    least: count,
    severity: "error",
    hint: letOneGo,
  });
}

/** A budget for a waypoint or another Gateway that istiod deploys, by nearly its name. */
export function gatewayByName(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const at = ["spec", "selector", "matchLabels", gatewayName];
  const name = textAt(one.object, ...at);
  const there = gatewaysIn(set, one.object.metadata.namespace).map(({ object }) => object.metadata.name);
  const near = name === undefined || there.includes(name) ? undefined : slipOf(name, there);
  if (near === undefined) return [];
  const message = `PodDisruptionBudget is for Gateway ${name}, which is not among these manifests: a drain may take all of its pods`;
  return [about("HA001", one, { at, severity: "warning", message, hint: `Did you mean ${near}?` })];
}

export function gatewaysIn(set: ManifestSet, home: string | undefined): readonly CheckedObject[] {
  return objectsOf(set, "gateway.networking.k8s.io", "Gateway").filter(
    ({ object }) => object.metadata.namespace === home,
  );
}

/** What istiod may call the Deployment of a Gateway: after it, with the class behind unless that is a waypoint's or one between networks. */
export function deploymentsOf(gateway: CheckedObject): readonly string[] {
  const { name } = gateway.object.metadata;
  const given = annotationsOf(gateway.object)["gateway.istio.io/name-override"];
  if (given !== undefined) return [given];
  const suffixed = `${name}-${gatewayClass(gateway)}`;
  // Where somebody else makes the pods, or parameters say what they are like, either may be meant.
  const isOpen =
    listAt(gateway.object, "spec", "addresses").length > 0 ||
    valueAt(gateway.object, "spec", "infrastructure", "parametersRef") !== undefined;
  if (!isOpen && gatewayClass(gateway) === "istio") return [suffixed];
  return !isOpen && ["istio-waypoint", "istio-east-west"].includes(gatewayClass(gateway)) ? [name] : [name, suffixed];
}

/** The Deployment that was meant by the name of a Gateway, or by one with the wrong class behind it. */
export function deploymentMeant(set: ManifestSet, home: string | undefined, name: string): string | undefined {
  const meant = gatewaysIn(set, home).find(
    (one) => one.object.metadata.name === name || `${one.object.metadata.name}-${gatewayClass(one)}` === name,
  );
  return meant && deploymentsOf(meant)[0];
}
