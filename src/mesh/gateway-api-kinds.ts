import type { Mesh } from "./mesh";

const group = "gateway.networking.k8s.io/";

/** Kinds of the Gateway API that a mesh has objects of, sorted. */
export function gatewayApiKinds(mesh: Mesh): readonly string[] {
  const described = mesh.waypoints.length > 0 || mesh.gateways.some(({ kind }) => kind === "gateway-api");
  const carried = mesh.carried.flatMap(({ object }) => (object.apiVersion.startsWith(group) ? [object.kind] : []));
  return [...new Set([...(described ? ["Gateway"] : []), ...carried])].sort();
}
