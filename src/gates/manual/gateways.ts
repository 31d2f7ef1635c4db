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
  { namespace, deployment, version, istiod }: Extract<ManualStep, { step: "update-gateway" }>,
  kubectl: Kubectl,
): ManualCommands {
  const asks =
    istiod === undefined
      ? "its image is yours, so change it where it is described, and wait for its rollout."
      : `its owner changes its image and, in the same rollout, the istiod that it asks to \`${istiod}\`: \`discoveryAddress\` of its proxy configuration, and CA_ADDR where that is set. Then wait for its rollout.`;
  return {
    says: `Bring the gateway ${namespace}/${deployment} to ${version}: ${asks}`,
    run: [`${kubectl} rollout status deployment/${deployment} -n ${namespace} --timeout=30m`],
  };
}

/** A Gateway of another delivery: which istiod deploys it, its owner says. */
export function labelGateway(
  { namespace, name, revision }: Extract<ManualStep, { step: "label-gateway" }>,
  kubectl: Kubectl,
): ManualCommands {
  return {
    says: `Gateway ${namespace}/${name} is not in these manifests: its owner labels it istio.io/rev=${revision} where it is described, and nothing else. Where nothing describes it, they run the command. istiod of ${revision} then rolls its pods.`,
    run: [
      `${kubectl} label gateways.gateway.networking.k8s.io ${name} -n ${namespace} istio.io/rev=${revision} --overwrite`,
    ],
  };
}
