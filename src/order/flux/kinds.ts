import { apiGroup } from "../../objects/kubernetes-object";
import { compareText, isCrd, isNamespace, type OrderEntry } from "../entry";

/** The parts of one Kustomization that are applied one after the other; the first two are awaited for a minute. */
export const stages = ["definitions", "classes", "resources"] as const;
export type Stage = (typeof stages)[number];

/** CRDs, Namespaces and ClusterRoles come first, then every kind whose name ends in Class, then all the rest. */
export function stageOf({ object }: OrderEntry): Stage {
  const isClusterRole = object.kind === "ClusterRole" && apiGroup(object) === "rbac.authorization.k8s.io";
  if (isCrd(object) || isNamespace(object) || isClusterRole) return "definitions";
  return object.kind.endsWith("Class") ? "classes" : "resources";
}

/** The kinds that Flux sorts, in its order; the group does not matter. Every other kind stands between the two lists. */
const first = [
  ...["CustomResourceDefinition", "Namespace", "ClusterRole", "ClusterClass", "RuntimeClass", "PriorityClass"],
  ...["StorageClass", "VolumeSnapshotClass", "IngressClass", "GatewayClass", "ClusterRoleBinding", "ResourceQuota"],
  ...["ServiceAccount", "Role", "RoleBinding", "ConfigMap", "Secret", "Service", "LimitRange", "Deployment"],
  ...["StatefulSet", "CronJob", "PodDisruptionBudget"],
];
const last = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];

const ranks = new Map([
  ...first.map((kind, index) => [kind, index - first.length] as const),
  ...last.map((kind, index) => [kind, index + 1] as const),
]);

/** Where a kind stands among those that are applied: the lower the earlier, 0 for kinds that Flux does not sort. */
export function kindRank(kind: string): number {
  return ranks.get(kind) ?? 0;
}

/** The order of one stage, which leaves nothing open: kind, then group, kind, namespace and name. */
export function compareInStage({ object: a }: OrderEntry, { object: b }: OrderEntry): number {
  return (
    kindRank(a.kind) - kindRank(b.kind) ||
    compareText(apiGroup(a), apiGroup(b)) ||
    compareText(a.kind, b.kind) ||
    compareText(a.metadata.namespace ?? "", b.metadata.namespace ?? "") ||
    compareText(a.metadata.name, b.metadata.name)
  );
}
