import type { ManualStep } from "../../plan/manual-steps";
import type { Kubectl } from "../check-command";
import { approveInstallPlan } from "./approve-install-plan";
import { askOwner } from "./ask-owner";
import type { ManualCommands } from "./commands";
import { deleteObject } from "./delete-object";
import { drainNodes } from "./drain-nodes";
import { addCanary, labelGateway, removeCanary, restartGateway, updateGateway } from "./gateways";
import { listRevisions } from "./istio-csr";
import { raiseChart } from "./raise-chart";
import { raiseOperator } from "./raise-operator";
import { restartWorkloads } from "./restart-workloads";
import { takeLabels } from "./take-labels";
import { upgradeCluster } from "./upgrade-cluster";

type Renderers = {
  readonly [K in ManualStep["step"]]: (step: Extract<ManualStep, { step: K }>, kubectl: Kubectl) => ManualCommands;
};

const renderers: Renderers = {
  "approve-install-plan": approveInstallPlan,
  "raise-operator": raiseOperator,
  "raise-chart": raiseChart,
  "drain-nodes": drainNodes,
  "restart-workloads": restartWorkloads,
  "restart-gateway": restartGateway,
  "update-gateway": updateGateway,
  "label-gateway": labelGateway,
  "add-canary": addCanary,
  "remove-canary": removeCanary,
  "ask-owner": askOwner,
  "delete-object": deleteObject,
  "take-labels": takeLabels,
  "list-revisions": listRevisions,
  "upgrade-cluster": upgradeCluster,
};

/** The commands of a manual step. */
export function manualCommands(step: ManualStep, kubectl: Kubectl): ManualCommands {
  const render = renderers[step.step] as (step: ManualStep, kubectl: Kubectl) => ManualCommands;
  return render(step, kubectl);
}
