import type { KubernetesObject } from "../../../mesh/mesh";
import { kindOf } from "../../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import { podTemplates } from "../../../rules/waypoints";
import { selects } from "../../../rules/workloads";

const gatewayApi = "gateway.networking.k8s.io";
const rbac = "rbac.authorization.k8s.io";

/** Where the template of its pods stands; undefined for what has no pods. */
export function templateOf(object: KubernetesObject): readonly string[] | undefined {
  return podTemplates[kindOf(object)]?.[0]?.slice(0, -2);
}

/** The ServiceAccount of a workload's pods: without a word that of the namespace. */
export function accountOf(workload: KubernetesObject): string {
  return textAt(workload, ...(templateOf(workload) ?? []), "spec", "serviceAccountName") ?? "default";
}

/**
 * Whether an object is there for a workload that is carried.
 * @param isShared whether pods that are somebody else's run under the same ServiceAccount: rights of that are theirs as well
 */
export function serves(object: KubernetesObject, workload: KubernetesObject, isShared: boolean): boolean {
  if (object.metadata.namespace !== workload.metadata.namespace) return false;
  const template = templateOf(workload) ?? [];
  const labels = Object(valueAt(workload, ...template, "metadata", "labels"));
  const account = accountOf(workload);
  const { name } = object.metadata;
  switch (kindOf(object)) {
    case "/Service":
      return isPicked(valueAt(object, "spec", "selector"), labels);
    case "policy/PodDisruptionBudget":
      return isPicked(valueAt(object, "spec", "selector", "matchLabels"), labels);
    case "networking.k8s.io/NetworkPolicy":
      return isPicked(valueAt(object, "spec", "podSelector", "matchLabels"), labels);
    case "autoscaling/HorizontalPodAutoscaler":
    case "keda.sh/ScaledObject":
      return textAt(object, "spec", "scaleTargetRef", "name") === workload.metadata.name;
    case "/ServiceAccount":
      return name === account && !isShared;
    case `${rbac}/RoleBinding`:
      return binds(object, account) && (!isShared || isCalledAfter(name, workload.metadata.name));
    case `${rbac}/Role`:
      return (name === account && !isShared) || name === workload.metadata.name;
    case "/ConfigMap":
      return JSON.stringify(valueAt(workload, ...template) ?? "").includes(JSON.stringify(name));
    default:
      return false;
  }
}

/** Whether an object is there for the proxy that istiod deploys for a Gateway: unless a Gateway says otherwise it is called after that and its class. */
export function configures(object: KubernetesObject, gateway: KubernetesObject): boolean {
  if (object.metadata.namespace !== gateway.metadata.namespace) return false;
  const { name } = gateway.metadata;
  const proxies = [name, `${name}-${textAt(gateway, "spec", "gatewayClassName")}`];
  switch (kindOf(object)) {
    case "/ConfigMap":
      return textAt(gateway, "spec", "infrastructure", "parametersRef", "name") === object.metadata.name;
    case "autoscaling/HorizontalPodAutoscaler":
    case "keda.sh/ScaledObject":
      return proxies.includes(textAt(object, "spec", "scaleTargetRef", "name") ?? "");
    case "policy/PodDisruptionBudget":
      return valueAt(object, "spec", "selector", "matchLabels", `${gatewayApi}/gateway-name`) === name;
    case `${rbac}/RoleBinding`:
      return proxies.some((account) => binds(object, account));
    default:
      return false;
  }
}

/** Whether a Role is one that a RoleBinding gives. */
export function isGivenBy(object: KubernetesObject, binding: KubernetesObject): boolean {
  return (
    kindOf(object) === `${rbac}/Role` &&
    kindOf(binding) === `${rbac}/RoleBinding` &&
    object.metadata.namespace === binding.metadata.namespace &&
    textAt(binding, "roleRef", "kind") === "Role" &&
    textAt(binding, "roleRef", "name") === object.metadata.name
  );
}

/** Nothing but the ServiceAccount: a binding that serves others as well is not there for one workload. */
function binds(binding: KubernetesObject, account: string): boolean {
  const { namespace } = binding.metadata;
  const subjects = listAt(binding, "subjects");
  return (
    subjects.length > 0 &&
    subjects.every(
      (one) =>
        textAt(one, "kind") === "ServiceAccount" &&
        textAt(one, "name") === account &&
        (textAt(one, "namespace") ?? namespace) === namespace,
    )
  );
}

/** `istio-ingressgateway-sds` of `istio-ingressgateway`. */
function isCalledAfter(name: string, workload: string): boolean {
  return name === workload || name.startsWith(`${workload}-`);
}

/** A selector that names something: an empty one is for all pods of a namespace, whose they are. */
function isPicked(selector: unknown, labels: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(Object(selector)).length > 0 && selects(selector, labels);
}
