import { grouped } from "../basics/grouped";
import { oncePer } from "../basics/once-per";
import type { KubernetesObject } from "../mesh/mesh";
import { kindOf } from "../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../objects/object-paths";
import { objectsOf } from "./objects";
import type { CheckedObject, ManifestSet } from "./rule";

const label = "istio.io/use-waypoint";

/** An object whose label sends traffic through a waypoint. */
export interface WaypointUse {
  readonly user: CheckedObject;
  /** Where the label stands. */
  readonly at: readonly string[];
  /** The namespace of the traffic; undefined when the manifest does not say it. */
  readonly from: string | undefined;
  /** The waypoint that the labels name. */
  readonly name: string;
  readonly namespace: string | undefined;
}

/** Every use of a waypoint. The value `none` opts out, so no waypoint can have that name. */
export const waypointUses = oncePer(findUses);

function findUses(set: ManifestSet): readonly WaypointUse[] {
  return set.objects.flatMap((user) => {
    const { object } = user;
    const from = isNamespace(object) ? object.metadata.name : object.metadata.namespace;
    const places = isTarget(object) ? [["metadata", "labels"]] : (podTemplates[kindOf(object)] ?? []);
    return places.flatMap((at) => {
      const name = textAt(object, ...at, label);
      if (name === undefined || name === "none") return [];
      const namespace = textAt(object, ...at, `${label}-namespace`) ?? from;
      return [{ user, at: [...at, label], from, name, namespace }];
    });
  });
}

/** What istiod reads the label on; for pods see {@link podTemplates}. */
const targets: readonly string[] = [
  "/Namespace",
  "/Service",
  "/Pod",
  "networking.istio.io/ServiceEntry",
  "networking.istio.io/WorkloadEntry",
];

/** Where workloads hold the labels of their pods. */
export const podTemplates: Readonly<Partial<Record<string, readonly (readonly string[])[]>>> = Object.fromEntries([
  ...["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"].map((kind) => [`apps/${kind}`, [templateLabels()]]),
  ...["argoproj.io/Rollout", "apps.openshift.io/DeploymentConfig", "kubevirt.io/VirtualMachine"].map((kind) => [
    kind,
    [templateLabels()],
  ]),
  ["batch/Job", [templateLabels()]],
  ["batch/CronJob", [templateLabels("jobTemplate", "spec")]],
]);

function templateLabels(...path: readonly string[]): readonly string[] {
  return ["spec", ...path, "template", "metadata", "labels"];
}

function isTarget(object: KubernetesObject): boolean {
  return targets.includes(kindOf(object));
}

function isNamespace(object: KubernetesObject): boolean {
  return kindOf(object) === "/Namespace";
}

/** `bookinfo/waypoint`. */
export function waypointName({ name, namespace }: WaypointUse): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** The Gateways of that name, of any class. A namespace that is left open in a manifest could be any. */
export function gatewaysNamed(
  set: ManifestSet,
  { name, namespace }: Pick<WaypointUse, "name" | "namespace">,
): readonly CheckedObject[] {
  const { named, placed } = gatewayIndex(set);
  if (namespace === undefined) return named.get(name) ?? [];
  return [...(placed.get(`${namespace}/${name}`) ?? []), ...(placed.get(`/${name}`) ?? [])];
}

interface GatewayIndex {
  readonly named: ReadonlyMap<string, readonly CheckedObject[]>;
  /** By `namespace/name`; what leaves its namespace open begins with the slash. */
  readonly placed: ReadonlyMap<string, readonly CheckedObject[]>;
}

/** Most waypoints are called alike, and every namespace and Service asks for one. */
const gatewayIndex = oncePer((set: ManifestSet): GatewayIndex => {
  const all = objectsOf(set, "gateway.networking.k8s.io", "Gateway");
  return {
    named: grouped(all, ({ object: { metadata } }) => metadata.name),
    placed: grouped(all, ({ object: { metadata } }) => `${metadata.namespace ?? ""}/${metadata.name}`),
  };
});

/** The class of a Gateway. */
export function gatewayClass({ object }: CheckedObject): string {
  return textAt(object, "spec", "gatewayClassName") ?? "";
}

/** `istio-waypoint`, or the waypoint of another vendor: istiod, too, tells such classes by this word in their name. */
export function isWaypoint(gateway: CheckedObject): boolean {
  return gatewayClass(gateway).includes("waypoint");
}

/** Whether a listener is one of a waypoint. */
export function isHbone(listener: unknown): boolean {
  return textAt(listener, "protocol") === "HBONE" && valueAt(listener, "port") === 15008;
}

/**
 * `allowedRoutes.namespaces` of the listener that waypoint traffic arrives at; undefined stands for the default, `Same`. Where none is as it should be, which is
 * said by itself (WPT005), of the one that was meant to: what it lets in is written there.
 */
export function allowedNamespaces({ object }: CheckedObject): unknown {
  const listeners = listAt(object, "spec", "listeners");
  const isNearly = (one: unknown) => textAt(one, "protocol") === "HBONE" || valueAt(one, "port") === 15008;
  const listener = listeners.find(isHbone) ?? listeners.find(isNearly) ?? listeners[0];
  return valueAt(listener, "allowedRoutes", "namespaces");
}
