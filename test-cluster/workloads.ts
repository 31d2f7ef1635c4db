import { type Cluster, kubectl } from "./cluster";
import type { PlanPhase } from "./repository";

/** What the webhook of a revision would put on pods that start: the revision that their namespace asks for in a phase. Here nobody injects. */
export async function inject(cluster: Cluster, { state }: PlanPhase): Promise<void> {
  for (const [namespace, revision] of Object.entries(state.revisions ?? {})) {
    const patch = { spec: { template: { metadata: { annotations: { "istio.io/rev": revision } } } } };
    const found = await kubectl(cluster, [
      "get",
      "deployments",
      "-n",
      namespace,
      "-l",
      "!gateway.networking.k8s.io/gateway-name",
      "-o",
      "name",
    ]);
    for (const name of found.split("\n").filter((one) => one.endsWith("/app"))) {
      await kubectl(cluster, ["patch", name, "-n", namespace, "--type=merge", "-p", JSON.stringify(patch)]);
      await kubectl(cluster, ["rollout", "status", name, "-n", namespace, "--timeout=2m"]);
    }
  }
}
