import type { DataPlane } from "../catalog/types";
import type { RowPart } from "../ledger/schema";
import {
  controlPlaneVersion,
  dataPlaneParts,
  hasRestarted,
  type MeshState,
  runningVersions,
  sidecarVersions,
} from "./state";

/** One part of a mesh that a phase moves to another version. */
export interface PartMove {
  /** As people call it: `CNI`. */
  readonly by: string;
  /** The parts of ledger rows that move with it. */
  readonly parts: readonly RowPart[];
  readonly from: string;
  readonly to: string;
  /** Only pods that start from here on get anything of it. */
  readonly newPodsOnly?: boolean;
  /** The pods that feel it, where that is not for the row to say. */
  readonly reaches?: "new pods" | "running pods";
}

/** What a phase moves, part by part. Envoys follow istiod in waypoints and gateways, and a restart in sidecars. */
export function partMoves(before: MeshState, after: MeshState, dataPlane: DataPlane): readonly PartMove[] {
  const controlPlane = [controlPlaneVersion(before), controlPlaneVersion(after)] as const;
  const sidecar = dataPlane === "sidecar";
  // In a sidecar mesh the sidecars tell of what all proxies get.
  const proxyParts: readonly RowPart[] = sidecar ? ["gateways", "waypoints"] : ["gateways", "waypoints", "proxies"];
  return [
    ...move("control plane", ["control-plane", "crd", "cli"], ...controlPlane),
    // Injection follows istiod: a pod that starts before the restart phase has the new sidecar already.
    ...(sidecar
      ? move("control plane", ["proxies"], ...controlPlane).map((one) => ({
          ...one,
          newPodsOnly: true,
          reaches: "new pods" as const,
        }))
      : []),
    ...move("CNI", ["cni"], before.cni, after.cni),
    ...move("ZTunnel", ["ztunnel"], before.ztunnel, after.ztunnel),
    ...move("waypoints", proxyParts, before.waypoints, after.waypoints),
    ...move("gateways", proxyParts, before.gateways, after.gateways),
    ...move("sidecars", ["proxies"], before.workloads, restartedTo(before, after)).map((one) => ({
      ...one,
      reaches: "running pods" as const,
    })),
  ];
}

/** What sidecars come to in running pods: with cohorts some of them, and what it brings is told with each. */
function restartedTo(before: MeshState, after: MeshState): string | undefined {
  const restarted = Object.keys(after.workloadsByNamespace ?? {}).find((name) => hasRestarted(before, after, name));
  return restarted === undefined ? after.workloads : sidecarVersions(after, restarted)[0];
}

function move(by: string, parts: readonly RowPart[], from: string | undefined, to: string | undefined): PartMove[] {
  return from === undefined || to === undefined || from === to || from === "" ? [] : [{ by, parts, from, to }];
}

/** Every Istio version that runs somewhere in a state. */
export function runningIstioVersions(state: MeshState): readonly string[] {
  const dataPlane = dataPlaneParts.flatMap((part) => runningVersions(state, part));
  return [...new Set([...state.controlPlanes.map(({ version }) => version), ...dataPlane])];
}
