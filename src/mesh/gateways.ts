import { oncePer } from "../basics/once-per";
import type { CarriedObject, KubernetesObject, Mesh } from "./mesh";

/** Proxies of a mesh that run on their own, outside of workloads: waypoints and gateways. */
export interface ProxyDeployment {
  /** Who brings it to a new version; `waypoint` and `gateway-api`: istiod, by itself. */
  readonly kind: "waypoint" | "gateway-api" | "injected" | "self-managed";
  readonly namespace: string;
  /** What it is called in mesh.yaml, or its Gateway. */
  readonly name: string;
  /** The Deployment of its proxies. */
  readonly deployment: string;
  /** A second Deployment that moves before it: how many pods that has. */
  readonly canary?: { readonly replicas: number };
}

/** The kinds whose proxies istiod deploys, and rolls to its own version. */
export type ManagedGateway = ProxyDeployment & { readonly kind: "waypoint" | "gateway-api" };

interface GatewayClass {
  readonly kind: "waypoint" | "gateway-api";
  /** What istiod adds to the Gateway's name. */
  readonly suffix: string;
}

/** Classes that istiod deploys proxies for. The proxy of an east-west gateway is a waypoint's: no name of its own. */
const managedClasses: ReadonlyMap<string, GatewayClass> = new Map([
  ["istio-waypoint", { kind: "waypoint", suffix: "" }],
  ["istio-east-west", { kind: "gateway-api", suffix: "" }],
  ["istio", { kind: "gateway-api", suffix: "-istio" }],
]);

/** The waypoints and gateways that istiod deploys: of mesh.yaml, and among the user's own manifests. */
export function managedGateways(mesh: Mesh): readonly ManagedGateway[] {
  const waypoints = mesh.waypoints.map(
    ({ namespace, name }): ManagedGateway => ({ kind: "waypoint", namespace, name, deployment: name }),
  );
  const carried = carriedGateways(mesh.carried);
  const carriedIds = new Set(carried.map(idOf));
  const described = mesh.gateways
    .filter((one) => one.kind === "gateway-api" && !carriedIds.has(idOf(one)))
    .map(
      ({ namespace, name, deployment = `${name}-istio` }): ManagedGateway => ({
        kind: "gateway-api",
        namespace,
        name,
        deployment,
      }),
    );
  return [...waypoints, ...carried, ...described];
}

/** Dozens ask for the gateways of each phase, and a mesh may carry a hundred thousand objects. */
const carriedGateways = oncePer((carried: readonly CarriedObject[]): readonly ManagedGateway[] =>
  carried.flatMap(({ object }) => carriedGateway(object) ?? []),
);

/** The gateways of mesh.yaml that istiod does not roll: injected ones, and those that people run by themselves. */
export function restartedGateways(mesh: Mesh): readonly ProxyDeployment[] {
  return mesh.gateways
    .filter(({ kind }) => kind !== "gateway-api")
    .map(({ kind, namespace, name, deployment = name, canary }) => ({
      kind,
      namespace,
      name,
      deployment,
      ...(canary && { canary }),
    }));
}

/** The second Deployment of a gateway that is moved by one. */
export function canaryName(deployment: string): string {
  return `${deployment}-canary`;
}

/** A Gateway whose proxies istiod deploys; nothing for other objects, other classes, and Gateways that name proxies of the user's own. */
function carriedGateway(object: KubernetesObject): ManagedGateway | undefined {
  const { apiVersion, kind, metadata, spec } = object;
  if (kind !== "Gateway" || !apiVersion.startsWith("gateway.networking.k8s.io/")) return undefined;
  const { gatewayClassName, addresses } = (spec ?? {}) as { gatewayClassName?: unknown; addresses?: unknown };
  const known = managedClasses.get(String(gatewayClassName));
  if (!known || pointsElsewhere(addresses)) return undefined;
  const { name, namespace = "default", annotations } = metadata;
  const deployment = annotations?.["gateway.istio.io/name-override"] ?? `${name}${known.suffix}`;
  return { kind: known.kind, namespace, name, deployment };
}

/** An address that is a host name means: the proxies behind that Service are somebody else's. */
function pointsElsewhere(addresses: unknown): boolean {
  return Array.isArray(addresses) && addresses.some((one: { type?: unknown }) => one?.type === "Hostname");
}

function idOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}
