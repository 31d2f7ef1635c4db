import type { Mesh } from "./mesh";
import { mapAt, type Values } from "./settings/setting";

/** What Istio's chart takes for istiod where values say nothing. */
export const chartCounts = { autoscaleMin: 1, autoscaleMax: 5, replicaCount: 1 };
export type CountKey = keyof typeof chartCounts;

/**
 * How many replicas of istiod are ready when the mesh is as described: those that `highAvailability` asks for, or what the chart
 * makes of the values. The autoscaler may run more.
 */
export function wantedReplicas({ controlPlane: { highAvailability, values } }: Pick<Mesh, "controlPlane">): number {
  return highAvailability?.minReplicas ?? chartReplicas(values);
}

/** Like the chart: without a minimum or a maximum it makes no autoscaler, and a Deployment that names no count has one replica. */
export function chartReplicas(values: Values): number {
  const { autoscaleMin, autoscaleMax, replicaCount } = countsOf(values);
  const minimum = autoscaleMax > 0 ? autoscaleMin : 0;
  return Math.max(1, autoscales(values) ? minimum : replicaCount);
}

/** Whether the chart makes a PodDisruptionBudget of istiod's name: for two replicas and more, unless it is told not to. */
export function hasChartBudget({ controlPlane: { values } }: Pick<Mesh, "controlPlane">): boolean {
  return mapAt(values, "global", "defaultPodDisruptionBudget")["enabled"] !== false;
}

/** Whether an autoscaler decides. The demo profile, which values can choose, switches it off. */
export function autoscales(values: Values): boolean {
  return (mapAt(values, "pilot")["autoscaleEnabled"] ?? values["profile"] !== "demo") !== false;
}

/** The counts in force; what is no count does not count, and a `null` never reaches the chart. */
export function countsOf(values: Values): typeof chartCounts {
  const given = Object.entries(mapAt(values, "pilot")).filter(
    ([key, value]) => Object.hasOwn(chartCounts, key) && isCount(value),
  );
  return { ...chartCounts, ...Object.fromEntries(given) };
}

/** What the API takes as a number of replicas. */
export function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}
