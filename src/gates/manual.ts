import type { ManualStep } from "../plan/checks";
import type { Kubectl } from "./command";

/** Something for a person to do: what, and the commands with the mesh's own names. */
export interface ManualCommands {
  readonly says: string;
  readonly run: readonly string[];
}

type Renderers = {
  readonly [K in ManualStep["step"]]: (step: Extract<ManualStep, { step: K }>, kubectl: Kubectl) => ManualCommands;
};

const renderers: Renderers = {
  "approve-install-plan": ({ csv, namespace, package: name }, kubectl) => ({
    says: `Approve the InstallPlan for ${csv}. OLM offers the head of the channel: if that is a newer release, check with "meshstep catalog" that it installs every version of this plan before you approve it.`,
    run: [
      `${kubectl} get installplans -n ${namespace} -o custom-columns=NAME:.metadata.name,CSV:.spec.clusterServiceVersionNames,APPROVED:.spec.approved`,
      `${kubectl} patch installplan <NAME of the row with ${csv}> -n ${namespace} --type merge -p '{"spec":{"approved":true}}'`,
      `${kubectl} get subscription ${name} -n ${namespace} -o jsonpath='{.status.installedCSV}{"\\n"}'`,
    ],
  }),
  "raise-operator": ({ csv, package: name, release, channel }, kubectl) => ({
    says: `Raise the operator to ${release}. Its Subscription is not in Git, so this is done by hand; the manifests of this phase only record it.`,
    run: [
      `${kubectl} get subscriptions.operators.coreos.com -A | grep ${name}`,
      `${kubectl} patch subscriptions.operators.coreos.com <NAME> -n <NAMESPACE> --type merge -p '{"spec":{"channel":"${channel}"}}'`,
      `${kubectl} get installplans -n <NAMESPACE> -o custom-columns=NAME:.metadata.name,CSV:.spec.clusterServiceVersionNames,APPROVED:.spec.approved`,
      `${kubectl} patch installplan <NAME of the row with ${csv}> -n <NAMESPACE> --type merge -p '{"spec":{"approved":true}}'`,
    ],
  }),
  "drain-nodes": ({ ztunnelNamespace, version }, kubectl) => ({
    says: `Bring ztunnel ${version} to every node: drain the node, delete its old ztunnel, wait for the new one, let workloads come back. One node at a time.`,
    run: [
      `for node in $(${kubectl} get nodes -o jsonpath='{.items[*].metadata.name}'); do`,
      `  ${kubectl} drain "$node" --ignore-daemonsets --delete-emptydir-data --timeout=30m || break`,
      `  ${kubectl} delete pod -n ${ztunnelNamespace} -l app=ztunnel --field-selector=spec.nodeName="$node" --wait=true || break`,
      `  until ${kubectl} wait pod -n ${ztunnelNamespace} -l app=ztunnel --field-selector=spec.nodeName="$node" --for=condition=Ready --timeout=10m; do sleep 5; done`,
      `  ${kubectl} uncordon "$node" || break`,
      "done",
    ],
  }),
  "restart-workloads": ({ namespace, version }, kubectl) => ({
    says: `Restart the workloads of ${namespace}, so that their sidecars are injected at ${version}.`,
    run: [
      `${kubectl} rollout restart deployment,statefulset,daemonset -n ${namespace}`,
      `${kubectl} rollout status deployment,statefulset,daemonset -n ${namespace} --timeout=30m`,
    ],
  }),
};

/** The commands of a manual step. */
export function manualCommands(step: ManualStep, kubectl: Kubectl): ManualCommands {
  const render = renderers[step.step] as (step: ManualStep, kubectl: Kubectl) => ManualCommands;
  return render(step, kubectl);
}
