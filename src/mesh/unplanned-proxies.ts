import type { MeshPath, Place } from "../findings/finding";
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
  readonly path?: MeshPath;
  readonly place?: Place;
}

/** Carried workloads that istiod injects, and namespaces whose own labels ask for injection. */
export function unplannedProxies(mesh: Mesh): readonly UnplannedProxy[] {
  const restarted = mesh.namespaces.filter((one) => mesh.dataPlane === "sidecar" && isEnrolled(mesh, one));
  const covered = new Set(restarted.map(({ name }) => name));
  return [...fromManifests(mesh, covered), ...fromNamespaces(mesh, covered)];
}

function fromManifests(mesh: Mesh, covered: ReadonlySet<string>): readonly UnplannedProxy[] {
  const gateways = new Set(restartedGateways(mesh).map(({ namespace, deployment }) => `${namespace}/${deployment}`));
  return mesh.carried.flatMap(({ object, place }) => {
    const { name, namespace = "default" } = object.metadata;
    const because = injectedBy(object);
    if (!because || gateways.has(`${namespace}/${name}`) || covered.has(namespace)) return [];
    return [{ object: objectId(object), because, place }];
  });
}

/** A namespace that holds gateways may be labelled for their injection. */
function fromNamespaces(mesh: Mesh, covered: ReadonlySet<string>): readonly UnplannedProxy[] {
  const withGateways = new Set(mesh.gateways.filter(({ kind }) => kind === "injected").map((one) => one.namespace));
  return mesh.namespaces.flatMap((namespace, index) => {
    const { name, labels } = namespace;
    const key = ["istio-injection", "istio.io/rev"].find((one) => asksForInjection(mesh, namespace, one));
    if (key === undefined || covered.has(name) || withGateways.has(name)) return [];
    return [{ because: `${key}: ${labels[key]}`, path: ["spec", "namespaces", index, "labels", key] }];
  });
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

/** What asks istiod to inject the pods of a workload; undefined for one that does not ask by itself. */
export function injectedBy(object: KubernetesObject): string | undefined {
  const path = templates[object.kind];
  if (!path) return undefined;
  const template = path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], object);
  const { labels = {}, annotations = {} } = ((template as { metadata?: unknown } | undefined)?.metadata ?? {}) as {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  if ([labels, annotations].some((one) => one["sidecar.istio.io/inject"] === "false")) return undefined;
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
