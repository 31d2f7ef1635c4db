import type { KubernetesObject } from "../../mesh/mesh";
import { listAt, valueAt } from "../../objects/object-paths";
import type { Proxies } from "../../plan/checks";
import type { Answer } from "../query";
import { versionOf } from "../restart/image-version";

/** Label of the pods of Gateways, which istiod rolls by itself. */
export const managedBy = "gateway.networking.k8s.io/gateway-name";
/** Which revision a pod was injected by; without it nobody has injected its proxy. */
export const revisionAnnotation = "istio.io/rev";

export function isReady(pod: KubernetesObject): boolean {
  return listAt(pod, "status", "conditions").some(
    (one) => valueAt(one, "type") === "Ready" && valueAt(one, "status") === "True",
  );
}

function containersOf(pod: KubernetesObject): readonly { readonly name?: string; readonly image?: string }[] {
  const lists = ["containers", "initContainers"].map((key) => valueAt(pod, "spec", key));
  return lists.flatMap((list) => (Array.isArray(list) ? list : []));
}

export function hasProxy(pod: KubernetesObject): boolean {
  return containersOf(pod).some(({ name }) => name === "istio-proxy");
}

/** By the tag of its proxy's image. */
export function imageVersion(pod: KubernetesObject): string | undefined {
  return versionOf(containersOf(pod).find(({ name }) => name === "istio-proxy")?.image ?? "");
}

/** The pods with a proxy, of the Deployment where there is one; those that end are not asked. */
export function proxiesIn({ deployment, except = [] }: Proxies, pods: Answer | undefined): readonly KubernetesObject[] {
  return (pods?.objects ?? []).filter(
    (pod) =>
      !ends(pod) &&
      hasProxy(pod) &&
      (deployment === undefined || isOwnedBy(pod, deployment)) &&
      !except.some((one) => isOwnedBy(pod, one)),
  );
}

/** Whether a pod is on its way out, or has run to its end. */
export function ends(pod: KubernetesObject): boolean {
  return (
    pod.metadata["deletionTimestamp"] !== undefined ||
    /^(Succeeded|Failed)$/.test(String(valueAt(pod, "status", "phase")))
  );
}

export function isOwnedBy(pod: KubernetesObject, deployment: string): boolean {
  const owners = pod.metadata["ownerReferences"];
  if (!Array.isArray(owners)) return false;
  return owners.some(
    ({ kind, name }: { kind?: string; name?: string }) =>
      kind === "ReplicaSet" && name?.slice(0, name.lastIndexOf("-")) === deployment,
  );
}
