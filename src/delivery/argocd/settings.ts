import type { Mesh } from "../../mesh/mesh";

/** Where Argo CD runs: OpenShift GitOps puts its own instance elsewhere. */
export function argocdNamespace({ distribution, delivery }: Mesh): string {
  return delivery.argocd.namespace ?? (distribution === "openshift" ? "openshift-gitops" : "argocd");
}

/** Where its Applications stand: Argo CD may take them from other namespaces than its own. */
export function applicationNamespace(mesh: Mesh): string {
  return mesh.delivery.argocd.applicationNamespace ?? argocdNamespace(mesh);
}

/** Whether that is another one. */
export function standElsewhere(mesh: Mesh): boolean {
  return applicationNamespace(mesh) !== argocdNamespace(mesh);
}

/** An Application as the command line of Argo CD calls it. */
export function applicationId(mesh: Mesh, name: string): string {
  return standElsewhere(mesh) ? `${applicationNamespace(mesh)}/${name}` : name;
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
