import type { Finding } from "../../findings/finding";
import { kindOf, objectId } from "../../objects/kubernetes-object";
import { valueAt } from "../../objects/object-paths";
import { takesAlong } from "../engines/gone-owners";
import { sailObjects } from "../objects";
import { about, type CheckedObject, type Step } from "../rule";
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

/** Charts of Istio that somebody installed until a step, and installs no more, while nobody else does (SNAP002). */
export function goneFromInstallers({ before, after, kind }: Step): readonly Finding[] {
  // Where the operator has an Istio by then, the mesh moves over to it.
  if (kind !== undefined || sailObjects(after, ["Istio"]).length > 0) return [];
  const there = [...(after.charts ?? []).map(({ by }) => by), ...after.objects];
  const was = new Set((before.charts ?? []).map(nameOf));
  return (before.charts ?? []).flatMap((chart) => {
    const isItself = ({ object }: CheckedObject) => objectId(object) === objectId(chart.by.object);
    const others = (after.charts ?? []).filter((other) => other.chart === chart.chart);
    const isInstalled = others.some(
      // A file says of no cluster that it is its own, so that one which begins with it may be for any.
      (other) => other.cluster === chart.cluster || isItself(other.by) || !was.has(nameOf(other)),
    );
    // With one that goes itself, what it installed is told of that.
    const by = there.find(isItself);
    if (chart.chart === "gateway" || isInstalled || !by) return [];
    const message = `it installs chart ${chart.chart} no more from this step on: what goes is ${losses[chart.chart]}`;
    return [about("SNAP002", by, { message, hint: "Move what needs it away first, in a step of its own." })];
  });
}

function nameOf({ chart, by }: MeshChart): string {
  return `${chart} ${objectId(by.object)}`;
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
