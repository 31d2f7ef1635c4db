import type { Mesh } from "../../mesh/mesh";

/** Where Argo CD runs: OpenShift GitOps puts its own instance elsewhere. */
export function argocdNamespace({ distribution, delivery }: Mesh): string {
  return delivery.argocd.namespace ?? (distribution === "openshift" ? "openshift-gitops" : "argocd");
}

/** The AppProject of the mesh's Applications: the user's own, or the one that is written. */
export function projectName({ name, delivery }: Mesh): string {
  return delivery.argocd.project ?? name;
}

/** The cluster of the mesh: by its name, where mesh.yaml gives one, else by its API server. */
export function destinationCluster({ delivery }: Mesh): { readonly name: string } | { readonly server: string } {
  const { server = "https://kubernetes.default.svc", name } = delivery.argocd.destination ?? {};
  return name === undefined ? { server } : { name };
}
