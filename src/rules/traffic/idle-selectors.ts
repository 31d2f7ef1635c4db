import { grouped } from "../../basics/grouped";
import type { Finding } from "../../findings/finding";
import { type KubernetesObject, objectId } from "../../mesh/mesh";
import { listAt, valueAt, wordOf } from "../../objects/object-paths";
import { pairs } from "../changed";
import { isInjectedGateway, isOpened } from "../gateway-pods";
import { isBookkeeping, objectsOf } from "../objects";
import { isOneOfSeveral } from "../policies/lost-policies";
import { rootNamespaces } from "../root-namespaces";
import { about, type CheckedObject, type ManifestSet, type Step } from "../rule";
import { slipOf } from "../slips";
import { bringsMore, isWhole } from "../unseen";
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

const closed = "what it alone should let in is refused";

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

/** Whether a workload outside of the cluster has the labels that a selector asks for. */
function isEntered(set: ManifestSet, namespace: string, selector: unknown): boolean {
  const labels = [
    ...objectsOf(set, group, "WorkloadEntry").map((one) => [one, ["spec", "labels"]] as const),
    ...objectsOf(set, group, "WorkloadGroup").map((one) => [one, ["spec", "metadata", "labels"]] as const),
  ].flatMap(([{ object }, at]) => (object.metadata.namespace === namespace ? [valueAt(object, ...at)] : []));
  return labels.some((own) => selects(selector, Object(own)));
}

/** What runs once, or serves meshstep, says nothing of where an application is. */
function isNeighbour({ one: { object } }: Workload): boolean {
  return !["Job", "CronJob"].includes(object.kind) && !isBookkeeping(object);
}

/** A selector, the workloads that it may be for, and what follows where it is for none. */
interface Selecting {
  readonly one: CheckedObject;
  readonly at: readonly string[];
  readonly among: readonly Workload[];
  readonly result: string;
}

/** A selector that matches no workload, beside others that are here. */
function idle(set: ManifestSet, { one, at, among, result }: Selecting): readonly Finding[] {
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
  const home = one.object.metadata.namespace ?? "";
  // The pods of a gateway's chart are among the workloads.
  const mayBeElsewhere = () => bringsMore(set, home) || isEntered(set, home, selector);
  const isUnsure = ofGateways.includes(one.object.kind) || (one.object.kind !== "Gateway" && mayBeElsewhere());
  if (isUnsure && !isSure()) return [];
  const message = `its selector matches none of the workloads of its namespace that are here: ${result}`;
  return [about("TGT003", one, { at, severity: "warning", message })];
}

/** Selectors that match no workload, where the workloads of the namespace are here (TGT003). */
export function idleSelectors(set: ManifestSet): readonly Finding[] {
  const workloads = workloadsOf(set);
  const homes = grouped(workloads, ({ one: { object } }) => object.metadata.namespace);
  const roots = rootNamespaces(set);
  // What stands in the root namespace selects in all of them.
  const inReach = ({ object: { metadata } }: CheckedObject) =>
    metadata.namespace !== undefined && roots.includes(metadata.namespace)
      ? workloads
      : (homes.get(metadata.namespace) ?? []);
  return [
    ...policies.flatMap(([of, kind, result, at]) =>
      objectsOf(set, of, kind).flatMap((one) =>
        idle(set, { one, at, among: inReach(one), result: isOneOfSeveral(set, one) ? closed : result }),
      ),
    ),
    ...objectsOf(set, group, "Gateway").flatMap((one) => idleGateway(set, one)),
  ];
}

const ofGateway = ["spec", "selector"];

/** A Gateway is for gateways of any namespace; those that are not here are missed where its own has some. */
function idleGateway(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const gateways = workloadsOf(set).filter(isInjectedGateway);
  if (gateways.some(({ labels }) => selects(valueAt(one.object, ...ofGateway), labels))) return [];
  const among = gateways.filter((it) => it.one.object.metadata.namespace === one.object.metadata.namespace);
  return among.length > 0 ? idle(set, { one, at: ofGateway, among, result: shut }) : besideUnopened(set, one, gateways);
}

const shut = "no gateway opens its ports";

/** A Gateway for none of the gateways that are here, beside gateways that no Gateway is for: as samples write it, for a gateway of another name. */
function besideUnopened(set: ManifestSet, one: CheckedObject, gateways: readonly Workload[]): readonly Finding[] {
  const [first] = gateways.filter(({ labels }) => !isOpened(set, labels));
  const keys = Object.keys(Object(valueAt(one.object, ...ofGateway)));
  const isNamed = first && keys.length > 0 && keys.every((key) => first.labels[key] !== undefined);
  if (!isNamed || bringsGateways(set) || bringsMore(set, one.object.metadata.namespace ?? "")) return [];
  return [
    about("TGT003", one, {
      at: ofGateway,
      severity: "warning",
      message: `its selector matches none of the gateways that are here, and no Gateway is for ${objectId(first.one.object)}: ${shut}`,
      hint: `Did you mean ${keys.map((key) => `${key}: ${first.labels[key]}`).join(", ")}?`,
    }),
  ];
}

/** Whether a chart here brings gateways that are not seen. */
function bringsGateways({ objects }: ManifestSet): boolean {
  const chart = /gateway|ingress/;
  return objects.some(
    ({ object }) => /^(Application(Set)?|HelmRelease|HelmChart)$/.test(object.kind) && chart.test(chartsOf(object)),
  );
}

/** Gateways that lose their pods in a step, and with them the ports that routes come in by, while no chart here brings other ones. */
export function lostGatewayPods({ before, after }: Step): readonly Finding[] {
  if (bringsGateways(after)) return [];
  const used = new Set(
    objectsOf(after, group, "VirtualService").flatMap(({ object }) =>
      listAt(object, "spec", "gateways").map((name) =>
        wordOf(name).includes("/") ? wordOf(name) : `${object.metadata.namespace}/${wordOf(name)}`,
      ),
    ),
  );
  return pairs({ before, after }, (set) => objectsOf(set, group, "Gateway")).flatMap((pair) => {
    const { namespace, name } = pair.after.object.metadata;
    const had = workloadsOf(before).some(
      (it) => isInjectedGateway(it) && selects(valueAt(pair.before.object, ...ofGateway), it.labels),
    );
    if (!had || !used.has(`${namespace}/${name}`)) return [];
    return idleGateway(after, pair.after).map((one) => ({ ...one, severity: "error" as const }));
  });
}

/** What a manifest says of the charts that it installs. */
function chartsOf({ spec }: KubernetesObject): string {
  return JSON.stringify(spec, (key, value) => (key === "chart" || typeof value === "object" ? value : undefined)) ?? "";
}
