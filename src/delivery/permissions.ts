import type { KubernetesObject } from "../mesh/mesh";
import { protectedKind } from "../mesh/protected-kinds";
import { apiGroup } from "../objects/kubernetes-object";
import type { Folder } from "./folders";

/** A kind, without its version. */
export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

/** What applying every phase of a row takes, and nothing else. Each list is sorted. */
export interface Permissions {
  readonly clusterKinds: readonly GroupKind[];
  readonly namespacedKinds: readonly GroupKind[];
  readonly namespaces: readonly string[];
}

/** Where an engine puts an object that names no namespace. */
export const fallbackNamespace = "default";

/** Cluster-scoped kinds that snapshots and users' manifests may hold. The kinds of Sail are, all of them. */
const clusterKinds: Readonly<Record<string, readonly string[]>> = {
  "": ["Namespace", "Node", "PersistentVolume"],
  "rbac.authorization.k8s.io": ["ClusterRole", "ClusterRoleBinding"],
  "sailoperator.io": ["Istio", "IstioCNI", "IstioRevision", "IstioRevisionTag", "ZTunnel"],
  "gateway.networking.k8s.io": ["GatewayClass"],
  "networking.k8s.io": ["IngressClass"],
  "scheduling.k8s.io": ["PriorityClass"],
  "storage.k8s.io": ["StorageClass"],
  "argoproj.io": ["ClusterAnalysisTemplate", "ClusterWorkflowTemplate"],
  "cert-manager.io": ["ClusterIssuer"],
};

/** Groups whose other kinds are namespaced. In any other group a kind may be either. */
const namespacedGroups = new Set([
  ...Object.keys(clusterKinds),
  ...["apps", "batch", "autoscaling", "policy"],
  ...["networking.istio.io", "security.istio.io", "telemetry.istio.io", "extensions.istio.io"],
  ...["monitoring.coreos.com", "route.openshift.io", "operators.coreos.com", "helm.cattle.io"],
  ...["kustomize", "helm", "source", "notification", "image"].map((one) => `${one}.toolkit.fluxcd.io`),
]);

type Scope = "cluster" | "namespaced" | "either";

/** The kinds and namespaces of all objects of these folders, over all phases. */
export function permissionsOf(folders: readonly Folder[]): Permissions {
  const objects = folders.flatMap(({ ever }) => ever);
  const kinds = (without: Scope) => sortedKinds(objects.filter((object) => scopeOf(object) !== without));
  return {
    clusterKinds: kinds("namespaced"),
    namespacedKinds: kinds("cluster"),
    namespaces: [...new Set(objects.flatMap(namespaceOf))].sort(),
  };
}

/** Whether some object leaves it to the engine which namespace it goes to. */
export function needsFallback(folders: readonly Folder[]): boolean {
  return folders.some(({ ever }) => ever.some((object) => !object.metadata.namespace && scopeOf(object) !== "cluster"));
}

/** Whether objects of its kind live in a namespace, as far as that can be told without a cluster. */
export function scopeOf(object: KubernetesObject): Scope {
  const group = apiGroup(object);
  if (clusterKinds[group]?.includes(object.kind)) return "cluster";
  return object.metadata.namespace !== undefined || namespacedGroups.has(group) ? "namespaced" : "either";
}

/** Whether an object lives in a namespace for certain: of Kubernetes' own kinds, and of those that say where traffic goes. */
export function livesInNamespace(object: KubernetesObject): boolean {
  const isKnown = protectedKind(object)?.role === "traffic" || !object.apiVersion.includes(".");
  return isKnown && object.kind !== "List" && scopeOf(object) === "namespaced";
}

function namespaceOf(object: KubernetesObject): readonly string[] {
  return scopeOf(object) === "cluster" ? [] : [object.metadata.namespace ?? fallbackNamespace];
}

function sortedKinds(objects: readonly KubernetesObject[]): readonly GroupKind[] {
  const kinds = new Map(
    objects.map((object) => {
      const one = { group: apiGroup(object), kind: object.kind };
      return [`${one.group}/${one.kind}`, one];
    }),
  );
  return [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
