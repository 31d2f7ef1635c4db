import type { ZtunnelApiVersion } from "../catalog/types";
import type { KeptValues } from "../ledger/kept";

/** One istiod: the Istio object it belongs to, the revision it answers to, and its version. */
export interface ControlPlaneState {
  readonly istio: string;
  readonly revision: string;
  readonly version: string;
}

/** Settings that roll ztunnel by themselves when they change. */
export interface ZtunnelSettings {
  /** Seconds; the chart's 30 when left out. */
  readonly terminationGracePeriodSeconds?: number | undefined;
  /** The chart's RollingUpdate when left out. */
  readonly updateStrategy?: "RollingUpdate" | "OnDelete" | undefined;
}

/** Parts of the data plane that the skew rule speaks of. */
export const dataPlaneParts = ["cni", "ztunnel", "waypoints", "gateways", "workloads"] as const;
export type DataPlanePart = (typeof dataPlaneParts)[number];

/** Everything that the cluster should hold in a phase. Plain data: versions, revisions, tags. */
export interface MeshState {
  readonly operatorRelease: string;
  /** Channel of the OLM Subscription, when that is in Git. */
  readonly channel?: string;
  readonly controlPlanes: readonly ControlPlaneState[];
  readonly cni?: string;
  /** Set where somebody else owns the CNI plugin and moves it: `cni` is what spec.running.cni says of it, in every phase. */
  readonly cniOwnership?: "external";
  readonly ztunnel?: string;
  readonly ztunnelApiVersion?: ZtunnelApiVersion;
  readonly ztunnelSettings?: ZtunnelSettings;
  /** Proxy version of the waypoints; under InPlace istiod rolls them itself. */
  readonly waypoints?: string;
  /** Proxy version of the gateways: those of the Gateway API are rolled by istiod, the others by people. */
  readonly gateways?: string;
  /** Proxy version of the sidecars, once their pods were restarted. */
  readonly workloads?: string;
  /** What sidecars may run, namespace by namespace, while some cohorts have restarted and others have not; `inTransit` has both versions meanwhile. */
  readonly workloadsByNamespace?: Readonly<Record<string, readonly string[]>>;
  /** Versions that may run side by side until a person restarts pods or drains nodes. */
  readonly inTransit?: Readonly<Partial<Record<DataPlanePart, readonly string[]>>>;
  /** Namespaces whose mesh labels are still to be set: they are not in the mesh yet. */
  readonly notYetJoined?: readonly string[];
  /** Namespaces that are about to use a waypoint in another namespace, which does not let them in yet. */
  readonly notLetIn?: readonly string[];
  /** Minor of the cluster, where mesh.yaml says what it is. */
  readonly platform?: string;
  /** Values that keep an old behaviour for a while. */
  readonly kept?: KeptValues;
  /** Revision tags, and the revision that each points at. */
  readonly tags: readonly { readonly name: string; readonly revision: string }[];
  /** RevisionBased: what each namespace asks for, by its label or its tag. What its pods are connected to follows with their restart. */
  readonly revisions?: Readonly<Record<string, string>>;
  /** RevisionBased: what gateways ask for by themselves, as `namespace/name`: Gateways by their label, those that people run by what these tell them. */
  readonly gatewayRevisions?: Readonly<Record<string, string>>;
  /** RevisionBased: second Deployments that stand beside gateways on their new revision, as `namespace/deployment`. */
  readonly gatewayCanaries?: readonly string[];
  /** RevisionBased: revisions that a tag of ours keeps, whoever uses them. */
  readonly holds?: readonly string[];
  /** RevisionBased, signed by istio-csr: the version of a revision that is in its list and has no control plane, not yet or no longer. */
  readonly listed?: string;
}

/** The version of the control plane: InPlace meshes have exactly one, and under RevisionBased the newest, which Istio asks for, stands first. */
export function controlPlaneVersion(state: MeshState): string {
  return state.controlPlanes[0]?.version ?? "";
}

/** The version of the CNI plugin, where it is the row's to move. */
export function ownCni({ cni, cniOwnership }: MeshState): string | undefined {
  return cniOwnership === "external" ? undefined : cni;
}

/** Control planes that stand side by side, the newest first: `v1.30.3 and v1.28.3`. */
export function controlPlaneVersions({ controlPlanes }: MeshState): string {
  return controlPlanes.map(({ version }) => version).join(" and ");
}

/** Every version that the sidecars of a namespace may run in this state. */
export function sidecarVersions(state: MeshState, namespace: string): readonly string[] {
  return state.workloadsByNamespace?.[namespace] ?? runningVersions(state, "workloads");
}

/** Whether the sidecars of a namespace have come to rest at another version than they had. */
export function hasRestarted(from: MeshState, to: MeshState, namespace: string): boolean {
  const versions = sidecarVersions(to, namespace);
  return versions.length === 1 && versions.join() !== sidecarVersions(from, namespace).join();
}

/** The part has come to rest: only one version of it runs. */
export function settle({ inTransit, ...rest }: MeshState, part: DataPlanePart): MeshState {
  const { [part]: _, ...others } = inTransit ?? {};
  return Object.keys(others).length ? { ...rest, inTransit: others } : rest;
}

/** Every version of a part that pods may run in this state. */
export function runningVersions(state: MeshState, part: DataPlanePart): readonly string[] {
  const settled = state[part];
  return state.inTransit?.[part] ?? (settled === undefined ? [] : [settled]);
}

/** One step of the row: the state before it and the state that it declares. */
export interface Transition {
  /** The phase's folder name. */
  readonly phase: string;
  readonly before: MeshState;
  readonly after: MeshState;
}
