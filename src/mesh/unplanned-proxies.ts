import type { MeshPath, Place } from "../findings/finding";
import { listAt, textAt, valueAt } from "../objects/object-paths";
import { restartedGateways } from "./gateways";
import { isEnrolled } from "./labels";
import { type KubernetesObject, type Mesh, objectId } from "./mesh";
import type { MeshNamespace } from "./schema";

/** Proxies that come into the mesh by injection, and that no entry of `spec.gateways` or `spec.namespaces` covers. */
export interface UnplannedProxy {
  /** Left out for a namespace. */
  readonly object?: string;
  /** `sidecar.istio.io/inject: "true"`, as it stands there. */
  readonly because: string;
  /**
   * `beside`: a gateway that restarts with the workloads of its namespace; `own`: nobody injects it, so no restart moves it; `rest`: whatever a
   * namespace has beside its gateways, if it has anything. @default nothing plans for it
   */
  readonly how?: "beside" | "own" | "rest";
  readonly path?: MeshPath;
  readonly place?: Place;
}

/** Carried workloads that istiod injects, and namespaces whose own labels ask for injection. */
export function unplannedProxies(mesh: Mesh): readonly UnplannedProxy[] {
  const restarted = mesh.namespaces.filter((one) => mesh.dataPlane === "sidecar" && isEnrolled(mesh, one));
  const covered = new Set(restarted.map(({ name }) => name));
  const injecting = fromNamespaces(mesh, covered);
  return [...fromManifests(mesh, covered, injecting), ...injecting.flatMap((one) => ofNamespace(mesh, one))];
}

function fromManifests(
  mesh: Mesh,
  covered: ReadonlySet<string>,
  injecting: readonly InjectingNamespace[],
): readonly UnplannedProxy[] {
  const gateways = new Set(restartedGateways(mesh).map(({ namespace, deployment }) => `${namespace}/${deployment}`));
  return mesh.carried.flatMap(({ object, place }) => {
    const { name, namespace = "default" } = object.metadata;
    if (gateways.has(`${namespace}/${name}`)) return [];
    const home = injecting.find((one) => one.name === namespace && one.hasGateways);
    const byHome = home && takesInjection(object) ? `${home.because} of Namespace ${namespace}` : undefined;
    const [because, own] = [injectedBy(object) ?? byHome, ownProxy(object)];
    if (!because) return own ? [{ object: objectId(object), because: own, how: "own", place }] : [];
    if (!covered.has(namespace)) return [{ object: objectId(object), because, place }];
    const template = gatewayTemplate(object);
    return template ? [{ object: objectId(object), because: template, how: "beside", place }] : [];
  });
}

/** A namespace whose own label asks for injection, and whose workloads nobody restarts. */
interface InjectingNamespace {
  readonly name: string;
  /** `istio-injection: enabled`. */
  readonly because: string;
  readonly key: string;
  readonly path: MeshPath;
  /** Whether the label may be there for gateways that are planned. */
  readonly hasGateways: boolean;
}

function fromNamespaces(mesh: Mesh, covered: ReadonlySet<string>): readonly InjectingNamespace[] {
  const withGateways = new Set(mesh.gateways.filter(({ kind }) => kind === "injected").map((one) => one.namespace));
  return mesh.namespaces.flatMap((namespace, index) => {
    const { name, labels } = namespace;
    const key = ["istio-injection", "istio.io/rev"].find((one) => asksForInjection(mesh, namespace, one));
    if (key === undefined || covered.has(name)) return [];
    const path = ["spec", "namespaces", index, "labels", key];
    return [{ name, key, because: `${key}: ${labels[key]}`, path, hasGateways: withGateways.has(name) }];
  });
}

/** Where gateways are planned, the label may be for them alone; of a revision it is so as a rule. */
function ofNamespace({ carried }: Mesh, one: InjectingNamespace): readonly UnplannedProxy[] {
  const { name, key, because, path, hasGateways } = one;
  if (!hasGateways) return [{ because, path }];
  const isSeen = carried.some(({ object }) => object.metadata.namespace === name && takesInjection(object));
  return key === "istio.io/rev" || isSeen ? [] : [{ because, how: "rest", path }];
}

/** Whether the label of its namespace has a workload injected that is no gateway and says nothing of it. */
function takesInjection(object: KubernetesObject): boolean {
  const template = templateOf(object);
  if (!template || gatewayTemplate(object) !== undefined || valueAt(template.spec, "hostNetwork") === true)
    return false;
  return !isOptedOut(template);
}

/**
 * `istio.io/rev` injects unless `istio-injection: disabled` stands beside it. Where Gateways live it is there to choose their control plane, and on
 * ambient namespaces NS002 speaks of it.
 */
function asksForInjection(mesh: Mesh, namespace: MeshNamespace, key: string): boolean {
  const { name, labels } = namespace;
  if (labels[key] === undefined) return false;
  if (key === "istio-injection") return labels[key] === "enabled";
  if (mesh.dataPlane === "sidecar") return true;
  const hosts = [...mesh.waypoints, ...mesh.gateways].some((one) => one.namespace === name);
  return labels["istio-injection"] === undefined && !hosts && !isEnrolled(mesh, namespace);
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

/** The pods of a workload, as it describes them. */
interface PodTemplate {
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: unknown;
}

function templateOf(object: KubernetesObject): PodTemplate | undefined {
  const path = templates[object.kind];
  return path && ((path.length > 0 ? valueAt(object, ...path) : object) as PodTemplate | undefined);
}

/** `inject.istio.io/templates: gateway`, where a workload is a gateway by that. */
function gatewayTemplate(object: KubernetesObject): string | undefined {
  const key = "inject.istio.io/templates";
  const value = templateOf(object)?.metadata?.annotations?.[key];
  const isGateway = String(value ?? "")
    .split(",")
    .some((one) => one.trim() === "gateway");
  return isGateway ? `${key}: ${value}` : undefined;
}

/** A proxy that somebody has written into a pod, with the image that it runs. */
function ownProxy(object: KubernetesObject): string | undefined {
  const spec = templateOf(object)?.spec;
  const containers = ["initContainers", "containers"].flatMap((key) => listAt(spec, key));
  const image = containers.map((one) => textAt(one, "image") ?? "").find((one) => /(^|\/)proxyv2[:@]/.test(one));
  return image && `image: ${image}`;
}

/** What asks istiod to inject the pods of a workload; undefined for one that does not ask by itself. */
export function injectedBy(object: KubernetesObject): string | undefined {
  const template = templateOf(object);
  if (!template) return undefined;
  const { labels = {}, annotations = {} } = template.metadata ?? {};
  if (isOptedOut(template)) return undefined;
  for (const [marks, key] of [
    [labels, "sidecar.istio.io/inject"],
    [annotations, "sidecar.istio.io/inject"],
    [labels, "istio.io/rev"],
    [annotations, "inject.istio.io/templates"],
  ] as const) {
    if (marks[key] !== undefined) return `${key}: ${marks[key]}`;
  }
  return undefined;
}

function isOptedOut({ metadata: { labels = {}, annotations = {} } = {} }: PodTemplate): boolean {
  return [labels, annotations].some((one) => String(one["sidecar.istio.io/inject"]) === "false");
}
