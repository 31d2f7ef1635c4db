import { rollsWith } from "../catalog/rolls";
import { compareVersions, minorDistance } from "../catalog/version";
import { type Subject, valuesOf } from "../ledger/subject";
import type { Mesh } from "../mesh/mesh";
import { subjectOf } from "../mesh/subject";
import { replacedByPeople, ztunnelRestart } from "./disruption";
import type { OperatorMove, PhaseDraft, PhaseWords } from "./in-place/draft";
import { changeWords } from "./keep/words";
import type { PhaseKind } from "./phase";
import { restartWords } from "./restart-words";
import type { MeshState } from "./state";
import { controlPlaneVersion } from "./state";

type Describe = (state: MeshState, before: MeshState, draft: PhaseDraft, subject: Subject) => PhaseWords;

const words: Record<Exclude<PhaseKind, "tags" | "clean-up">, Describe> = {
  baseline: (state) => ({
    title: `Baseline: Istio ${controlPlaneVersion(state)}`,
    why: "The mesh as it runs now, written down. Promote it first: the GitOps engine adds annotations and the marker ConfigMap, and nothing that runs changes. Every later diff is then only the upgrade.",
    disruption:
      "None, when the description matches the cluster. If the engine wants to change a spec or a label, mesh.yaml is wrong: correct it before going on.",
  }),
  prepare: (state, before) =>
    isOnDelete(state)
      ? {
          title: "Prepare ZTunnel",
          why: "How ZTunnel rolls is settled before its version moves. From here on no pod is replaced unless a person deletes it; another setting reaches a node only with its next pod.",
          disruption: isOnDelete(before)
            ? replacedByPeople
            : "None: the strategy of a DaemonSet is not part of its pods.",
        }
      : {
          title: "Prepare ZTunnel",
          why: "These settings roll ztunnel by themselves, so they travel before its version and not with it. This first roll still drains with the old settings.",
          disruption: ztunnelRestart,
        },
  waypoints: (_, before) => ({
    title: `Waypoints let in ${(before.notLetIn ?? []).join(", ")}`,
    why: "A waypoint lets a namespace in before a label sends its traffic there.",
    disruption: "None: nothing of these namespaces is sent there yet.",
  }),
  namespaces: (_, before) => ({
    title: `Namespaces join: ${(before.notYetJoined ?? []).join(", ")}`,
    why: "Their mesh labels are set in a phase of their own: what the labels ask for, such as a waypoint, is there since the phase before, and nothing else changes in these namespaces.",
    disruption:
      "Connections of these namespaces go through the mesh from here on. Under ambient that needs no restart; sidecars arrive with the next start of each pod.",
  }),
  operator: (state, _before, { operator }) => ({
    title: `Operator ${state.operatorRelease}`,
    why: [
      `The operator is raised before the mesh, and by itself: ${state.operatorRelease} installs what runs now and what the next phases need. Nothing else changes.`,
      ...(operator?.pinned ? [fromPinned(operator.pinned, operator.to)] : []),
      ...(operator?.approval === "Automatic" ? [byItself(operator)] : []),
    ].join(" "),
    disruption: operator ? operatorRoll(operator, isOnDelete(state)) : "",
  }),
  platform: (state, before) => ({
    title: `Cluster ${state.platform}`,
    why: `What comes next does not run on ${before.platform}. What runs now does run on ${state.platform}, so the cluster goes first, by hand; nothing of the mesh moves.`,
    disruption:
      "Nodes are drained and restarted one after the other, with the workloads on them. Pods that start afterwards can be injected otherwise: native sidecars begin with Kubernetes 1.33.",
  }),
  "control-plane": (state, before) => ({
    title: `Control plane ${controlPlaneVersion(state)}`,
    why: goesUp(state, before)
      ? "The control plane moves first: it may be ahead of the data plane, never behind it."
      : "On the way down the control plane moves last: it is never behind the data plane.",
    disruption: [
      "istiod restarts; proxies keep their configuration and reconnect. Configuration and certificates are not delivered in between: run more than one replica.",
      ...(before.waypoints || (before.gateways && !state.inTransit?.gateways)
        ? ["istiod then rolls the proxies of its Gateways itself, which may happen twice."]
        : []),
      ...(state.inTransit?.gateways
        ? ["Gateways that istiod does not roll stay at their version until people restart them."]
        : []),
      ...(state.workloads ? ["Sidecars stay at their version until their pods restart."] : []),
    ].join(" "),
  }),
  cni: (state, before, _draft, subject) => ({
    title: `CNI ${state.cni}`,
    why: isAhead(controlPlaneVersion(state), state.cni)
      ? "On the way down the CNI plugin follows ztunnel and comes before the control plane."
      : "The CNI plugin follows the control plane.",
    disruption: [
      "A pod that starts on a node while its istio-cni-node restarts waits until that is ready again.",
      ...cniDefaults.flatMap(({ since, says, unless }) =>
        state.ztunnel && reaches(before.cni, state.cni, since) && !(unless && valuesOf(subject, unless).length > 0)
          ? [says]
          : [],
      ),
    ].join(" "),
  }),
  ztunnel: (state) => ({
    title: `ZTunnel ${state.ztunnel}`,
    why: isAhead(controlPlaneVersion(state), state.ztunnel)
      ? "On the way down the node proxies move first: the data plane is never ahead."
      : "The node proxies move when control plane and CNI are there.",
    disruption: state.inTransit?.ztunnel ? replacedByPeople : ztunnelRestart,
  }),
  restart: restartWords,
  verify: (state, before) => ({
    title: `Verify ${controlPlaneVersion(state)}`,
    why: [
      "No version moves. The whole mesh is looked at once more, and traffic is tried, before anything else changes.",
      ...(state.ztunnelApiVersion === before.ztunnelApiVersion
        ? []
        : ["ZTunnel is written in the API version that the new operator prefers, which changes nothing that runs."]),
    ].join(" "),
    disruption: "None.",
  }),
  change: (_state, _before, { change }) => (change ? changeWords(change) : { title: "", why: "", disruption: "" }),
};

/** Nobody but the user can see into their catalogue. */
function fromPinned({ channel, source }: NonNullable<OperatorMove["pinned"]>, release: string): string {
  return `The catalogue is pinned: ${source ? `CatalogSource ${source}` : "the CatalogSource that the Subscription follows"} must end at ${release} in channel ${channel}.`;
}

/** Nobody is asked under Automatic approval. */
function byItself({ newChannel }: OperatorMove): string {
  return newChannel
    ? "Approval is Automatic: OLM installs it by itself as soon as the new channel is applied, and the gates tell when that is over."
    : "Approval is Automatic: OLM installs it by itself, on any day, perhaps long before this phase, which then only records it and asks whether it is over.";
}

/** What a new operator does to the pods of a mesh whose version does not move, as far as that is known. */
function operatorRoll({ distribution, from, to, running }: OperatorMove, onDelete: boolean): string {
  const { roll, because, source } = rollsWith(distribution, from, to, running);
  const ztunnel = onDelete ? " Under OnDelete ztunnel's pods stay until people delete them." : "";
  const says = {
    rolls: `The new operator renders every chart again, and that rolls: istiod, CNI and ztunnel restart at the same Istio version, all at once, and the proxies that istiod deploys after them.`,
    "may roll":
      "The new operator renders every chart again: istiod, CNI and ztunnel may restart at the same Istio version, all at once. Treat it as touching traffic.",
    "does not roll":
      "The new operator renders every chart again, and with default values nothing that runs is replaced by that. With other values it may be: treat it as touching traffic.",
  }[roll];
  return `${says} ${because} (${source})${ztunnel}`;
}

/** What a newer CNI plugin does by itself to ambient pods, oldest first; the minor is the first whose chart does it. */
const cniDefaults: readonly {
  readonly since: string;
  readonly says: string;
  /** The value with which it is not the chart's default that decides. */
  readonly unless?: string;
}[] = [
  {
    since: "1.25",
    says: "DNS capture is the chart's default since 1.25: pods that start from here on send their DNS through ztunnel (IstioCNI values cni.ambient.dnsCapture).",
    unless: "IstioCNI.spec.values.cni.ambient.dnsCapture",
  },
  {
    since: "1.29",
    says: "1.29 turns reconcileIptablesOnStartup on: the plugin rewires pods that run, so that DNS capture reaches those that were never restarted.",
    unless: "IstioCNI.spec.values.cni.ambient.reconcileIptablesOnStartup",
  },
  {
    since: "1.30",
    says: "1.30 takes ambient pods in namespaces of cni.excludeNamespaces (kube-system unless said otherwise) out of the mesh.",
  },
];

function isOnDelete(state: MeshState): boolean {
  return state.ztunnelSettings?.updateStrategy === "OnDelete";
}

function goesUp(state: MeshState, before: MeshState): boolean {
  return compareVersions(controlPlaneVersion(state), controlPlaneVersion(before)) >= 0;
}

/** Whether the control plane is still at a newer version than a part that has just moved: so it is on the way down. */
function isAhead(controlPlane: string, part: string | undefined): boolean {
  return part !== undefined && compareVersions(controlPlane, part) > 0;
}

/** Whether a move enters this minor, or passes it. */
function reaches(from: string | undefined, to: string | undefined, minor: string): boolean {
  return from !== undefined && to !== undefined && minorDistance(from, minor) > 0 && minorDistance(minor, to) >= 0;
}

/** Title, reason and disruption of a drafted phase. */
export function describePhase(draft: PhaseDraft, before: MeshState, mesh: Mesh): PhaseWords {
  if (draft.words) {
    const { title, why, disruption } = draft.words;
    return { title, why, disruption };
  }
  const subject = { ...subjectOf(mesh), kept: draft.state.kept };
  const described = words[draft.kind as keyof typeof words](draft.state, before, draft, subject);
  if (!draft.combined) return described;
  return {
    title: `Whole mesh ${controlPlaneVersion(draft.state)}`,
    why: "Asked for as one phase. All versions are of one minor, so every order in which the objects may be applied is safe.",
    disruption: [described.disruption, ...(draft.state.ztunnel ? [ztunnelRestart] : [])].join(" "),
  };
}
