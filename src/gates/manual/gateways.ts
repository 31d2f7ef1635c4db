import { canaryName } from "../../mesh/gateways";
import type { ManualStep } from "../../plan/manual-steps";
import type { Kubectl } from "../check-command";
import { commandLine } from "../quote";
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

/** It has done its work, or is not wanted any more. */
export function removeCanary(
  { namespace, deployment }: Extract<ManualStep, { step: "remove-canary" }>,
  kubectl: Kubectl,
): ManualCommands {
  const canary = canaryName(deployment);
  return {
    says: `Delete Deployment ${namespace}/${canary}, which stood beside the gateway ${namespace}/${deployment}: its pods end with their grace period. Where a repository of yours describes it, it goes there.`,
    run: [`${kubectl} delete deployments.apps/${canary} -n ${namespace} --ignore-not-found`],
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

/**
 * A copy of what runs, so that its pods have all that the Service looks for. One more label keeps the two apart, and nothing that an engine knows its own
 * objects by is copied.
 */
export function addCanary(
  { namespace, deployment, replicas, version }: Extract<ManualStep, { step: "add-canary" }>,
  kubectl: Kubectl,
): ManualCommands {
  const canary = canaryName(deployment);
  const mark = "meshstep.dev~1canary";
  const patch = [
    { op: "replace", path: "/metadata", value: { name: canary, namespace } },
    { op: "replace", path: "/spec/replicas", value: replicas },
    { op: "add", path: `/spec/selector/matchLabels/${mark}`, value: deployment },
    { op: "add", path: `/spec/template/metadata/labels/${mark}`, value: deployment },
  ];
  const copy = commandLine(kubectl, "patch", "-f", "-", "--local", "--type=json", "-o", "json", "-p");
  return {
    says: `Put ${replicas} ${replicas === 1 ? "pod" : "pods"} of ${version} beside the gateway ${namespace}/${deployment}, as Deployment ${canary}: a copy of the one that runs, whose pods the same Service finds. Their share of the traffic is their number beside that of the others; an autoscaler of ${deployment} counts them too. In a repository of yours the same Deployment may stand as well: the checks look at its name.`,
    run: [
      `${kubectl} get deployment/${deployment} -n ${namespace} -o json | ${copy} '${JSON.stringify(patch)}' | ${kubectl} apply --server-side --field-manager=meshstep -f -`,
      `${kubectl} rollout status deployment/${canary} -n ${namespace} --timeout=30m`,
      `${kubectl} get pods -n ${namespace} -l meshstep.dev/canary=${deployment}   # look at what they do before going on`,
    ],
  };
}
