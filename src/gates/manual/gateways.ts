import type { ManualStep } from "../../plan/checks";
import type { Kubectl } from "../check-command";
import type { ManualCommands } from "./commands";

/** A gateway whose proxy is injected when its pods start. */
export function restartGateway(
  { namespace, deployment, version }: Extract<ManualStep, { step: "restart-gateway" }>,
  kubectl: Kubectl,
): ManualCommands {
  return {
    says: `Restart the gateway ${namespace}/${deployment}, so that its proxy is injected at ${version}.`,
    run: [
      `${kubectl} rollout restart deployment/${deployment} -n ${namespace}`,
      `${kubectl} rollout status deployment/${deployment} -n ${namespace} --timeout=30m`,
    ],
  };
}

/** A gateway whose image people set. */
export function updateGateway(
  { namespace, deployment, version }: Extract<ManualStep, { step: "update-gateway" }>,
  kubectl: Kubectl,
): ManualCommands {
  return {
    says: `Bring the gateway ${namespace}/${deployment} to ${version}: its image is yours, so change it where it is described, and wait for its rollout.`,
    run: [`${kubectl} rollout status deployment/${deployment} -n ${namespace} --timeout=30m`],
  };
}
