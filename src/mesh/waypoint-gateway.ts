import type { KubernetesObject } from "../objects/kubernetes-object";

/** What decides on the Gateway of a waypoint. */
export interface WaypointGateway {
  readonly name: string;
  readonly namespace: string;
  /** What traffic goes through it. @default service */
  readonly for?: "service" | "workload" | "all" | "none";
  /** Namespaces whose services may use it, its own included. @default its own only */
  readonly usedBy?: readonly string[];
  /** Revision or revision tag of the istiod that deploys it. @default the one that is named `default` */
  readonly revision?: string | undefined;
}

/** The Gateway of a waypoint, as meshstep writes it. */
export function waypointGateway(waypoint: WaypointGateway): KubernetesObject {
  const { name, namespace, revision } = waypoint;
  const allowed = allowedRoutes(waypoint);
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "Gateway",
    metadata: {
      name,
      namespace,
      labels: {
        "istio.io/waypoint-for": waypoint.for ?? "service",
        // Without it the istiod of another name leaves the Gateway alone, and no proxy is ever deployed.
        ...(revision !== undefined && { "istio.io/rev": revision }),
      },
    },
    spec: {
      gatewayClassName: "istio-waypoint",
      listeners: [{ name: "mesh", port: 15008, protocol: "HBONE", ...(allowed && { allowedRoutes: allowed }) }],
    },
  };
}

/** A listener accepts its own namespace only; others are let in by name, so that nobody else can attach. */
function allowedRoutes({ namespace, usedBy = [] }: WaypointGateway): object | undefined {
  const names = [...new Set([namespace, ...usedBy])].sort();
  if (names.length === 1) return undefined;
  const selector = { matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: names }] };
  return { namespaces: { from: "Selector", selector } };
}
