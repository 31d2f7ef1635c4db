import { nearest } from "../../basics/nearest";
import type { Finding } from "../../findings/finding";
import { autoscales, countsOf } from "../../mesh/replicas";
import { textAt, valueAt, wordOf } from "../../objects/object-paths";
import { type IstiodPods, istiodPods, valuesOf } from "../istiod-pods";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { matchSelector } from "../selector";
import { slipOf } from "../slips";
import { gatewayClass } from "../waypoints";
import { type Workload, workloadsOf } from "../workloads";

export const ha001: Rule = {
  id: "HA001",
  state: (set) => {
    const istiods = istiodPods(set);
    return [
      ...istiods.flatMap(counts),
      ...istiods.flatMap(none),
      ...objectsOf(set, "autoscaling", "HorizontalPodAutoscaler").flatMap((one) => scaler(set, one, istiods)),
      ...objectsOf(set, "policy", "PodDisruptionBudget").flatMap((one) => budget(set, one, istiods)),
    ];
  },
};

/** The API server refuses an autoscaler whose minimum is above its maximum, and the chart with it. */
function counts({ one }: IstiodPods): readonly Finding[] {
  const values = valuesOf(one);
  const { autoscaleMin, autoscaleMax } = countsOf(values);
  if (!autoscales(values) || autoscaleMax === 0 || autoscaleMin <= autoscaleMax) return [];
  return [
    about("HA001", one, {
      at: ["spec", "values", "pilot", "autoscaleMin"],
      message: `pilot.autoscaleMin ${autoscaleMin} is above autoscaleMax, which is ${autoscaleMax}: the API server refuses the autoscaler`,
      hint: `Write autoscaleMax: ${autoscaleMin} or more.`,
    }),
  ];
}

/** A control plane without a pod. */
function none({ one }: IstiodPods): readonly Finding[] {
  const at = ["spec", "values", "pilot", "replicaCount"];
  if (valueAt(one.object, ...at) !== 0 || autoscales(valuesOf(one))) return [];
  const message = "pilot.replicaCount is 0 and nothing scales it: there is no istiod";
  return [about("HA001", one, { at, message, hint: "Write 2 or more." })];
}

/** Judged only where the manifests show what there is to scale; a Deployment may come with a chart. */
function scaler(set: ManifestSet, one: CheckedObject, istiods: readonly IstiodPods[]): readonly Finding[] {
  const { object } = one;
  const home = object.metadata.namespace;
  if (textAt(object, "spec", "scaleTargetRef", "kind") !== "Deployment") return [];
  const name = textAt(object, "spec", "scaleTargetRef", "name") ?? "";
  const at = ["spec", "scaleTargetRef", "name"];
  const there = [
    ...objectsOf(set, "apps", "Deployment").flatMap(({ object: { metadata } }) =>
      metadata.namespace === home ? [metadata.name] : [],
    ),
    ...istiods.flatMap(({ namespace, deployment }) => (namespace === home ? [deployment] : [])),
    ...gatewaysIn(set, home).flatMap(deploymentsOf),
  ];
  if (there.length === 0 || there.includes(name)) return [];
  const near = slipOf(name, there);
  return [
    about("HA001", one, {
      at,
      ...(near === undefined && { severity: "warning" as const }),
      message: `HorizontalPodAutoscaler scales Deployment ${name}, which is not among these manifests, and which the mesh does not make: it does nothing`,
      ...(near !== undefined && { hint: `Did you mean ${near}?` }),
    }),
  ];
}

function budget(set: ManifestSet, one: CheckedObject, istiods: readonly IstiodPods[]): readonly Finding[] {
  const home = one.object.metadata.namespace;
  const selector = valueAt(one.object, "spec", "selector");
  const selects = (labels: Readonly<Record<string, string>>) =>
    matchSelector(selector, { labels, complete: true }) === "yes";
  const near = istiods.filter(({ namespace }) => namespace === home);
  const istiod = near.find(({ labels }) => selects(labels));
  if (istiod) return blocked(one, istiod);
  // Only istiod's own label names istiod for certain: pods of others, and of gateways, carry labels that nobody sees here.
  const app = textAt(selector, "matchLabels", "app") ?? textAt(selector, "matchLabels", "istio") ?? "";
  const meant = nearest(app, ["istiod", "pilot"]) !== undefined || ["istiod", "pilot"].includes(app);
  const isTaken = workloadsOf(set).some(
    ({ one: { object }, labels }) => object.metadata.namespace === home && selects(labels as Record<string, string>),
  );
  const byName = gatewayByName(set, one);
  if (byName.length > 0) return byName;
  const slip = isTaken ? undefined : gatewayMeant(set, one);
  if (slip) return [slip];
  if (isTaken) return [...ofGateway(set, one)];
  if (near.length === 0 || !meant) return [...selectsNone(set, one)];
  return [
    about("HA001", one, {
      at: ["spec", "selector"],
      message: `PodDisruptionBudget selects no pod of istiod in ${home}: a drain may take them all`,
      hint: `Its pods carry ${near.map(({ labels }) => `app: ${labels["app"]}, istio.io/rev: ${labels["istio.io/rev"]}`).join(" or ")}.`,
    }),
  ];
}

/** A budget beside gateways and other workloads of which it selects none; what comes with a chart is not here. */
function selectsNone(set: ManifestSet, one: CheckedObject): readonly Finding[] {
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
  return workloadsOf(set).filter(
    ({ one: { object }, annotations }) =>
      object.metadata.namespace === home && annotations["inject.istio.io/templates"] === "gateway",
  );
}

/** A budget that is nearly one of a gateway's. */
function gatewayMeant(set: ManifestSet, one: CheckedObject): Finding | undefined {
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

function ofGateway(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const selector = valueAt(one.object, "spec", "selector");
  const gateway = injectedGateways(set, one.object.metadata.namespace).find(
    ({ labels }) => matchSelector(selector, { labels: labels as Record<string, string>, complete: true }) === "yes",
  );
  const [minimum, maximum] = ["minAvailable", "maxUnavailable"].map((key) => textAt(one.object, "spec", key));
  if (!gateway) return [];
  const always = minimum === "100%" || /^0+%?$/.test(maximum ?? "");
  const least = leastReplicas(set, gateway);
  const atRest = /^\d+$/.test(minimum ?? "") && Number(minimum) >= least;
  if (!always && !atRest) return [];
  const key = minimum === undefined ? "maxUnavailable" : "minAvailable";
  const message = `PodDisruptionBudget with ${key} ${minimum ?? maximum} lets no pod of gateway ${gateway.one.object.metadata.name} go${always ? "" : ` while there ${least === 1 ? "is" : "are"} ${least}`}: every drain of its node waits for ever`;
  return [
    about("HA001", one, {
      at: ["spec", key],
      ...(!always && { severity: "warning" as const }),
      message,
      hint: "Let one go: maxUnavailable: 1, with two replicas or more.",
    }),
  ];
}

/** How many pods a gateway has when nothing is to do: its autoscaler says so, else its Deployment. */
function leastReplicas(set: ManifestSet, { one }: Workload): number {
  const { name, namespace } = one.object.metadata;
  const scalers = objectsOf(set, "autoscaling", "HorizontalPodAutoscaler").filter(
    ({ object }) =>
      object.metadata.namespace === namespace && textAt(object, "spec", "scaleTargetRef", "name") === name,
  );
  const counts = scalers.length > 0 ? scalers.map((it) => ["minReplicas", it] as const) : [["replicas", one] as const];
  return Math.min(...counts.map(([key, { object }]) => Number(textAt(object, "spec", key) ?? 1)));
}

/** A budget for a waypoint or another Gateway that istiod deploys, by nearly its name. */
function gatewayByName(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const key = "gateway.networking.k8s.io/gateway-name";
  const at = ["spec", "selector", "matchLabels", key];
  const name = textAt(one.object, ...at);
  const there = gatewaysIn(set, one.object.metadata.namespace).map(({ object }) => object.metadata.name);
  const near = name === undefined || there.includes(name) ? undefined : slipOf(name, there);
  if (near === undefined) return [];
  const message = `PodDisruptionBudget is for Gateway ${name}, which is not among these manifests: a drain may take all of its pods`;
  return [about("HA001", one, { at, severity: "warning", message, hint: `Did you mean ${near}?` })];
}

/** Whether a budget lets no pod go, at all or while the autoscaler is at its minimum. */
function blocked(one: CheckedObject, { replicas }: IstiodPods): readonly Finding[] {
  const [minimum, maximum] = ["minAvailable", "maxUnavailable"].map((key) => textAt(one.object, "spec", key));
  const always = minimum === "100%" || /^0+%?$/.test(maximum ?? "") || Number(minimum ?? 0) >= replicas.most;
  const atRest = Number(minimum ?? 0) >= replicas.least;
  if (!always && !atRest) return [];
  const key = minimum === undefined ? "maxUnavailable" : "minAvailable";
  return [
    about("HA001", one, {
      at: ["spec", key],
      ...(!always && { severity: "warning" as const }),
      message: `PodDisruptionBudget with ${key} ${minimum ?? maximum} lets no pod of istiod go${always ? "" : ` while there are ${replicas.least}`}: every drain of its node waits for ever`,
      hint: "Let one go: maxUnavailable: 1, with pilot.autoscaleMin of 2 or more.",
    }),
  ];
}

function gatewaysIn(set: ManifestSet, home: string | undefined): readonly CheckedObject[] {
  return objectsOf(set, "gateway.networking.k8s.io", "Gateway").filter(
    ({ object }) => object.metadata.namespace === home,
  );
}

/** istiod calls them after the Gateway, with the class behind it unless that is a waypoint's. */
function deploymentsOf(gateway: CheckedObject): readonly string[] {
  const { name } = gateway.object.metadata;
  return [name, `${name}-${gatewayClass(gateway)}`];
}
