import { formatPlace, type MeshPath, type Place } from "../findings/finding";
import type { Problem } from "../findings/input-error";
import { isCniExternal } from "./external-cni";
import type { Mesh } from "./mesh";
import { lacksCluster } from "./unknown-cluster";

/** The meshes of one run that own an IstioCNI, by the cluster that they are known to go to. */
export type CniOwners = Map<string, { readonly mesh: string; readonly place: Place }>;

/**
 * A second mesh that owns the IstioCNI of a cluster: the API has one object for all, and the two rows would move it against each other. Nothing is said where
 * it is not known that the clusters are one.
 */
export function cniProblems(mesh: Mesh, locate: (path: MeshPath) => Place, owners: CniOwners): Problem[] {
  const cluster = mesh.cni && !isCniExternal(mesh) ? knownCluster(mesh) : undefined;
  if (cluster === undefined) return [];
  const path = ["spec", "cni", "ownership"];
  const first = owners.get(cluster.id);
  if (!first) {
    owners.set(cluster.id, { mesh: mesh.name, place: locate(path) });
    return [];
  }
  const message = `a second IstioCNI for ${cluster.shown}, as spec.delivery.argocd.destination says; that of mesh ${first.mesh} is at ${formatPlace(first.place)}`;
  const hint =
    "a cluster has one for all of its meshes: say cni: { ownership: external } in all but the one that moves it";
  return [{ message, path, place: locate(path), hint }];
}

/** By the address of its API server, or by a name in what one repository is read for; "this cluster" may be any. */
function knownCluster({ delivery }: Mesh): { readonly id: string; readonly shown: string } | undefined {
  if (delivery.engine !== "argocd" || lacksCluster({ delivery })) return undefined;
  const { server, name } = delivery.argocd.destination ?? {};
  const { url } = delivery.repository;
  if (server !== undefined && !/\/\/kubernetes\.default\b/.test(server)) {
    const id = server.replace(/\/+$/, "");
    return { id, shown: id };
  }
  const isNamed = name !== undefined && name !== "in-cluster" && url !== undefined;
  return isNamed ? { id: `${name} ${url}`, shown: `cluster ${name}` } : undefined;
}
