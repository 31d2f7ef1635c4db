import type { MeshPath } from "../../findings/finding";
import type { Mesh } from "../mesh";
import { autoscales, chartCounts } from "../replicas";
import type { Setting } from "./setting";

/** What the replicas of istiod hang on. */
export interface ReplicaInput extends Pick<Mesh, "carried"> {
  readonly controlPlane: Pick<Mesh["controlPlane"], "highAvailability" | "namespace" | "values">;
}

const minReplicas: MeshPath = ["spec", "controlPlane", "highAvailability", "minReplicas"];

/**
 * What gives `highAvailability` its replicas, and the chart a reason to make a PodDisruptionBudget: the autoscaler's minimum, or the
 * count of the Deployment where values switch the autoscaler off.
 */
export function replicaSettings({ controlPlane, carried }: ReplicaInput): readonly Setting[] {
  const { highAvailability, namespace, values } = controlPlane;
  if (!highAvailability) return [];
  const count = highAvailability.minReplicas;
  const scaled = autoscales(values);
  const hint = `leave it out: it does nothing while autoscaling is ${scaled ? "on" : "off"}, and minReplicas gives the replicas`;
  return [
    pilot("autoscaleMin", { value: count, written: scaled, ...(!scaled && { hint }) }),
    ...(scaled ? [maximum(count)] : []),
    pilot("replicaCount", { value: count, written: !scaled, ...(scaled && { hint }) }),
    pilot("rollingMaxUnavailable", {
      accepts: (value) => leavesOne(value, count),
      expected: `less than ${count}, or than 100%`,
    }),
    ...(hasOwnBudget(carried, namespace) ? [] : [budget]),
  ];
}

function pilot(key: string, details: Omit<Setting, "at" | "from">): Setting {
  return { at: ["pilot", key], from: minReplicas, ...details };
}

/** A minimum above the chart's maximum needs one of its own; values may give the autoscaler more room. */
function maximum(count: number): Setting {
  const needed = count > chartCounts.autoscaleMax;
  return pilot("autoscaleMax", {
    ...(needed && { value: count, written: true }),
    accepts: (value) => typeof value === "number" && value >= count,
    expected: `at least ${count}`,
  });
}

/** The chart makes one for two replicas and more, unless it is told not to. */
const budget: Setting = {
  at: ["global", "defaultPodDisruptionBudget", "enabled"],
  value: true,
  from: minReplicas,
  hint: "leave it out, or carry a PodDisruptionBudget of your own in spec.manifests",
};

function hasOwnBudget(carried: Mesh["carried"], namespace: string): boolean {
  return carried.some(
    ({ object: { apiVersion, kind, metadata } }) =>
      kind === "PodDisruptionBudget" && apiVersion.startsWith("policy/") && metadata.namespace === namespace,
  );
}

/** Replicas that a rolling update may take away at once: a number, or a share that Kubernetes rounds down. */
function leavesOne(value: unknown, count: number): boolean {
  const [, amount, share] = /^(\d+)(%?)$/.exec(String(value)) ?? [];
  if (amount === undefined) return true;
  return Number(amount) < (share ? 100 : count);
}
