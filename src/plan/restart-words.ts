import type { PhaseDraft, PhaseWords, RestartedCohort } from "./in-place/draft";
import { controlPlaneVersion, type MeshState } from "./state";

/** Of one in which people drain nodes. */
export const drainedByPeople: PhaseWords = {
  title: "Replace ztunnel, node by node",
  why: "With OnDelete the new ztunnel reaches a node only when its old pod is deleted. Drained first, the node has no connection to lose.",
  disruption: "Workloads are rescheduled node by node, within their own grace periods and disruption budgets.",
};

/** What a reviewer reads of a phase in which people replace pods: nodes are drained, gateways or workloads restarted. */
export function restartWords(state: MeshState, before: MeshState, { cohort }: Pick<PhaseDraft, "cohort">): PhaseWords {
  if (before.inTransit?.ztunnel && !state.inTransit?.ztunnel) return drainedByPeople;
  if (before.inTransit?.gateways && !state.inTransit?.gateways) {
    return {
      title: "Restart gateways",
      why: `istiod does not roll these gateways: their proxies come to ${state.gateways} with new pods.`,
      disruption:
        "Traffic through each gateway moves to its new pods; connections through the old ones end with their grace period. More than one replica and a surge keep the gateway reachable.",
    };
  }
  if (cohort) return cohortWords(cohort, controlPlaneVersion(state));
  return {
    title: "Restart workloads",
    why: `Sidecars are injected when a pod starts: only a restart brings them to ${state.workloads}.`,
    disruption: "Every workload of the mesh restarts, within its own rollout strategy and disruption budget.",
  };
}

function cohortWords({ number, of, isLast, namespaces }: RestartedCohort, version: string): PhaseWords {
  const all = namespaces.join(", ");
  const others = isLast
    ? "It is the last cohort: from here on no sidecar of another version is left."
    : "What comes after this cohort waits for its checks; until the last one sidecars of both versions run side by side, and the proof has looked at that.";
  return {
    title: `Restart cohort ${number} of ${of}: ${shortList(namespaces)}`,
    why: `Sidecars are injected when a pod starts: only a restart brings those of ${all} to ${version}. ${others}`,
    disruption: `Every workload of ${all} restarts, within its own rollout strategy and disruption budget. Other namespaces are left alone.`,
  };
}

/** How many namespaces a title names. */
const named = 3;

function shortList(names: readonly string[]): string {
  const more = names.length - named;
  return more > 0 ? `${names.slice(0, named).join(", ")} and ${more} more` : names.join(", ");
}
