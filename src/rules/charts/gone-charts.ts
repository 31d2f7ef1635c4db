import { kindOf } from "../../objects/kubernetes-object";
import { valueAt } from "../../objects/object-paths";
import { takesAlong } from "../engines/gone-owners";
import type { CheckedObject, Step } from "../rule";
import type { ChartName, MeshChart } from "./mesh-chart";

/** What a mesh loses with the objects of a chart. */
const losses: Readonly<Record<ChartName, string>> = {
  base: "the accounts and webhooks of chart base; Istio's CRDs stay, and nobody brings those of a later version",
  istiod: "istiod: no pod is injected any more, and proxies and gateways get no configuration and no certificates",
  cni: "the CNI: pods that start are not led into the mesh, or do not start",
  ztunnel: "ztunnel: the ambient pods of all nodes are cut off",
  gateway: "a gateway, and the address of its Service",
};

/** What of a mesh goes, or is left alone, with the Application or HelmRelease that installed a chart of Istio, as the end of a sentence. */
export function lossOfChart({ before, after }: Step, one: CheckedObject): string {
  const own = (before.charts ?? []).filter((chart) => chart.by === one);
  const [gone] = own.filter((chart) => !(after.charts ?? []).some((other) => isSame(chart, other)));
  if (!gone) return "";
  const how = wayOf(one);
  return how === undefined
    ? `; what chart ${gone.chart} made stays in the cluster, where nobody looks after it`
    : `, and with it by ${how} ${losses[gone.chart]}`;
}

/** Another one may bring the same, before or after. */
function isSame(one: MeshChart, other: MeshChart): boolean {
  return one.chart === other.chart && one.cluster === other.cluster && one.namespace === other.namespace;
}

/** What deletes the objects of a chart with whoever installed it; undefined where nothing does. */
function wayOf(one: CheckedObject): string | undefined {
  if (kindOf(one.object) === "helm.toolkit.fluxcd.io/HelmRelease")
    return valueAt(one.object, "spec", "suspend") === true ? undefined : "an uninstall";
  return takesAlong(one) ? "its finalizer" : undefined;
}
