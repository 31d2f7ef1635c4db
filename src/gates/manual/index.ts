import type { ManualStep } from "../../plan/checks";
import type { Kubectl } from "../check-command";
import { approveInstallPlan } from "./approve-install-plan";
import type { ManualCommands } from "./commands";
import { drainNodes } from "./drain-nodes";
import { raiseOperator } from "./raise-operator";
import { restartWorkloads } from "./restart-workloads";

type Renderers = {
  readonly [K in ManualStep["step"]]: (step: Extract<ManualStep, { step: K }>, kubectl: Kubectl) => ManualCommands;
};

const renderers: Renderers = {
  "approve-install-plan": approveInstallPlan,
  "raise-operator": raiseOperator,
  "drain-nodes": drainNodes,
  "restart-workloads": restartWorkloads,
};

/** The commands of a manual step. */
export function manualCommands(step: ManualStep, kubectl: Kubectl): ManualCommands {
  const render = renderers[step.step] as (step: ManualStep, kubectl: Kubectl) => ManualCommands;
  return render(step, kubectl);
}
