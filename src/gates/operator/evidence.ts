import type { KubernetesObject } from "../../mesh/mesh";
import { textAt } from "../../objects/object-paths";
import type { OperatorReconciledCheck } from "../../plan/operator-parts";

/** Operators elect their leader by this Lease, in their own namespace, whatever the distribution. */
export const leaderLease = "sail-operator-lock";

/** What the cluster holds, for {@link operatorReconciled}. What may not be read is left out; what is not there is `null` or missing. */
export interface OperatorEvidence extends Pick<OperatorReconciledCheck, "csv" | "parts"> {
  /** The ClusterServiceVersion named `csv`. */
  readonly installed: KubernetesObject | null;
  /** Lease `sail-operator-lock`. Left out where leases may not be read. */
  readonly lease?: KubernetesObject | null;
  /** Pods of the operator's namespace. */
  readonly pods: readonly KubernetesObject[];
  /** Secrets of type `helm.sh/release.v1` in the namespaces of the parts. Left out where secrets may not be read. */
  readonly secrets?: readonly KubernetesObject[];
  /** The Deployments and DaemonSets of the parts. */
  readonly workloads: readonly KubernetesObject[];
}

/** A text inside an object; empty where there is none. */
export function textOrEmpty(...where: Parameters<typeof textAt>): string {
  return textAt(...where) ?? "";
}

/** The second in which something happened: Leases are written to the microsecond, what the API server creates to the second. */
export function second(time: string): string {
  return time.slice(0, "2026-11-21T10:00:00".length);
}

/** The annotation under which an operator's pods say which image a part runs: `images.v1_28_5.ztunnel`. */
export function imageKey({ image, version }: { readonly image: string; readonly version: string }): string {
  return `images.${version.replaceAll(".", "_")}.${image}`;
}
