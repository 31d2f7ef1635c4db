import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { inNamespaces, labelsOf, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { targetsOf } from "../targets";
import { forOtherProxies } from "../traffic/envoy-filters";
import { selectedIn, selects, workloadsOf } from "../workloads";

export const amb003: Rule = {
  id: "AMB003",
  state: (set) => {
    const ambient = ambientNamespaces(set);
    if (ambient.size === 0) return forOtherProxies(set);
    return [
      ...forOtherProxies(set),
      ...forSidecars.flatMap((row) => withoutProxy(set, row, ambient)),
      ...besideRoutes(set, ambient),
    ];
  },
};

/** Kinds that a proxy of the workload's own would read, and where they select it. */
const forSidecars = [
  { group: "networking.istio.io", kind: "EnvoyFilter", at: ["spec", "workloadSelector", "labels"] },
  { group: "networking.istio.io", kind: "Sidecar", at: ["spec", "workloadSelector", "labels"] },
  { group: "extensions.istio.io", kind: "WasmPlugin", at: ["spec", "selector", "matchLabels"] },
  { group: "security.istio.io", kind: "RequestAuthentication", at: ["spec", "selector", "matchLabels"] },
] as const;

/** Namespaces that are ambient and in which nothing is injected. */
function ambientNamespaces(set: ManifestSet): ReadonlySet<string> {
  const injected = new Set(
    workloadsOf(set)
      .filter(({ labels }) => labels["sidecar.istio.io/inject"] === "true")
      .map(({ one }) => one.object.metadata.namespace),
  );
  return new Set(
    objectsOf(set, "", "Namespace")
      .filter(({ object }) => labelsOf(object)["istio.io/dataplane-mode"] === "ambient")
      .map(({ object }) => object.metadata.name)
      .filter((name) => !injected.has(name)),
  );
}

/** What selects pods that are here and have no proxy; of a whole namespace only what waypoints do not read either. */
function withoutProxy(
  set: ManifestSet,
  { group, kind, at }: (typeof forSidecars)[number],
  ambient: ReadonlySet<string>,
): readonly Finding[] {
  return objectsOf(set, group, kind).flatMap((one) => {
    const { namespace } = one.object.metadata;
    const selector = valueAt(one.object, ...at);
    const isAttached = ["targetRefs", "targetRef"].some((key) => valueAt(one.object, "spec", key) !== undefined);
    if (namespace === undefined || !ambient.has(namespace) || isAttached) return [];
    const isMeant = selectedIn(set, namespace, selector).length > 0 || isServed(set, namespace, selector);
    if (selector === undefined ? kind !== "Sidecar" : !isMeant) return [];
    const hint =
      kind === "Sidecar" || kind === "EnvoyFilter"
        ? `${kind} is for sidecars and gateways: what it does, a waypoint has to do otherwise.`
        : "Attach it to the waypoint with targetRefs.";
    return [
      about("AMB003", one, {
        at: selector === undefined ? ["spec"] : at,
        message: `namespace ${namespace} is ambient, and the ${kind} is for pods with a proxy of their own: ztunnel does not read it, and it has no effect`,
        hint,
      }),
    ];
  });
}

/** Whether a Service is for the same pods, where these are described elsewhere. */
function isServed(set: ManifestSet, namespace: string, selector: unknown): boolean {
  return [...(inNamespaces(set, "", "Service").get(namespace)?.values() ?? [])].some(({ object }) =>
    selects(selector, Object(valueAt(object, "spec", "selector")) as Readonly<Record<string, unknown>>),
  );
}

/** A waypoint takes the routes of one API for a Service, and says nothing of the other's. */
function besideRoutes(set: ManifestSet, ambient: ReadonlySet<string>): readonly Finding[] {
  const routed = new Map<string, CheckedObject>();
  for (const { one, kind, name, namespace } of targetsOf(set)) {
    if (one.object.kind.endsWith("Route") && kind === "/Service") routed.set(`${namespace}/${name}`, one);
  }
  return objectsOf(set, "networking.istio.io", "VirtualService").flatMap((one) => {
    const { namespace = "" } = one.object.metadata;
    const gateways = listAt(one.object, "spec", "gateways");
    if (!ambient.has(namespace) || (gateways.length > 0 && !gateways.includes("mesh"))) return [];
    return listAt(one.object, "spec", "hosts").flatMap((host) => {
      const [name, home = namespace] = wordOf(host).split(".");
      const route = routed.get(`${home}/${name}`);
      if (!route) return [];
      const message = `${route.object.kind} ${textAt(route.object, "metadata", "name")} routes what goes to Service ${home}/${name}, too: a waypoint does not take both`;
      return [about("AMB003", one, { at: ["spec", "hosts"], message, hint: "Keep the one of the Gateway API." })];
    });
  });
}
