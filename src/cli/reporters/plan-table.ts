import { strategyOf } from "../../mesh/istiod";
import type { Plan } from "../../plan/phase";
import { controlPlaneVersions } from "../../plan/state";
import { running } from "../../snapshot/phase-md";
import { headline, ungrouped } from "../../snapshot/plan-md";
import { compactTable } from "./text-table";

/** The phases of a plan, one line each. */
export function planTable(plan: Plan): string {
  const { mesh, phases } = plan;
  const title = `${mesh.name}: ${headline(plan)} (${mesh.distribution}, ${mesh.dataPlane}, ${strategyOf(mesh)})\n`;
  if (!phases.length) return `${title}no phases\n`;
  const rows = phases.map(({ dir, state, manual, reversible }) => [
    dir,
    state.operatorRelease,
    controlPlaneVersions(state),
    state.cni ?? "",
    running(state, "ztunnel") ?? "",
    running(state, "waypoints") ?? "",
    running(state, "gateways") ?? "",
    running(state, "workloads") ?? "",
    manual.length ? "yes" : "",
    reversible,
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
    "BY HAND",
    "GOING BACK",
  ];
  return [title, compactTable(header, rows), ...ungrouped(plan).map((line) => `${line}\n`)].join("");
}
