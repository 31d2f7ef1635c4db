import { type KubernetesObject, type Mesh, objectId } from "./mesh";

/** Proxies of a mesh that run on their own, outside of workloads: waypoints and gateways. */
export interface ProxyDeployment {
  /** Who brings it to a new version; `waypoint` and `gateway-api`: istiod, by itself. */
  readonly kind: "waypoint" | "gateway-api" | "injected" | "self-managed";
  readonly namespace: string;
  /** What it is called in mesh.yaml, or its Gateway. */
  readonly name: string;
  /** The Deployment of its proxies. */
  readonly deployment: string;
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
  const carried = mesh.carried.flatMap(({ object }) => carriedGateway(object) ?? []);
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

/** The gateways of mesh.yaml that istiod does not roll: injected ones, and those that people run by themselves. */
export function restartedGateways(mesh: Mesh): readonly ProxyDeployment[] {
  return mesh.gateways
    .filter(({ kind }) => kind !== "gateway-api")
    .map(({ kind, namespace, name, deployment = name }) => ({ kind, namespace, name, deployment }));
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

/** Proxies that a carried object brings into the mesh by injection and that no entry of `spec.gateways` or `spec.namespaces` covers. */
export interface UncoveredProxy {
  readonly index: number;
  readonly object: string;
  /** `sidecar.istio.io/inject: "true"`, as it stands there. */
  readonly because: string;
}

/** Kinds with a pod template, and where that is. */
const templates: Readonly<Record<string, readonly string[]>> = {
  Deployment: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  ReplicaSet: ["spec", "template"],
  Rollout: ["spec", "template"],
  DeploymentConfig: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
  Pod: [],
};

/** Carried workloads that istiod injects, which the planner would not look at. */
export function uncoveredProxies(mesh: Mesh, isCovered: (namespace: string) => boolean): readonly UncoveredProxy[] {
  const gateways = new Set(restartedGateways(mesh).map(({ namespace, deployment }) => `${namespace}/${deployment}`));
  return mesh.carried.flatMap(({ object }, index) => {
    const { name, namespace = "default" } = object.metadata;
    const because = injectedBy(object);
    if (!because || gateways.has(`${namespace}/${name}`) || isCovered(namespace)) return [];
    return [{ index, object: objectId(object), because }];
  });
}

function injectedBy(object: KubernetesObject): string | undefined {
  const path = templates[object.kind];
  if (!path) return undefined;
  const template = path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], object);
  const { labels = {}, annotations = {} } = ((template as { metadata?: unknown } | undefined)?.metadata ?? {}) as {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  const switchedOff = [labels, annotations].some((one) => one["sidecar.istio.io/inject"] === "false");
  if (switchedOff) return undefined;
  for (const [marks, key] of [
    [labels, "sidecar.istio.io/inject"],
    [annotations, "sidecar.istio.io/inject"],
    [labels, "istio.io/rev"],
    [annotations, "inject.istio.io/templates"],
  ] as const) {
    if (marks[key] !== undefined) return `${key}: ${JSON.stringify(marks[key])}`;
  }
  return undefined;
}
