import { grouped } from "../../basics/grouped";
import { oncePer } from "../../basics/once-per";
import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { serviceMayBeThere } from "../elsewhere";
import { isInjectedGateway } from "../gateway-pods";
import { inNamespaces, objectsOf } from "../objects";
import { rootNamespaces } from "../root-namespaces";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { slipOf } from "../slips";
import { hostsOverlap } from "../traffic/host-names";
import { lostGateways } from "../traffic/lost-gateways";
import { type Destination, destinationsOf } from "../traffic/virtual-services";
import { selects, type Workload, workloadsOf } from "../workloads";

const group = "networking.istio.io";

export const tgt003: Rule = {
  id: "TGT003",
  state: (set) => {
    const services = objectsOf(set, group, "VirtualService");
    return [
      ...services.flatMap((one) => lostGateways(set, one)),
      ...services.flatMap((one) => lostDestinations(set, one)),
      ...idleSelectors(set),
    ];
  },
};

function lostDestinations(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const home = one.object.metadata.namespace;
  const entries = () => objectsOf(set, group, "ServiceEntry").flatMap(({ object }) => listAt(object, "spec", "hosts"));
  return destinationsOf(one).flatMap(({ at, host, subset }) => {
    const [name = "", namespace = home, ...rest] = host.split(".");
    // Short names and names of the cluster; others are outside of it.
    if (name !== "*" && rest.length > 0 && rest[0] !== "svc") return outside(set, one, { at, host });
    if (namespace === undefined || name === "*") return [];
    const there = [...(inNamespaces(set, "", "Service").get(namespace)?.keys() ?? [])];
    // istiod's own comes with the operator.
    if (/^istiod(-|$)/.test(name)) return [];
    if (there.length > 0 && !there.includes(name) && !entries().includes(host)) {
      if (serviceMayBeThere(set, namespace, name)) return [];
      const meant = slipOf(name, there);
      return [
        about("TGT003", one, {
          at: [...at, "host"],
          ...(meant === undefined && { severity: "warning" as const }),
          message: `Service ${namespace}/${name} is not among these manifests, and others of the namespace are: requests get 503`,
          ...(meant !== undefined && { hint: `Did you mean ${meant}?` }),
        }),
      ];
    }
    return subset === undefined ? [] : lostSubset(set, one, [...at, "subset"], { name, namespace, subset });
  });
}

/** A host outside of the cluster: Istio sends to what a ServiceEntry enters. Judged where some of these are here. */
function outside(
  set: ManifestSet,
  one: CheckedObject,
  { at, host }: Pick<Destination, "at" | "host">,
): readonly Finding[] {
  const entered = objectsOf(set, group, "ServiceEntry").flatMap(({ object }) =>
    listAt(object, "spec", "hosts").map(wordOf),
  );
  if (entered.length === 0 || entered.some((it) => hostsOverlap(it, host))) return [];
  return [
    about("TGT003", one, {
      at: [...at, "host"],
      severity: "warning",
      message: `no ServiceEntry among these manifests has ${host}, and it is no Service: requests get 503`,
      hint: "Add a ServiceEntry for it.",
    }),
  ];
}

function lostSubset(
  set: ManifestSet,
  one: CheckedObject,
  at: Destination["at"],
  { name, namespace, subset }: { readonly name: string; readonly namespace: string; readonly subset: string },
): readonly Finding[] {
  const rules = rulesByHost(set).get(`${namespace}/${name}`) ?? [];
  const subsets = rules.flatMap(({ object }) =>
    listAt(object, "spec", "subsets").flatMap((it) => textAt(it, "name") ?? []),
  );
  if (subsets.includes(subset)) return [];
  // The rule may be in another folder, unless the Service that it is for is in this one.
  if (rules.length === 0 && !inNamespaces(set, "", "Service").get(namespace)?.has(name)) return [];
  return [
    about("TGT003", one, {
      at,
      ...(rules.length === 0 && { severity: "warning" as const }),
      message: `no DestinationRule for ${name} has the subset ${subset}: requests get 503`,
      hint:
        subsets.length > 0
          ? `There are: ${subsets.join(", ")}.`
          : rules.length > 0
            ? "It has no subsets."
            : "Add the DestinationRule that names it.",
    }),
  ];
}

/** DestinationRules by `namespace/name` of the Service that they are for; every destination asks. */
const rulesByHost = oncePer((set: ManifestSet) =>
  grouped(objectsOf(set, group, "DestinationRule"), ({ object }) => {
    const [name = "", namespace = object.metadata.namespace] = (textAt(object, "spec", "host") ?? "").split(".");
    return `${namespace}/${name}`;
  }),
);

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

const onlySlips: readonly string[] = ["ProxyConfig", "EnvoyFilter", "WasmPlugin", "Telemetry", "Sidecar"];

/** Whether a selector is nearly the labels of a workload. */
function isSlip(selector: unknown, among: readonly Workload[]): boolean {
  return Object.entries(Object(selector)).some(([key, value]) => {
    const there = among.flatMap(({ labels }) => (labels[key] === undefined ? [] : [wordOf(labels[key])]));
    return slipOf(wordOf(value), there) !== undefined;
  });
}

/** Selectors that match no workload, where the workloads of the namespace are here. */
function idleSelectors(set: ManifestSet): readonly Finding[] {
  const workloads = workloadsOf(set);
  const idle = (one: CheckedObject, at: readonly string[], among: readonly Workload[], result: string) => {
    const selector = valueAt(one.object, ...at);
    const isAttached = listAt(one.object, "spec", "targetRefs").length > 0;
    if (
      selector === undefined ||
      isAttached ||
      among.length === 0 ||
      among.some(({ labels }) => selects(selector, labels))
    )
      return [];
    // What is for gateways selects those of a chart more often than not: only a slip is certain.
    if (onlySlips.includes(one.object.kind) && !isSlip(selector, among)) return [];
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
