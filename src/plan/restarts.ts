import { restartedGateways } from "../mesh/gateways";
import type { Mesh } from "../mesh/mesh";
import type { ManualStep } from "./manual-steps";
import { restartedNamespaces } from "./phase-checks";
import { hasRestarted, type MeshState, sidecarVersions } from "./state";

/** What pods carry of the sidecar that was injected into them. */
export type Carried =
  /** The annotation `istio.io/rev`. */
  | { readonly by: "revision"; readonly values: readonly string[] }
  /** The version in the tag of the image of `istio-proxy`, without `v`: under InPlace the revision is called the same before and after. */
  | { readonly by: "version"; readonly values: readonly string[] };

/** Workloads of one namespace that a Job restarts, by what their pods carry. */
export interface Restart {
  readonly namespace: string;
  /** Of the sidecars afterwards. */
  readonly version: string;
  /** What pods carry afterwards. */
  readonly to: Carried;
  /**
   * Walked back: only pods that carry this restart, and when none is left it is over. Coming forward there are none, and nothing that was never moved
   * is touched. @default all that carry something else than `to`
   */
  readonly from?: Carried;
}

/** Whether Jobs restart workloads: mesh.yaml asks for it by name. */
export function restartsByJob({ upgrade }: Pick<Mesh, "upgrade">): boolean {
  return upgrade?.restarts === "job";
}

/**
 * What the Jobs of a phase restart: what its neighbour before has not restarted yet, and what the neighbour after has restarted already, for the way back.
 * The Namespace of somebody else takes no account of ours, and gateways are restarted by people, who look at what comes in.
 */
export function restartsOf(
  mesh: Mesh,
  before: MeshState | undefined,
  state: MeshState,
  after: MeshState | undefined,
): readonly Restart[] {
  if (!restartsByJob(mesh)) return [];
  const moved = (from: MeshState | undefined) => (from ? jobNamespaces(mesh, from, state) : []);
  const forward = moved(before);
  const back = after ? moved(after).filter((name) => !forward.includes(name)) : [];
  return [
    ...forward.map((name) => restartOf(state, name)),
    ...back
      .map((name) => ({ ...restartOf(state, name), from: leftBehind(after as MeshState, state, name) }))
      // Without anything to look for a Job would take all for what is to restart.
      .filter(({ from }) => from.values.length > 0),
  ];
}

/** Steps that are left to people where Jobs restart what they can. */
export function withoutJobs(
  mesh: Mesh,
  from: MeshState,
  to: MeshState,
  steps: readonly ManualStep[],
): readonly ManualStep[] {
  if (!restartsByJob(mesh)) return steps;
  const byJob = jobNamespaces(mesh, from, to);
  return steps.filter((one) => one.step !== "restart-workloads" || !byJob.includes(one.namespace));
}

/** Namespaces whose sidecars come to rest at another version between two states, and that Jobs may restart. */
function jobNamespaces(mesh: Mesh, from: MeshState, to: MeshState): readonly string[] {
  const restarted = to.revisions
    ? Object.keys(to.revisions).filter((name) => hasRestarted(from, to, name))
    : restartedNamespaces(mesh, from, to);
  const gateways = to.revisions ? restartedGateways(mesh).map(({ namespace }) => namespace) : [];
  const theirs = mesh.namespaces.filter(({ ownership }) => ownership === "external").map(({ name }) => name);
  return restarted.filter((name) => !gateways.includes(name) && !theirs.includes(name));
}

function restartOf(state: MeshState, namespace: string): Restart {
  const version = sidecarVersions(state, namespace)[0] ?? "";
  const revision = state.revisions?.[namespace];
  return { namespace, version, to: revision === undefined ? byVersion([version]) : byRevision([revision]) };
}

/** What the later phase may have given pods that the earlier one does not allow. */
function leftBehind(after: MeshState, state: MeshState, namespace: string): Carried {
  const mine = state.revisions?.[namespace];
  if (mine !== undefined) {
    return byRevision(after.controlPlanes.map(({ revision }) => revision).filter((one) => one !== mine));
  }
  const [version] = sidecarVersions(state, namespace);
  return byVersion(sidecarVersions(after, namespace).filter((one) => one !== version));
}

function byRevision(values: readonly string[]): Carried {
  return { by: "revision", values };
}

function byVersion(versions: readonly string[]): Carried {
  return { by: "version", values: versions.map((one) => one.replace(/^v/, "")) };
}
