import type { Mesh } from "./mesh";

/** A Gateway whose proxies istiod deploys, and rolls to its own version. */
export interface ManagedGateway {
  readonly namespace: string;
  readonly name: string;
  /** The Deployment that istiod makes for it. */
  readonly deployment: string;
}

/** Classes that istiod deploys proxies for, and what it adds to the Gateway's name. */
const deploymentSuffixes: Readonly<Record<string, string>> = { "istio-waypoint": "", istio: "-istio" };

/** The waypoints of mesh.yaml, and the Gateways among the user's own manifests that istiod deploys. */
export function managedGateways(mesh: Mesh): readonly ManagedGateway[] {
  const described = mesh.waypoints.map(({ namespace, name }) => ({ namespace, name, deployment: name }));
  const carried = mesh.carried.flatMap(({ object }) => {
    const { apiVersion, kind, metadata, spec } = object;
    if (kind !== "Gateway" || !apiVersion.startsWith("gateway.networking.k8s.io/")) return [];
    const suffix = deploymentSuffixes[String((spec as { gatewayClassName?: unknown } | undefined)?.gatewayClassName)];
    if (suffix === undefined) return [];
    const { name, namespace = "default" } = metadata;
    return [{ namespace, name, deployment: `${name}${suffix}` }];
  });
  return [...described, ...carried];
}
