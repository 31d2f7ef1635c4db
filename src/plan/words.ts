import type { PhaseDraft } from "./in-place/draft";
import type { PhaseKind } from "./phase";
import type { MeshState } from "./state";
import { controlPlaneVersion } from "./state";

/** What a reviewer reads about a phase before any YAML. */
export interface PhaseWords {
  readonly title: string;
  readonly why: string;
  readonly disruption: string;
}

type Describe = (state: MeshState, before: MeshState) => PhaseWords;

const none = "None.";

const ztunnelRoll =
  "ztunnel restarts node by node. New connections are taken over; a connection that outlives the grace period of the old ztunnel is reset.";

const words: Record<Exclude<PhaseKind, "waypoints" | "tags" | "namespaces" | "clean-up">, Describe> = {
  baseline: (state) => ({
    title: `Baseline: Istio ${controlPlaneVersion(state)}`,
    why: "The mesh as it runs now, written down. Promote it first and see the GitOps engine change nothing: every later diff is then only the upgrade.",
    disruption:
      "None, when the description matches the cluster. If the engine wants to change something, mesh.yaml is wrong: correct it before going on.",
  }),
  prepare: () => ({
    title: "Prepare ZTunnel",
    why: "These settings roll ztunnel by themselves, so they travel before its version and not with it. This first roll still drains with the old settings.",
    disruption: ztunnelRoll,
  }),
  operator: (state) => ({
    title: `Operator ${state.operatorRelease}`,
    why: `The operator is raised before the mesh, and by itself: ${state.operatorRelease} installs what runs now and what the next phases need. Nothing else changes.`,
    disruption:
      "The new operator renders every chart again: image digests or defaults may differ, so istiod, CNI and ztunnel may roll at the same Istio version. Treat it as touching traffic.",
  }),
  "control-plane": (state, before) => ({
    title: `Control plane ${controlPlaneVersion(state)}`,
    why: "The control plane moves first: it may be one minor ahead of the data plane, never behind it.",
    disruption: [
      "istiod restarts; proxies keep their configuration and reconnect. Configuration and certificates are not delivered in between: run more than one replica.",
      ...(before.waypoints ? ["istiod then rolls the waypoints itself, which may happen twice."] : []),
      ...(state.workloads ? ["Sidecars stay at their version until their pods restart."] : []),
    ].join(" "),
  }),
  cni: (state) => ({
    title: `CNI ${state.cni}`,
    why: "The CNI plugin follows the control plane. Redirection rules stay in place while the DaemonSet rolls.",
    disruption: "A pod that starts on a node while its istio-cni-node restarts waits until that is ready again.",
  }),
  ztunnel: (state) => ({
    title: `ZTunnel ${state.ztunnel}`,
    why: "The node proxies move when control plane and CNI are there.",
    disruption: state.inTransit?.ztunnel
      ? "None yet: with OnDelete no pod is replaced until a person drains its node. A node that restarts by itself comes back with the new ztunnel."
      : ztunnelRoll,
  }),
  restart: (state, before) =>
    before.inTransit?.ztunnel
      ? {
          title: "Replace ztunnel, node by node",
          why: "With OnDelete the new ztunnel reaches a node only when its old pod is deleted. Drained first, the node has no connection to lose.",
          disruption: "Workloads are rescheduled node by node, within their own grace periods and disruption budgets.",
        }
      : {
          title: "Restart workloads",
          why: `Sidecars are injected when a pod starts: only a restart brings them to ${state.workloads}.`,
          disruption: "Every workload of the mesh restarts, within its own rollout strategy and disruption budget.",
        },
  verify: (state) => ({
    title: `Verify ${controlPlaneVersion(state)}`,
    why: "Nothing moves. The whole mesh is looked at once more, and traffic is tried, before anything else changes.",
    disruption: none,
  }),
};

/** Title, reason and disruption of a drafted phase. */
export function describePhase(draft: PhaseDraft, before: MeshState): PhaseWords {
  const described = words[draft.kind as keyof typeof words](draft.state, before);
  if (!draft.combined) return described;
  return {
    title: `Whole mesh ${controlPlaneVersion(draft.state)}`,
    why: "Asked for as one phase. All versions are of one minor, so every order in which the objects may be applied is safe.",
    disruption: [described.disruption, ...(draft.state.ztunnel ? [ztunnelRoll] : [])].join(" "),
  };
}
