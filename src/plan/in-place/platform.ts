import type { Mesh } from "../../mesh/mesh";
import { kubernetesOf } from "../../platform/windows";
import type { ClusterUpgrade } from "../calendar";
import type { Check } from "../checks";
import { settledGates } from "../phase-checks";
import type { MeshState } from "../state";
import type { PhaseDraft } from "./draft";

/** A cluster upgrade by hand, where the calendar forces it: nothing of the mesh moves, and all of it is looked at afterwards. */
export function platformPhase(mesh: Mesh, state: MeshState, { from, to }: ClusterUpgrade): PhaseDraft {
  const kind = mesh.platform?.kind ?? "kubernetes";
  const upgraded = { ...state, platform: to };
  const kubernetes = kubernetesOf({ kind, version: to });
  const nodes: readonly Check[] = kubernetes ? [{ check: "nodes-at", minor: kubernetes }] : [];
  return {
    kind: "platform",
    name: `platform-${kind}-${to}`,
    state: upgraded,
    gates: [...nodes, ...settledGates(mesh, upgraded)],
    manual: [{ step: "upgrade-cluster", platform: kind, from, to }],
  };
}
