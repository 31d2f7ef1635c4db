import type { Plan } from "../../plan/phase";
import { proofVerdict } from "../../plan/proof-verdict";
import { compactTable } from "./text-table";

/** Every state that the cluster can pass through, phase by phase, with what the skew rule says of it. */
export function proofTable(plan: Plan): string {
  const { mesh, proof } = plan;
  const rows = proof.map((state, index) => [
    state.phase === proof[index - 1]?.phase ? "" : state.phase,
    state.operatorRelease,
    state.controlPlane,
    state.cni ?? "",
    state.ztunnel ?? "",
    state.waypoints ?? "",
    state.gateways ?? "",
    state.workloads ?? "",
    state.verdict + (state.because ? `: ${state.because}` : ""),
  ]);
  const header = [
    "PHASE",
    "OPERATOR",
    "CONTROL PLANE",
    "CNI",
    "ZTUNNEL",
    "WAYPOINTS",
    "GATEWAYS",
    "WORKLOADS",
    "VERDICT",
  ];
  return `${compactTable(header, rows)}${mesh.name}: ${proof.length} reachable states, ${proofVerdict(plan)}\n`;
}
