import type { Mesh } from "../../mesh/mesh";
import { namedNamespaces } from "../../mesh/named-namespaces";
import { lacksCluster } from "../../mesh/unknown-cluster";
import type { Folder } from "../folders";
import { permissionsOf } from "../permissions";
import type { PlatformFile } from "../platform-file";
import { lacksRepository, repositoryUrl } from "../repository";
import { clusterMissing, repositoryMissing } from "./application";
import { applicationNamespace, argocdNamespace, destinationCluster, projectName, standElsewhere } from "./settings";

/**
 * The AppProject of the mesh: one repository, one cluster, the kinds that its phases really hold, and their namespaces with those that mesh.yaml names. Argo CD
 * prunes nothing in a namespace that the project does not have: Roles of the row before would stay where this row has none, and those of a namespace that has left
 * the mesh. None where mesh.yaml names a project: that is somebody else's, and writing it would take the rights of others away.
 */
export function appProject(mesh: Mesh, folders: readonly Folder[]): readonly PlatformFile[] {
  if (mesh.delivery.argocd.project !== undefined) return [];
  const { clusterKinds, namespacedKinds, namespaces } = permissionsOf(folders);
  const name = projectName(mesh);
  const named = [mesh, ...(mesh.before ? [mesh.before.mesh] : [])].flatMap(namedNamespaces);
  const destinations = [...new Set([...namespaces, ...named])].sort();
  return [
    {
      path: `argocd/appproject-${name}.yaml`,
      why: [
        ...(lacksRepository(mesh) ? repositoryMissing : []),
        ...(lacksCluster(mesh) ? clusterMissing : []),
        "What the Applications of this mesh may do: the kinds that its phases hold, over all of them, in their namespaces and in those that mesh.yaml names, where an",
        "earlier row may have left something to prune. A kind or a namespace that mesh.yaml adds changes this file: apply it again before the phase that brings it, and",
        "after the phase that takes one out. Cluster-scoped kinds are allowed under any name: Argo CD 3.5 can narrow them by name, and the API server refuses that",
        "field where Argo CD is too old for it.",
      ],
      object: {
        apiVersion: "argoproj.io/v1alpha1",
        kind: "AppProject",
        metadata: { name, namespace: argocdNamespace(mesh) },
        spec: {
          description: `Mesh ${mesh.name}`,
          ...(standElsewhere(mesh) && { sourceNamespaces: [applicationNamespace(mesh)] }),
          sourceRepos: [repositoryUrl(mesh)],
          destinations: destinations.map((namespace) => ({ ...destinationCluster(mesh), namespace })),
          clusterResourceWhitelist: clusterKinds,
          namespaceResourceWhitelist: namespacedKinds,
        },
      },
    },
  ];
}
