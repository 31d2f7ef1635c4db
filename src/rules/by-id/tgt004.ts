import type { Finding } from "../../findings/finding";
import { nearest } from "../../source/nearest";
import { listAt, textAt, valueAt, wordOf } from "../../source/object-paths";
import { oncePer } from "../../source/once-per";
import { hostsOverlap } from "../host-names";
import { inNamespaces, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { destinationsOf } from "../virtual-services";
import { portsOf, selects, workloadsOf } from "../workloads";

const group = "networking.istio.io";

export const tgt004: Rule = {
  id: "TGT004",
  state: (set) => [
    ...objectsOf(set, group, "ServiceEntry").flatMap(entry),
    ...twins(objectsOf(set, group, "DestinationRule").filter(isWhole), (one) => [hostOf(one)], rival),
    ...twins(objectsOf(set, group, "VirtualService").filter(isOfMesh), virtualHosts, rivalRoutes),
    ...objectsOf(set, group, "DestinationRule").flatMap((one) => destination(set, one)),
    ...objectsOf(set, group, "VirtualService").flatMap((one) => strangerHosts(set, one)),
    ...objectsOf(set, group, "Sidecar").flatMap(sidecarHosts),
    ...objectsOf(set, "", "Service").flatMap((one) => [...slips(set, one), ...lostPorts(set, one)]),
  ],
};

function entry(one: CheckedObject): readonly Finding[] {
  const { object } = one;
  const resolution = textAt(object, "spec", "resolution");
  const at = ["spec", "resolution"];
  const bare =
    listAt(object, "spec", "endpoints").length === 0 && valueAt(object, "spec", "workloadSelector") === undefined;
  if (resolution === "STATIC" && bare && listAt(object, "spec", "addresses").length === 0) {
    const message = "resolution STATIC without endpoints and without a workloadSelector: requests get 503";
    return [about("TGT004", one, { at, message, hint: "List spec.endpoints, or write resolution: DNS." })];
  }
  const star = listAt(object, "spec", "hosts").find((host) => wordOf(host).startsWith("*"));
  if (!["DNS", "DNS_ROUND_ROBIN"].includes(resolution ?? "") || star === undefined || !bare) return [];
  const message = `resolution ${resolution} of ${star}: a host with a star has no address of its own, and istiod refuses it`;
  return [
    about("TGT004", one, {
      at,
      message,
      hint: "Write resolution: NONE, or a host without a star with the endpoint to ask.",
    }),
  ];
}

/** A host as others of its namespace would write it in full. */
function full(host: string, namespace: string | undefined): string {
  const [name = "", home = namespace, ...rest] = host.split(".");
  return rest.length === 0 || rest[0] === "svc" ? `${name}.${home}` : host;
}

function hostOf({ object }: CheckedObject): string {
  return full(textAt(object, "spec", "host") ?? "", object.metadata.namespace);
}

/** Those that set a policy for the whole host and for all clients: of two, only one counts. */
function isWhole({ object }: CheckedObject): boolean {
  return (
    valueAt(object, "spec", "trafficPolicy") !== undefined && valueAt(object, "spec", "workloadSelector") === undefined
  );
}

/** Routes for sidecars and waypoints are not merged; those of gateways are. */
function isOfMesh({ object }: CheckedObject): boolean {
  const gateways = listAt(object, "spec", "gateways");
  return gateways.length === 0 || gateways.includes("mesh");
}

function virtualHosts({ object }: CheckedObject): readonly string[] {
  return listAt(object, "spec", "hosts").map((host) => full(wordOf(host), object.metadata.namespace));
}

function twins(
  all: readonly CheckedObject[],
  keys: (one: CheckedObject) => readonly string[],
  said: (one: CheckedObject, other: CheckedObject, key: string) => Finding,
): readonly Finding[] {
  const first = new Map<string, CheckedObject>();
  return all.flatMap((one) =>
    keys(one).flatMap((host) => {
      // What one namespace says is not what all see: exportTo may keep it in.
      const key = `${one.object.metadata.namespace} ${host}`;
      const other = first.get(key);
      if (!other) first.set(key, one);
      return other && other.object.metadata.name !== one.object.metadata.name ? [said(one, other, host)] : [];
    }),
  );
}

const rival = (one: CheckedObject, other: CheckedObject, host: string) =>
  about("TGT004", one, {
    at: ["spec", "host"],
    severity: "warning",
    message: `a second DestinationRule with a trafficPolicy for ${host}, beside ${other.object.metadata.name}: Istio takes that of the older one`,
    hint: "Merge the two.",
  });

const rivalRoutes = (one: CheckedObject, other: CheckedObject, host: string) =>
  about("TGT004", one, {
    at: ["spec", "hosts"],
    severity: "warning",
    message: `a second VirtualService for ${host} within the mesh, beside ${other.object.metadata.name}: sidecars take the older one and leave the other out`,
    hint: "Merge the two.",
  });

function destination(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const { object } = one;
  const host = textAt(object, "spec", "host") ?? "";
  const [name = "", namespace = object.metadata.namespace, ...rest] = host.split(".");
  if (namespace === undefined || (rest.length > 0 && rest[0] !== "svc") || name.includes("*")) return [];
  const there = inNamespaces(set, "", "Service").get(namespace);
  const service = there?.get(name);
  if (!service) {
    const near = nearest(name, [...(there?.keys() ?? [])]);
    if (near === undefined) return [];
    const message = `Service ${namespace}/${name} is not among these manifests, and others of the namespace are: the rule is for nothing`;
    return [about("TGT004", one, { at: ["spec", "host"], message, hint: `Did you mean ${near}?` })];
  }
  const pods = workloadsOf(set).filter(
    (it) =>
      it.one.object.metadata.namespace === namespace && selects(valueAt(service.object, "spec", "selector"), it.labels),
  );
  return listAt(object, "spec", "subsets").flatMap((subset, index) => {
    const labels = valueAt(subset, "labels");
    const isIdle =
      pods.length === 0 || !usedSubsets(set).has(`${textAt(subset, "name") ?? ""} of ${name}.${namespace}`);
    if (isIdle || labels === undefined || pods.some((it) => selects(labels, it.labels))) return [];
    return [
      about("TGT004", one, {
        at: ["spec", "subsets", index, "labels"],
        severity: "warning",
        message: `subset ${textAt(subset, "name")} matches none of the pods of Service ${namespace}/${name} that are here: requests for it get 503`,
      }),
    ];
  });
}

/** The subsets that routes send anything to, each with its host: many are written down for later. */
const usedSubsets = oncePer(
  (set: ManifestSet): ReadonlySet<string> =>
    new Set(
      objectsOf(set, group, "VirtualService").flatMap((one) =>
        destinationsOf(one).flatMap(({ host, subset }) =>
          subset === undefined ? [] : [`${subset} of ${full(host, one.object.metadata.namespace)}`],
        ),
      ),
    ),
);

/** Hosts that none of the servers of their Gateways has, and ports that destinations do not have. */
function strangerHosts(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const { object } = one;
  const home = object.metadata.namespace;
  const gateways = inNamespaces(set, group, "Gateway");
  const named = listAt(object, "spec", "gateways").map(String);
  const found = named.map((name) => {
    const [namespace, own] = name.includes("/") ? name.split("/") : [home, name];
    return gateways.get(namespace)?.get(own ?? "");
  });
  const served = found.flatMap((gateway) =>
    listAt(gateway?.object, "spec", "servers").flatMap((server) => listAt(server, "hosts").map(String)),
  );
  const all = named.length > 0 && found.every((gateway) => gateway !== undefined);
  const hosts = listAt(object, "spec", "hosts").map(String);
  const lost =
    all && served.length > 0
      ? hosts.filter((host) => !served.some((it) => hostsOverlap(it.replace(/^[^/]*\//, ""), host)))
      : [];
  return [
    ...lost.map((host) =>
      about("TGT004", one, {
        at: ["spec", "hosts"],
        message: `no server of ${named.join(" and ")} has host ${host}: its requests do not get there`,
        hint: `There are ${served.join(", ")}.`,
      }),
    ),
    ...wrongPorts(set, one),
  ];
}

function wrongPorts(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const { object } = one;
  return destinationsOf(one).flatMap(({ at, host, port }) => {
    const [name = "", namespace = object.metadata.namespace, ...rest] = host.split(".");
    if (rest.length > 0 && rest[0] !== "svc") return [];
    const service = inNamespaces(set, "", "Service").get(namespace)?.get(name);
    const ports = service ? portsOf(service).flatMap((it) => it.port ?? []) : [];
    if (typeof port !== "number" || ports.length === 0 || ports.includes(port)) return [];
    return [
      about("TGT004", one, {
        at: [...at, "port", "number"],
        message: `Service ${namespace}/${name} has no port ${port}: requests get 503`,
        hint: `It has ${ports.join(", ")}.`,
      }),
    ];
  });
}

function sidecarHosts(one: CheckedObject): readonly Finding[] {
  return listAt(one.object, "spec", "egress").flatMap((egress, index) =>
    listAt(egress, "hosts").flatMap((host, which) => {
      if (typeof host !== "string" || host.includes("/")) return [];
      const message = `host ${host} names no namespace: istiod refuses the Sidecar`;
      const at = ["spec", "egress", index, "hosts", which];
      return [about("TGT004", one, { at, message, hint: `Write ./${host} for this namespace, or NAMESPACE/${host}.` })];
    }),
  );
}

/** `reviews` of `reviews-v1`: names that differ in their end alone are a row of siblings, not a slip. */
function stem(value: string): string {
  return value.replace(/-[a-z0-9]{1,3}$|\d+$/, "");
}

/** A port by a name that no container of the Service's pods has. */
function lostPorts(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const selector = valueAt(one.object, "spec", "selector");
  const named = listAt(one.object, "spec", "ports").flatMap((port, index) => {
    const name = valueAt(port, "targetPort");
    return typeof name === "string" ? [{ name, at: ["spec", "ports", index, "targetPort"] }] : [];
  });
  if (selector === undefined || named.length === 0) return [];
  const pods = workloadsOf(set).filter(
    (it) =>
      it.one.object.metadata.namespace === one.object.metadata.namespace &&
      selects(selector, it.labels) &&
      // Injection adds ports.
      it.annotations["inject.istio.io/templates"] === undefined,
  );
  const names = pods.flatMap(({ one: { object }, metadata }) =>
    ["containers", "initContainers"].flatMap((list) =>
      listAt(object, ...metadata.slice(0, -1), "spec", list).flatMap((container) =>
        listAt(container, "ports").flatMap((port) => textAt(port, "name") ?? []),
      ),
    ),
  );
  if (pods.length === 0) return [];
  return named.flatMap(({ name, at }) => {
    if (names.includes(name) || /^\d+$/.test(name)) return [];
    const message = `no container of its pods has a port named ${name}: requests get 503`;
    const hint = names.length > 0 ? `There are ${[...new Set(names)].join(", ")}.` : "Their ports have no names.";
    return [about("TGT004", one, { at, message, hint })];
  });
}

/** A selector that is nearly the labels of pods; those of other folders cannot be seen. */
function slips(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const selector = Object.entries(Object(valueAt(one.object, "spec", "selector")));
  if (selector.length === 0) return [];
  const near = workloadsOf(set).filter((it) => it.one.object.metadata.namespace === one.object.metadata.namespace);
  if (near.some(({ labels }) => selector.every(([key, value]) => labels[key] === value))) return [];
  const meant = selector.flatMap(([key, value]) => {
    const values = near.flatMap(({ labels }) => (typeof labels[key] === "string" ? [labels[key]] : []));
    const found = values.includes(wordOf(value)) ? undefined : nearest(wordOf(value), values);
    return found !== undefined && stem(found) !== stem(wordOf(value)) ? [`${key}: ${found}`] : [];
  });
  if (meant.length !== 1) return [];
  return [
    about("TGT004", one, {
      at: ["spec", "selector"],
      severity: "warning",
      message: "its selector matches none of the pods of its namespace that are here: requests get 503",
      hint: `Did you mean ${meant[0]}?`,
    }),
  ];
}
