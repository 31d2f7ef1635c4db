import type { Finding } from "../../findings/finding";
import { listAt, valueAt, wordOf } from "../../objects/object-paths";
import { isInjectedGateway } from "../gateway-pods";
import { isBookkeeping, objectsOf } from "../objects";
import { isWhole } from "../policies/accounts";
import { rootNamespaces } from "../root-namespaces";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { slipOf } from "../slips";
import { selects, type Workload, workloadsOf } from "../workloads";

const group = "networking.istio.io";

const plain = ["spec", "selector", "matchLabels"];
const ofNetworking = ["spec", "workloadSelector", "labels"];

const policies: readonly (readonly [group: string, kind: string, result: string, at: readonly string[]])[] = [
  ["security.istio.io", "AuthorizationPolicy", "what it should refuse is let through", plain],
  ["security.istio.io", "RequestAuthentication", "no token is asked for", plain],
  ["security.istio.io", "PeerAuthentication", "it has no effect", plain],
  ["telemetry.istio.io", "Telemetry", "it has no effect", plain],
  ["extensions.istio.io", "WasmPlugin", "it has no effect", plain],
  [group, "ProxyConfig", "it has no effect", plain],
  [group, "EnvoyFilter", "it has no effect", ofNetworking],
  [group, "Sidecar", "it has no effect", ofNetworking],
];

/** What is for gateways selects those of a chart more often than not. */
const ofGateways: readonly string[] = ["ProxyConfig", "EnvoyFilter", "WasmPlugin", "Telemetry", "Sidecar"];

/** Whether a selector is nearly the labels of a workload. */
function isSlip(selector: unknown, among: readonly Workload[]): boolean {
  return Object.entries(Object(selector)).some(([key, value]) => {
    const there = among.flatMap(({ labels }) => (labels[key] === undefined ? [] : [wordOf(labels[key])]));
    return slipOf(wordOf(value), there) !== undefined;
  });
}

/** Whether a selector asks for a gateway by another name than the gateways of its namespace have, and nobody else brings any there. */
function isForNoGateway(
  set: ManifestSet,
  { object }: CheckedObject,
  selector: unknown,
  among: readonly Workload[],
): boolean {
  const { namespace } = object.metadata;
  const near = among.filter((it) => it.one.object.metadata.namespace === namespace && isInjectedGateway(it));
  const keys = Object.keys(Object(selector));
  const isNamed = near.some(({ labels }) => keys.length > 0 && keys.every((key) => labels[key] !== undefined));
  return namespace !== undefined && isNamed && isWhole(set, namespace);
}

/** What runs once, or serves meshstep, says nothing of where an application is. */
function isNeighbour({ one: { object } }: Workload): boolean {
  return !["Job", "CronJob"].includes(object.kind) && !isBookkeeping(object);
}

/** Selectors that match no workload, where the workloads of the namespace are here (TGT003). */
export function idleSelectors(set: ManifestSet): readonly Finding[] {
  const workloads = workloadsOf(set);
  const idle = (one: CheckedObject, at: readonly string[], among: readonly Workload[], result: string) => {
    const selector = valueAt(one.object, ...at);
    const isAttached = listAt(one.object, "spec", "targetRefs").length > 0;
    if (
      selector === undefined ||
      isAttached ||
      !among.some(isNeighbour) ||
      among.some(({ labels }) => selects(selector, labels))
    )
      return [];
    const isSure = () => isSlip(selector, among) || isForNoGateway(set, one, selector, among);
    if (ofGateways.includes(one.object.kind) && !isSure()) return [];
    const message = `its selector matches none of the workloads of its namespace that are here: ${result}`;
    return [about("TGT003", one, { at, severity: "warning", message })];
  };
  const homes = new Map<string | undefined, Workload[]>();
  for (const it of workloads) {
    const { namespace } = it.one.object.metadata;
    homes.set(namespace, [...(homes.get(namespace) ?? []), it]);
  }
  const roots = rootNamespaces(set);
  // What stands in the root namespace selects in all of them.
  const inReach = ({ object: { metadata } }: CheckedObject) =>
    metadata.namespace !== undefined && roots.includes(metadata.namespace)
      ? workloads
      : (homes.get(metadata.namespace) ?? []);
  const gateways = workloads.filter(isInjectedGateway);
  return [
    ...policies.flatMap(([of, kind, result, at]) =>
      objectsOf(set, of, kind).flatMap((one) => idle(one, at, inReach(one), result)),
    ),
    ...objectsOf(set, group, "Gateway").flatMap((one) => {
      const at = ["spec", "selector"];
      // It is for gateways of any namespace; those that are not here are missed where its own has some.
      const isTaken = gateways.some(({ labels }) => selects(valueAt(one.object, ...at), labels));
      const near = gateways.filter((it) => it.one.object.metadata.namespace === one.object.metadata.namespace);
      return isTaken ? [] : idle(one, at, near, "no gateway opens its ports");
    }),
  ];
}
