import { nearest } from "../../basics/nearest";
import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { autoscales, countsOf } from "../../mesh/replicas";
import { textAt, valueAt } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import { letsNoneGo } from "../pods/budgets";
import {
  deploymentMeant,
  deploymentsOf,
  gatewayByName,
  gatewayMeant,
  gatewaysIn,
  guardsGateway,
  ofDeployedGateway,
  ofOverlays,
  ofWorkloads,
  selectsNone,
} from "../pods/gateway-budgets";
import { managedGateways } from "../pods/gateway-overlays";
import { type IstiodPods, istiodPods, valuesOf } from "../pods/istiod-pods";
import { faultyRollouts } from "../pods/rollouts";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { matchSelector } from "../selector";
import { slipOf } from "../slips";
import { isWhole } from "../unseen";
import { workloadsOf } from "../workloads";

export const ha001: Rule = {
  id: "HA001",
  state: (set) => {
    const istiods = istiodPods(set);
    return [
      ...istiods.flatMap(counts),
      ...istiods.flatMap(none),
      ...istiods.flatMap((one) => alone(set, one)),
      ...faultyRollouts(set, istiods),
      ...objectsOf(set, "autoscaling", "HorizontalPodAutoscaler").flatMap((one) => scaler(set, one, istiods)),
      ...managedGateways(set).flatMap((one) => ofOverlays(set, one)),
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
      message: `pilot.autoscaleMin ${autoscaleMin} is above autoscaleMax, which is ${autoscaleMax}: the API server refuses the autoscaler, and the operator cannot finish`,
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

/** Whether the tree asks elsewhere for what one istiod cannot give: that a node may go. */
function alone(set: ManifestSet, { one, replicas }: IstiodPods): readonly Finding[] {
  const values = valuesOf(one);
  const key = autoscales(values) ? "autoscaleMin" : "replicaCount";
  if (replicas.least > 1) return [];
  const budget = ["global", "defaultPodDisruptionBudget", "enabled"];
  const spread = [["affinity", "podAntiAffinity"], ["topologySpreadConstraints"]].find(
    (it) => valueAt(values, "pilot", ...it) !== undefined,
  );
  const [gateways] = objectsOf(set, "policy", "PodDisruptionBudget").filter((it) => guardsGateway(set, it));
  const asked =
    valueAt(values, ...budget) === true
      ? `${budget.join(".")} is true`
      : valueAt(values, "pilot", key) !== 1
        ? undefined
        : spread !== undefined
          ? `pilot.${spread.join(".")} spreads its pods`
          : gateways && `${objectId(gateways.object)} keeps a gateway available`;
  if (asked === undefined) return fixed(set, one);
  return [
    about("HA001", one, {
      at: ["spec", "values", "pilot", key],
      severity: "warning",
      message: `there may be one pod of istiod alone, and ${asked}: whenever its node is drained there is none, or the drain waits for ever`,
      hint: `Write pilot.${key}: 2 or more.`,
    }),
  ];
}

/** One pod that nothing scales, where what it serves runs twice, so that a node may go. Clusters in one container have one node. */
function fixed(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const values = valuesOf(one);
  const isFixed = valueAt(values, "pilot", "autoscaleEnabled") === false || countsOf(values).autoscaleMax === 1;
  const isSmall = ["k3d", "minikube"].includes(textAt(values, "global", "platform") ?? "");
  const twice = objectsOf(set, "apps", "Deployment").find(
    ({ object }) => Number(valueAt(object, "spec", "replicas")) > 1,
  );
  if (!isFixed || isSmall || !twice) return [];
  const key = autoscales(values) ? "autoscaleMax" : "replicaCount";
  return [
    about("HA001", one, {
      at: ["spec", "values", "pilot", key],
      severity: "warning",
      message: `there is one pod of istiod and nothing scales it, and ${objectId(twice.object)} runs ${valueAt(twice.object, "spec", "replicas")}: while its node is drained, new pods get no certificate and no configuration`,
      hint: `Write pilot.${key === "replicaCount" ? key : "autoscaleMin"}: 2 or more.`,
    }),
  ];
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
  const made = deploymentMeant(set, home, name);
  if (made !== undefined) {
    return [
      about("HA001", one, {
        at,
        // A chart may bring a Deployment of the other name.
        ...(!isWhole(set, home ?? "") && { severity: "warning" as const }),
        message: `HorizontalPodAutoscaler scales Deployment ${name}, and istiod calls that of the Gateway ${made}: it does nothing`,
        hint: `Write ${made}.`,
      }),
    ];
  }
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
  if (istiod) {
    const hint = "Let one go: maxUnavailable: 1, with pilot.autoscaleMin of 2 or more.";
    return letsNoneGo(one, { name: "istiod", ...istiod.replicas, severity: "error", hint });
  }
  // Only istiod's own label names istiod for certain: pods of others, and of gateways, carry labels that nobody sees here.
  const app = textAt(selector, "matchLabels", "app") ?? textAt(selector, "matchLabels", "istio") ?? "";
  const meant = nearest(app, ["istiod", "pilot"]) !== undefined || ["istiod", "pilot"].includes(app);
  const isTaken = workloadsOf(set).some(
    ({ one: { object }, labels }) => object.metadata.namespace === home && selects(labels as Record<string, string>),
  );
  const byName = [...gatewayByName(set, one), ...ofDeployedGateway(set, one)];
  if (byName.length > 0) return byName;
  const slip = isTaken ? undefined : gatewayMeant(set, one);
  if (slip) return [slip];
  if (isTaken) return ofWorkloads(set, one);
  if (near.length === 0 || !meant) return selectsNone(set, one);
  return [
    about("HA001", one, {
      at: ["spec", "selector"],
      message: `PodDisruptionBudget selects no pod of istiod in ${home}: a drain may take them all`,
      hint: `Its pods carry ${near.map(({ labels }) => `app: ${labels["app"]}, istio.io/rev: ${labels["istio.io/rev"]}`).join(" or ")}.`,
    }),
  ];
}
