/** A workload whose rollout can be waited for. */
export interface Workload {
  readonly kind: "Deployment" | "DaemonSet";
  readonly namespace: string;
  readonly name: string;
}
