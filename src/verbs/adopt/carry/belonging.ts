import { posix } from "node:path";
import type { KubernetesObject } from "../../../mesh/mesh";
import { injectedBy } from "../../../mesh/unplanned-proxies";
import { apiGroup, kindOf } from "../../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import { adoptedFolder } from "../../../repository/objects/adopted-copies";
import { annotationsOf, labelsOf } from "../../../rules/objects";
import type { Found } from "../input/found";
import { isMeshLabel } from "../inventory/mesh-labels";
import { accountOf, configures, isGivenBy, serves, templateOf } from "./beside-gateways";

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
  /** Those that mesh.yaml describes. */
  readonly waypoints: readonly Found[];
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
  const gateways = [...own, ...premises.waypoints]
    .map(({ object }) => object)
    .filter((one) => kindOf(one) === "gateway.networking.k8s.io/Gateway");
  const strangers = new Set(
    found.filter((one) => !own.has(one) && templateOf(one.object)).map(({ object }) => accountKey(object)),
  );
  for (const one of found) {
    const isNeeded =
      workloads.some((each) => serves(one.object, each, strangers.has(accountKey(each)))) ||
      gateways.some((each) => configures(one.object, each));
    if (isNeeded) own.add(one);
  }
  const needed = [...own].map(({ object }) => object);
  for (const one of found) if (needed.some((each) => isGivenBy(one.object, each))) own.add(one);
  const homes = new Set([...premises.homes, ...[...own].map(({ object }) => object.metadata.namespace)]);
  homes.add(premises.subscription?.metadata.namespace);
  const isCarried = (one: Found) =>
    own.has(one) || (kindOf(one.object) === "/Namespace" && homes.has(one.object.metadata.name));
  return { carried: found.filter(isCarried), left: found.filter((one) => !isCarried(one)) };
}

function accountKey(workload: KubernetesObject): string {
  return `${workload.metadata.namespace}/${accountOf(workload)}`;
}

function isCopy({ place }: Found): boolean {
  return posix.basename(posix.dirname(place.file)) === adoptedFolder;
}

/** Never the mesh's, wherever they stand: they belong to other operators, or hold data. */
const others: readonly string[] = ["/PersistentVolumeClaim", "apiextensions.k8s.io/CustomResourceDefinition"];

/** Other ways to run Istio, beside the Sail Operator until the last namespace has moved: what they make of these is theirs. */
const otherInstallers = /^(?:install\.istio\.io|operator\.istio\.io|(?:[a-z]+\.)?maistra\.io)$/;

function isOwn(object: KubernetesObject, premises: Premises): boolean {
  if (otherInstallers.test(apiGroup(object))) return false;
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
