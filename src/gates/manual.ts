import type { ManualStep } from "../plan/checks";
import type { Kubectl } from "./check-command";

/** Something for a person to do: what, and the commands with the mesh's own names. */
export interface ManualCommands {
  readonly says: string;
  readonly run: readonly string[];
}

type Renderers = {
  readonly [K in ManualStep["step"]]: (step: Extract<ManualStep, { step: K }>, kubectl: Kubectl) => ManualCommands;
};

/** OLM cannot be asked for a release that is not the head, unless the catalog source is mirrored or pinned. */
const channelHead =
  "OLM offers the head of the channel. If that is a newer release, do not approve it for this plan: write it under spec.upgrade.operator.release (where this is not the last operator of the row, with the version that runs as spec.upgrade.to) and run meshstep synth, so that the plan is made and proved for it.";

const renderers: Renderers = {
  "approve-install-plan": (step, kubectl) => ({
    says: `Approve the InstallPlan for ${step.csv}. ${channelHead}`,
    run: approval(step, kubectl),
  }),
  "raise-operator": ({ release, channel, ...target }, kubectl) => ({
    says: `Raise the operator to ${release}. Its Subscription is not in Git, so this is done by hand; the manifests of this phase only record it. ${channelHead}`,
    run: [
      `${kubectl} patch subscriptions.operators.coreos.com ${target.subscription} -n ${target.namespace} --type merge -p '{"spec":{"channel":"${channel}"}}'`,
      ...approval(target, kubectl),
    ],
  }),
  "drain-nodes": ({ ztunnelNamespace, version }, kubectl) => ({
    says: `Bring ztunnel ${version} to every node: drain the node, delete its old ztunnel, wait for the new one, let workloads come back. One node at a time.`,
    run: [
      `for node in $(${kubectl} get pods -n ${ztunnelNamespace} -l app=ztunnel -o jsonpath='{.items[*].spec.nodeName}'); do`,
      `  ${kubectl} drain "$node" --ignore-daemonsets --delete-emptydir-data --timeout=30m || break`,
      `  ${kubectl} delete pod -n ${ztunnelNamespace} -l app=ztunnel --field-selector=spec.nodeName="$node" --wait=true || break`,
      `  for try in 1 2 3 4 5 6; do sleep 10; ${kubectl} wait pod -n ${ztunnelNamespace} -l app=ztunnel --field-selector=spec.nodeName="$node" --for=condition=Ready --timeout=100s && break; done || break`,
      `  ${kubectl} uncordon "$node" || break`,
      "done",
    ],
  }),
  "restart-gateway": ({ namespace, deployment, version }, kubectl) => ({
    says: `Restart the gateway ${namespace}/${deployment}, so that its proxy is injected at ${version}.`,
    run: [
      `${kubectl} rollout restart deployment/${deployment} -n ${namespace}`,
      `${kubectl} rollout status deployment/${deployment} -n ${namespace} --timeout=30m`,
    ],
  }),
  "update-gateway": ({ namespace, deployment, version }, kubectl) => ({
    says: `Bring the gateway ${namespace}/${deployment} to ${version}: its image is yours, so change it where it is described, and wait for its rollout.`,
    run: [`${kubectl} rollout status deployment/${deployment} -n ${namespace} --timeout=30m`],
  }),
  "ask-owner": ({ namespace, labels }, kubectl) => ({
    says: `Namespace ${namespace} is its owner's: ask them for these labels. for-owners/namespace-${namespace}.yaml beside this page is the patch for their repository; where nothing describes the Namespace, they run the command.`,
    run: [
      `${kubectl} label namespace ${namespace} ${Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(" ")}`,
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

/** Shows what OLM offers, approves the one InstallPlan that names the wanted CSV, and shows what is installed. */
function approval(
  { csv, namespace, subscription }: { readonly csv: string; readonly namespace: string; readonly subscription: string },
  kubectl: Kubectl,
): string[] {
  const columns = "NAME:.metadata.name,APPROVED:.spec.approved,CSV:.spec.clusterServiceVersionNames";
  const plans = `${kubectl} get installplans -n ${namespace} -o custom-columns=${columns}`;
  // Brackets and blanks are what stands around a name in the column, so that v3.1.1 does not find v3.1.11.
  const wanted = `[[ ]${csv.replaceAll(".", "\\.")}[] ]`;
  return [
    plans,
    `${kubectl} patch installplan "$(${plans} | awk '$2 == "false" && /${wanted}/ {print $1}')" -n ${namespace} --type merge -p '{"spec":{"approved":true}}'`,
    `${kubectl} get subscriptions.operators.coreos.com ${subscription} -n ${namespace} -o jsonpath='{.status.installedCSV}{"\\n"}'`,
  ];
}

/** The commands of a manual step. */
export function manualCommands(step: ManualStep, kubectl: Kubectl): ManualCommands {
  const render = renderers[step.step] as (step: ManualStep, kubectl: Kubectl) => ManualCommands;
  return render(step, kubectl);
}
