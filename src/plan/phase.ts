import type { Finding } from "../findings/finding";
import { meshAtVersions } from "../mesh/hop-values";
import type { Mesh } from "../mesh/mesh";
import { withPinnedGateways } from "../mesh/pinned-gateways";
import type { Calendar } from "./calendar";
import type { Described } from "./change/described";
import type { Check } from "./checks";
import type { Detour } from "./faults";
import type { ManualStep } from "./manual-steps";
import type { Restart } from "./restarts";
import { controlPlaneVersion, type MeshState } from "./state";

export const phaseKinds = [
  "baseline",
  "prepare",
  "platform",
  "operator",
  "certificates",
  "control-plane",
  "cni",
  "ztunnel",
  "waypoints",
  "tags",
  "namespaces",
  "restart",
  "verify",
  "change",
  "clean-up",
] as const;
export type PhaseKind = (typeof phaseKinds)[number];

/** Whether a phase can be walked back by promoting the phase before it. */
export const reversibilities = [
  "reversible",
  /** People restart or drain once more. */
  "reversible with restart",
  /** While it lasts, proxies that take their version from istiod are newer than istiod. Accepted by name when walking back. */
  "reversible, proxies ahead while they roll",
  /** What cannot be undone. */
  "one way",
] as const;
export type Reversibility = (typeof reversibilities)[number];

/** A grade and its reason. */
export interface Grade {
  readonly reversible: Reversibility;
  readonly because: string;
}

/** Steps for people on the way back, around the commit that takes it. */
export interface BackSteps {
  /** Before the phase before is promoted. */
  readonly before: readonly ManualStep[];
  /** When it is applied, so that its checks come true. */
  readonly after: readonly ManualStep[];
}

/**
 * One commit: a complete mesh state plus why it exists, what changed, its gates, its risk, and whether it can be walked back.
 * @example const line = ({ dir, title, reversible }: Phase) => `${dir}: ${title} (${reversible})`;
 */
export interface Phase {
  /** Folder name: `01-control-plane-v1.26.4`. */
  readonly dir: string;
  readonly kind: PhaseKind;
  readonly title: string;
  readonly why: string;
  readonly state: MeshState;
  /** What it describes, where that is not the plan's mesh: in a row of changes. */
  readonly described?: Described;
  /** What differs from the phase before, object by object: `Istio/default spec.version v1.26.3 -> v1.26.4`. */
  readonly changes: readonly string[];
  /** What live traffic feels. */
  readonly disruption: string;
  /** What must hold before a snapshot touches anything, whichever neighbour the cluster comes from. */
  readonly precheck: readonly Check[];
  /** What must hold before the next phase is promoted. */
  readonly gates: readonly Check[];
  /** What must hold after this phase was walked back, before anything else: what it moved stands where the phase before has it. */
  readonly back: readonly Check[];
  readonly manual: readonly ManualStep[];
  /** What Jobs restart, coming forward and walked back; empty unless mesh.yaml asks for it: `spec.upgrade.restarts`. */
  readonly restarts: readonly Restart[];
  /** What people do when it is walked back. */
  readonly backManual: BackSteps;
  readonly reversible: Reversibility;
  /** Why it is, or is not. */
  readonly reversibleBecause: string;
  /** Set where walking back would lead to what the operator in force cannot install: such a phase is never walked back. */
  readonly closedBecause?: string;
}

/**
 * An ordered row of phases for one mesh, with everything that has to be said about it.
 * @example const hasWork = (plan: Plan) => plan.phases.some(({ manual }) => manual.length > 0);
 */
export interface Plan {
  readonly mesh: Mesh;
  /** Exact versions, aliases resolved. */
  readonly from: string;
  readonly to: string;
  readonly phases: readonly Phase[];
  readonly proof: readonly ReachableState[];
  /** The cluster's upgrades beside the row; left out where mesh.yaml does not say what the cluster is. */
  readonly calendar?: Calendar;
  /** Versions that the row does not stop at because of their known faults. */
  readonly around: readonly Detour[];
  readonly findings: readonly Finding[];
  /** sha256 of the mesh and the states: equal plans have equal hashes. */
  readonly hash: string;
}

/** One state that the cluster may be in while a phase is applied, and what the skew rule says of it. */
export interface ReachableState {
  /** The phase being applied. */
  readonly phase: string;
  readonly operatorRelease: string;
  readonly controlPlane: string;
  readonly cni?: string;
  readonly ztunnel?: string;
  readonly waypoints?: string;
  readonly gateways?: string;
  readonly workloads?: string;
  /** What a part breaks, `ok` when nothing does. */
  readonly verdict: "ok" | "jump" | "proxies ahead" | "broken";
  /** Why it is not ok: `ztunnel v1.28.3 is ahead of control plane v1.27.5`. */
  readonly because?: string;
  /** The rule that it breaks, where that does not follow from the versions by themselves: under RevisionBased the CNI plugin may be on either side. */
  readonly breaks?: "SKEW001" | "SKEW002";
  /** Set where somebody else owns the CNI plugin, which may be on either side of the control plane then. */
  readonly cniOwnership?: "external";
}

/** The mesh that a phase describes: the plan's, but in a row of changes, with the values that its parts have at their versions. */
export function meshIn({ mesh }: Pick<Plan, "mesh">, { described, state }: Pick<Phase, "described" | "state">): Mesh {
  const { cni, ztunnel } = state;
  const there = meshAtVersions(described?.mesh ?? mesh, { controlPlane: controlPlaneVersion(state), cni, ztunnel });
  const active = state.controlPlanes[0]?.revision;
  if (!state.revisions || active === undefined) return there;
  const { revisions: of, gatewayRevisions: gateways } = state;
  return {
    ...there,
    ...(gateways && { carried: withPinnedGateways(there, gateways) }),
    revisions: { active, of, ...(gateways && { gateways }) },
  };
}
