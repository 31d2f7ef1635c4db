import { posix } from "node:path";
import type { KubernetesObject } from "../../../mesh/mesh";
import { injectedBy } from "../../../mesh/unplanned-proxies";
import { apiGroup, kindOf } from "../../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import { adoptedFolder } from "../../../repository/objects/adopted-copies";
import { annotationsOf, labelsOf } from "../../../rules/objects";
import { podTemplates } from "../../../rules/waypoints";
import { selects } from "../../../rules/workloads";
import type { Found } from "../input/found";
import { isMeshLabel } from "../inventory/mesh-labels";

/** Where things of the mesh stand. */
export interface Premises {
  /** The namespaces of istiod, the CNI and ztunnel. */
  readonly system: readonly string[];
  /** Namespaces that something needs which mesh.yaml describes. */
  readonly homes: ReadonlySet<string>;
  /** Namespaces whose pods istiod injects, one and all: their workloads need no word of their own. */
  readonly injected: readonly string[];
  /** The Subscription of the mesh's operator. */
  readonly subscription: KubernetesObject | undefined;
}

/** What of an input the mesh takes along, and what stays where it is. */
export interface Sorted {
  readonly carried: readonly Found[];
  readonly left: readonly Found[];
}

/**
 * Sorts what mesh.yaml has no key for. The mesh takes its own kinds, what speaks to it by a label or an annotation, what stands beside istiod, the
 * CNI and ztunnel, the workloads of gateways with what they need, and the Namespaces of all these. Applications, other operators, CRDs and
 * volumes are left to whoever delivers them: in every phase of a mesh they would be applied, and leave, with it.
 */
export function sortedOut(found: readonly Found[], premises: Premises): Sorted {
  // A copy of an earlier adoption may be all that there is of what somebody chose to carry.
  const own = new Set(found.filter((one) => isOwn(one.object, premises) || isCopy(one)));
  const workloads = [...own].map(({ object }) => object).filter((one) => templateOf(one) !== undefined);
  const gateways = [...own].map(({ object }) => object).filter((one) => kindOf(one) === `${gatewayApi}/Gateway`);
  for (const one of found) {
    const isNeeded =
      workloads.some((each) => serves(one.object, each)) || gateways.some((each) => configures(one.object, each));
    if (isNeeded) own.add(one);
  }
  const homes = new Set([...premises.homes, ...[...own].map(({ object }) => object.metadata.namespace)]);
  homes.add(premises.subscription?.metadata.namespace);
  const isCarried = (one: Found) =>
    own.has(one) || (kindOf(one.object) === "/Namespace" && homes.has(one.object.metadata.name));
  return { carried: found.filter(isCarried), left: found.filter((one) => !isCarried(one)) };
}

function isCopy({ place }: Found): boolean {
  return posix.basename(posix.dirname(place.file)) === adoptedFolder;
}

const gatewayApi = "gateway.networking.k8s.io";

/** Never the mesh's, wherever they stand: they belong to other operators, or hold data. */
const others: readonly string[] = ["/PersistentVolumeClaim", "apiextensions.k8s.io/CustomResourceDefinition"];

function isOwn(object: KubernetesObject, premises: Premises): boolean {
  if (/(^|\.)istio\.io$|^sailoperator\.io$|^gateway\.networking\.(x-)?k8s\.io$/.test(apiGroup(object))) return true;
  if (apiGroup(object) === "operators.coreos.com") return isOfOperator(object, premises.subscription);
  if (others.includes(kindOf(object)) || kindOf(object) === "/Namespace") return false;
  if ([labelsOf(object), annotationsOf(object)].some((said) => Object.keys(said).some(isMeshLabel))) return true;
  const { namespace = "" } = object.metadata;
  return premises.system.includes(namespace) || isGateway(object, premises.injected.includes(namespace));
}

/** A namespace has one OperatorGroup, and one of that name says where the operator comes from. */
function isOfOperator(object: KubernetesObject, subscription: KubernetesObject | undefined): boolean {
  if (!subscription) return false;
  if (object.kind === "CatalogSource") return object.metadata.name === textAt(subscription, "spec", "source");
  return object.kind === "OperatorGroup" && object.metadata.namespace === subscription.metadata.namespace;
}

/** A workload that is a proxy, or that asks for one by itself where its namespace does not. */
function isGateway(object: KubernetesObject, isInjected: boolean): boolean {
  const template = templateOf(object);
  if (!template) return false;
  const containers = listAt(object, ...template, "spec", "containers");
  const isProxy = containers.some((one) => /^auto$|\/proxyv2(-\w+)?[:@]/.test(textAt(one, "image") ?? ""));
  const by = injectedBy(object);
  // A revision that pods ask for by themselves is in use, whatever their namespace asks for.
  if (valueAt(object, ...template, "metadata", "labels", "istio.io/rev") !== undefined) return true;
  return isProxy || (by !== undefined && (!isInjected || by.startsWith("inject.istio.io/")));
}

/** Where the template of its pods stands. */
function templateOf(object: KubernetesObject): readonly string[] | undefined {
  return podTemplates[kindOf(object)]?.[0]?.slice(0, -2);
}

/** Whether an object is there for a workload that is carried. */
function serves(object: KubernetesObject, workload: KubernetesObject): boolean {
  if (object.metadata.namespace !== workload.metadata.namespace) return false;
  const template = templateOf(workload) ?? [];
  const labels = Object(valueAt(workload, ...template, "metadata", "labels"));
  const account = textAt(workload, ...template, "spec", "serviceAccountName");
  const { name } = object.metadata;
  switch (kindOf(object)) {
    case "/Service":
      return isPicked(valueAt(object, "spec", "selector"), labels);
    case "policy/PodDisruptionBudget":
      return isPicked(valueAt(object, "spec", "selector", "matchLabels"), labels);
    case "networking.k8s.io/NetworkPolicy":
      return isPicked(valueAt(object, "spec", "podSelector", "matchLabels"), labels);
    case "autoscaling/HorizontalPodAutoscaler":
      return textAt(object, "spec", "scaleTargetRef", "name") === workload.metadata.name;
    case "/ServiceAccount":
      return name === account;
    case "rbac.authorization.k8s.io/RoleBinding":
      return listAt(object, "subjects").some((one) => textAt(one, "name") === account);
    case "rbac.authorization.k8s.io/Role":
      return name === account || name === workload.metadata.name;
    case "/ConfigMap":
      return JSON.stringify(valueAt(workload, ...template) ?? "").includes(JSON.stringify(name));
    default:
      return false;
  }
}

/** A selector that names something: an empty one is for all pods of a namespace, whose they are. */
function isPicked(selector: unknown, labels: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(Object(selector)).length > 0 && selects(selector, labels);
}

/** Whether an object is there for the proxy that istiod deploys for a Gateway. */
function configures(object: KubernetesObject, gateway: KubernetesObject): boolean {
  if (object.metadata.namespace !== gateway.metadata.namespace) return false;
  const { name } = gateway.metadata;
  switch (kindOf(object)) {
    case "/ConfigMap":
      return textAt(gateway, "spec", "infrastructure", "parametersRef", "name") === object.metadata.name;
    case "autoscaling/HorizontalPodAutoscaler":
      return [name, `${name}-${textAt(gateway, "spec", "gatewayClassName")}`].includes(
        textAt(object, "spec", "scaleTargetRef", "name") ?? "",
      );
    case "policy/PodDisruptionBudget":
      return valueAt(object, "spec", "selector", "matchLabels", `${gatewayApi}/gateway-name`) === name;
    default:
      return false;
  }
}
