import type { Finding } from "../../findings/finding";
import { nearest } from "../../source/nearest";
import { listAt, textAt, valueAt } from "../../source/object-paths";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { selects, type Workload, workloadsOf } from "../workloads";

const group = "networking.istio.io";

export const tgt003: Rule = {
  id: "TGT003",
  state: (set) => {
    const services = objectsOf(set, group, "VirtualService");
    return [
      ...services.flatMap((one) => lostGateways(one, objectsOf(set, group, "Gateway"))),
      ...services.flatMap((one) => lostDestinations(set, one)),
      ...idleSelectors(set),
    ];
  },
};

/** A name without a slash is of the same namespace; `mesh` stands for every sidecar. */
function lostGateways(one: CheckedObject, gateways: readonly CheckedObject[]): readonly Finding[] {
  const home = one.object.metadata.namespace;
  return listAt(one.object, "spec", "gateways").flatMap((value, index) => {
    const [namespace, name] = String(value).includes("/") ? String(value).split("/") : [home, String(value)];
    if (name === "mesh" || namespace === undefined || gateways.length === 0) return [];
    const near = gateways.filter(({ object }) => object.metadata.namespace === (namespace === "." ? home : namespace));
    const names = near.map(({ object }) => object.metadata.name);
    if (near.length === 0 || names.includes(name ?? "")) return [];
    const meant = nearest(name ?? "", names);
    return [
      about("TGT003", one, {
        at: ["spec", "gateways", index],
        message: `Gateway ${namespace}/${name} is not among these manifests, and others of the namespace are: nothing comes in by it`,
        ...(meant !== undefined && { hint: `Did you mean ${meant}?` }),
      }),
    ];
  });
}

function lostDestinations(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const home = one.object.metadata.namespace;
  return destinations(one).flatMap(({ at, host, subset }) => {
    const [name = "", namespace = home, ...rest] = host.split(".");
    // Short names and names of the cluster; others are outside of it.
    if (namespace === undefined || (rest.length > 0 && rest[0] !== "svc") || name === "*") return [];
    const there = objectsOf(set, "", "Service")
      .filter(({ object }) => object.metadata.namespace === namespace)
      .map(({ object }) => object.metadata.name);
    const entries = objectsOf(set, group, "ServiceEntry").flatMap(({ object }) => listAt(object, "spec", "hosts"));
    if (there.length > 0 && !there.includes(name) && !entries.includes(host)) {
      const meant = nearest(name, there);
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

interface Destination {
  readonly at: readonly (string | number)[];
  readonly host: string;
  readonly subset: string | undefined;
}

function destinations({ object }: CheckedObject): readonly Destination[] {
  return ["http", "tcp", "tls"].flatMap((protocol) =>
    listAt(object, "spec", protocol).flatMap((rule, index) =>
      listAt(rule, "route").flatMap((_, route) => {
        const at = ["spec", protocol, index, "route", route, "destination"];
        const host = textAt(object, ...at, "host");
        return host === undefined ? [] : [{ at, host, subset: textAt(object, ...at, "subset") }];
      }),
    ),
  );
}

function lostSubset(
  set: ManifestSet,
  one: CheckedObject,
  at: Destination["at"],
  { name, namespace, subset }: { readonly name: string; readonly namespace: string; readonly subset: string },
): readonly Finding[] {
  const rules = objectsOf(set, group, "DestinationRule").filter(({ object }) => {
    const [host, of = object.metadata.namespace] = (textAt(object, "spec", "host") ?? "").split(".");
    return host === name && of === namespace;
  });
  const subsets = rules.flatMap(({ object }) =>
    listAt(object, "spec", "subsets").flatMap((it) => textAt(it, "name") ?? []),
  );
  if (rules.length === 0 || subsets.includes(subset)) return [];
  return [
    about("TGT003", one, {
      at,
      message: `no DestinationRule for ${name} has the subset ${subset}: requests get 503`,
      hint: subsets.length > 0 ? `There are: ${subsets.join(", ")}.` : "It has no subsets.",
    }),
  ];
}

const policies = [
  ["security.istio.io", "AuthorizationPolicy", "what it should refuse is let through"],
  ["security.istio.io", "RequestAuthentication", "no token is asked for"],
  ["security.istio.io", "PeerAuthentication", "it has no effect"],
] as const;

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
    const message = `its selector matches none of the workloads of its namespace that are here: ${result}`;
    return [about("TGT003", one, { at, severity: "warning", message })];
  };
  const inNamespace = (one: CheckedObject) =>
    workloads.filter((it) => it.one.object.metadata.namespace === one.object.metadata.namespace);
  return [
    ...policies.flatMap(([of, kind, result]) =>
      objectsOf(set, of, kind).flatMap((one) =>
        idle(one, ["spec", "selector", "matchLabels"], inNamespace(one), result),
      ),
    ),
    ...objectsOf(set, group, "Gateway").flatMap((one) =>
      idle(
        one,
        ["spec", "selector"],
        inNamespace(one).filter(({ annotations }) => annotations["inject.istio.io/templates"] === "gateway"),
        "no gateway opens its ports",
      ),
    ),
  ];
}
