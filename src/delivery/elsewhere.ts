import type { Mesh } from "../mesh/mesh";

/** Argo CD's own words for the cluster that it runs in. */
const inCluster = ["https://kubernetes.default.svc", "in-cluster"];

/** Whose cluster it is where the engine runs in another one than the mesh: its own objects are asked for there. */
export function engineCluster({ delivery }: Pick<Mesh, "delivery">): string | undefined {
  if (delivery.engine === "flux") return delivery.flux.kubeConfig && "Flux's cluster";
  const { server, name } = delivery.argocd.destination ?? {};
  const destination = name ?? server;
  const isThere = destination === undefined || inCluster.includes(destination);
  return delivery.engine === "argocd" && !isThere ? "Argo CD's cluster" : undefined;
}
