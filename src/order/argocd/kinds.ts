/**
 * The kinds that Argo CD sorts inside a wave, in its order; the group does not matter. Every other kind comes after them,
 * by name only: Gateway, HTTPRoute and Istio mix.
 */
const sorted = [
  ...["Namespace", "NetworkPolicy", "ResourceQuota", "LimitRange", "PodSecurityPolicy", "PodDisruptionBudget"],
  ...["ServiceAccount", "Secret", "SecretList", "ConfigMap", "StorageClass", "PersistentVolume"],
  ...["PersistentVolumeClaim", "CustomResourceDefinition", "ClusterRole", "ClusterRoleList", "ClusterRoleBinding"],
  ...["ClusterRoleBindingList", "Role", "RoleList", "RoleBinding", "RoleBindingList", "Service", "DaemonSet", "Pod"],
  ...["ReplicationController", "ReplicaSet", "Deployment", "HorizontalPodAutoscaler", "StatefulSet", "Job", "CronJob"],
  ...["IngressClass", "Ingress", "APIService"],
];

const ranks = new Map(sorted.map((kind, index) => [kind, index - sorted.length]));

/** Where a kind stands inside a wave: the lower the earlier, 0 for kinds that Argo CD does not know. */
export function kindRank(kind: string): number {
  return ranks.get(kind) ?? 0;
}

/** What Argo CD 3 leaves alone unless its administrators say otherwise (`resource.exclusions`): such objects are not applied. */
const excluded: Readonly<Record<string, readonly string[]>> = {
  "": ["Endpoints", "EndpointSlice"],
  "discovery.k8s.io": ["Endpoints", "EndpointSlice"],
  "coordination.k8s.io": ["Lease"],
  "certificates.k8s.io": ["CertificateSigningRequest"],
  "cert-manager.io": ["CertificateRequest"],
};

export function isExcluded(group: string, kind: string): boolean {
  return Object.hasOwn(excluded, group) && (excluded[group] ?? []).includes(kind);
}
