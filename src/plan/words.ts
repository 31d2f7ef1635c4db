import { firstFew } from "../basics/first-few";
import { compareVersions, minorDistance } from "../catalog/version";
import { type Subject, valuesOf } from "../ledger/subject";
import type { Mesh } from "../mesh/mesh";
import { subjectOf } from "../mesh/subject";
import { kubernetesOf } from "../platform/windows";
import { controlPlaneWords } from "./control-plane-words";
import { cniRestart, keptForPeople, replacedByPeople, ztunnelRestart } from "./disruption";
import type { PhaseDraft, PhaseWords } from "./in-place/draft";
import { changeWords } from "./keep/words";
import type { ManualStep } from "./manual-steps";
import { operatorWords } from "./operator-words";
import type { PhaseKind } from "./phase";
import { isOnDelete } from "./phase-checks";
import { restartWords } from "./restart-words";
import type { MeshState } from "./state";
import { controlPlaneVersion, controlPlaneVersions } from "./state";

/** What a phase is described by, beside the two states. */
interface About {
  readonly draft: PhaseDraft;
  readonly mesh: Mesh;
  readonly subject: Subject;
}

type Describe = (state: MeshState, before: MeshState, about: About) => PhaseWords;

const words: Record<Exclude<PhaseKind, "tags" | "certificates" | "clean-up">, Describe> = {
  baseline: (state) => ({
    title: `Baseline: Istio ${controlPlaneVersions(state)}`,
    why: "The mesh as it runs now, written down. Promote it first: the GitOps engine adds annotations and the marker ConfigMap, and nothing that runs changes. Every later diff is then only the upgrade.",
    disruption:
      "None, when the description matches the cluster. If the engine wants to change a spec or a label, mesh.yaml is wrong: correct it before going on.",
  }),
  prepare: (state, before) =>
    isOnDelete(state)
      ? {
          title: "Prepare ZTunnel: OnDelete",
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
  namespaces: (_, before, { mesh }) => ({
    title: `Namespaces join: ${(before.notYetJoined ?? []).join(", ")}`,
    why: "Their mesh labels are set in a phase of their own: what the labels ask for, such as a waypoint, is there since the phase before, and nothing else changes in these namespaces.",
    disruption:
      mesh.dataPlane === "ambient"
        ? "Connections of these namespaces go through the mesh from here on, without a restart of pods."
        : `None by itself: a pod that runs stays outside of the mesh until its next start, which brings its sidecar.${mesh.upgrade?.restarts === "job" ? " Jobs restart what has a sidecar, and nothing else: restart the others yourself." : ""}`,
  }),
  operator: (state, _before, { draft, mesh }) => operatorWords(state, draft.operator, mesh),
  platform: (state, before, { mesh }) => ({
    title: `Cluster ${state.platform}`,
    why: `What comes next does not run on ${before.platform}. What runs now does run on ${state.platform}, so the cluster goes first, by hand; nothing of the mesh moves.`,
    disruption: [
      "Nodes are drained and restarted one after the other, with the workloads on them.",
      ...nativeSidecars(state, before, mesh),
    ].join(" "),
  }),
  "control-plane": (state, before, { mesh }) => controlPlaneWords(state, before, mesh),
  cni: (state, before, { subject }) => ({
    title: `CNI ${state.cni}`,
    why: isAhead(controlPlaneVersion(state), state.cni)
      ? `On the way down the CNI plugin ${state.ztunnel ? "follows ztunnel and " : ""}comes before the control plane.`
      : "The CNI plugin follows the control plane.",
    disruption: [
      cniRestart,
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
    disruption: ztunnelRoll(state),
  }),
  restart: (state, before, { draft }) => restartWords(state, before, draft),
  verify: (state, before) => ({
    // Of two control planes side by side, what everybody has come to.
    title: `Verify ${(state.revisions && state.workloads) ?? controlPlaneVersion(state)}`,
    why: [
      "No version moves. The whole mesh is looked at once more, and traffic is tried, before anything else changes.",
      ...(state.ztunnelApiVersion === before.ztunnelApiVersion
        ? []
        : ["ZTunnel is written in the API version that the new operator prefers, which changes nothing that runs."]),
    ].join(" "),
    disruption: "None.",
  }),
  change: (_state, _before, { draft: { change } }) =>
    change ? changeWords(change) : { title: "", why: "", disruption: "" },
};

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

function ztunnelRoll({ inTransit }: MeshState): string {
  return inTransit?.ztunnel ? replacedByPeople : ztunnelRestart;
}

/** From here on istiod injects sidecars as init containers, where every node is new enough. */
const nativeSince = { kubernetes: "1.33", istio: "1.27" };

function nativeSidecars(state: MeshState, before: MeshState, { platform }: Mesh): readonly string[] {
  const [was, is] = [before, state].map(
    (one) => platform && one.platform && kubernetesOf({ kind: platform.kind, version: one.platform }),
  );
  const crosses = !was || !is || reaches(was, is, nativeSince.kubernetes);
  return state.workloads && crosses && minorDistance(nativeSince.istio, controlPlaneVersion(state)) >= 0
    ? [
        "Pods that start afterwards can be injected otherwise: native sidecars begin with Kubernetes 1.33, unless values say otherwise.",
      ]
    : [];
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
  const words = draft.words ?? described(draft, before, mesh);
  const { title, why, disruption } = draft.combined ? combinedWords(draft, before, words) : words;
  return { title, why, disruption: [disruption, ...gatewaysLeft(draft.manual)].join(" ") };
}

function described(draft: PhaseDraft, before: MeshState, mesh: Mesh): PhaseWords {
  const subject = { ...subjectOf(mesh), kept: draft.state.kept };
  return words[draft.kind as keyof typeof words](draft.state, before, { draft, mesh, subject });
}

/** What each part that moves would say in a phase of its own. */
function combinedWords({ state }: PhaseDraft, before: MeshState, { disruption }: PhaseWords): PhaseWords {
  return {
    title: `Whole mesh ${controlPlaneVersion(state)}`,
    why: "Asked for as one phase. All versions are of one minor, so every order in which the objects may be applied is safe.",
    disruption: [
      disruption,
      ...(state.cni === before.cni ? [] : [cniRestart]),
      ...(state.ztunnel === before.ztunnel ? [] : [state.inTransit?.ztunnel ? keptForPeople : ztunnelRestart]),
    ].join(" "),
  };
}

/** A restart of workloads takes no gateway along: each has moved, or moves, by itself. */
function gatewaysLeft(manual: readonly ManualStep[]): readonly string[] {
  const left = manual.flatMap((one) =>
    one.step === "restart-workloads" ? (one.except ?? []).map((name) => `${one.namespace}/${name}`) : [],
  );
  return left.length === 0
    ? []
    : [
        `The restart of workloads leaves gateways alone, which move by a step of their own: ${firstFew(left)}. Where nothing else runs beside them, it restarts nothing.`,
      ];
}
