import type { Plan } from "../../plan/phase";
import { compactTable } from "./text-table";

/** Every state that the cluster can pass through, phase by phase, with what the skew rule says of it. */
export function proofTable({ mesh, proof }: Plan): string {
  const rows = proof.map((state, index) => [
    state.phase === proof[index - 1]?.phase ? "" : state.phase,
    state.operatorRelease,
    state.controlPlane,
    state.cni ?? "",
    state.ztunnel ?? "",
    state.waypoints ?? "",
    state.workloads ?? "",
    state.verdict + (state.because ? `: ${state.because}` : ""),
  ]);
  const broken = proof.filter((state) => state.verdict === "broken").length;
  const verdict = broken ? `${broken} break the skew rule` : "none breaks the skew rule";
  const header = ["PHASE", "OPERATOR", "CONTROL PLANE", "CNI", "ZTUNNEL", "WAYPOINTS", "WORKLOADS", "VERDICT"];
  return `${compactTable(header, rows)}${mesh.name}: ${proof.length} reachable states, ${verdict}\n`;
}
