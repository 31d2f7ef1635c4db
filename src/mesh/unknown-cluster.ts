import type { Mesh } from "./mesh";

/**
 * What mesh.yaml says where somebody fills in the cluster who is not asked here: without it the mesh would go to the cluster that Argo CD runs in. `.invalid` is
 * reserved: no resolver ever finds a host below it (RFC 2606), and no Argo CD knows such a cluster.
 */
export const unknownCluster = "https://not-set.invalid/write-spec.delivery.argocd.destination";

/** Whether nobody has written yet which cluster it is. */
export function lacksCluster({ delivery }: Pick<Mesh, "delivery">): boolean {
  return delivery.engine === "argocd" && delivery.argocd.destination?.server === unknownCluster;
}
