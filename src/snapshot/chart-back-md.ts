import { distribution as findDistribution } from "../catalog/lookup";
import type { Kubectl } from "../gates/check-command";
import { chartReconciled, raiseChart } from "../plan/chart-operator";
import type { Phase, Plan } from "../plan/phase";
import { checkList, stepList } from "./checks-md";

/** How an operator that Helm installs is set back, where it is itself at fault: no phase asks for that. */
export function chartBack({ mesh }: Plan, phase: Phase, previous: Phase, kubectl: Kubectl): readonly string[] {
  if (phase.kind !== "operator" || !mesh.operator.helm) return [];
  const [is, was] = [phase.state.operatorRelease, previous.state.operatorRelease];
  const checks = chartReconciled(mesh, findDistribution(mesh.distribution, mesh.extraReleases), previous.state);
  return [
    `Nothing of the row needs ${was} again. Where ${is} is itself at fault, it can be set back while the live folder stands at this phase or the one before; upstream describes no way back for the operator, so try that where nothing depends on it first. What rolled on the way here rolls once more.`,
    ...stepList(raiseChart(mesh, is, was), kubectl),
    `Then this must hold, and all that [${previous.dir}](../${previous.dir}/PHASE.md#what-must-hold-before-the-next-phase) asks of the mesh. To go on, raise it again:`,
    checkList(
      checks.filter(({ check }) => check === "chart-reconciled"),
      kubectl,
    ),
  ];
}
