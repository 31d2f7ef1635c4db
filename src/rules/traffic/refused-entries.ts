import { nearest } from "../../basics/nearest";
import type { Finding } from "../../findings/finding";
import { canonicalJson } from "../../objects/canonical-json";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";

type Path = readonly (string | number)[];

const protocols = "HTTP HTTPS GRPC GRPC-WEB HTTP2 MONGO TCP TLS REDIS MYSQL UDP HTTP_PROXY HBONE".split(" ");

/** What istiod refuses of a ServiceEntry. */
export function refusedEntry(one: CheckedObject): readonly Finding[] {
  const { object } = one;
  const ports = listAt(object, "spec", "ports").flatMap((port, index) => {
    const protocol = textAt(port, "protocol");
    if (protocol === undefined || protocols.includes(protocol.toUpperCase())) return [];
    const near = nearest(protocol, protocols);
    if (near === undefined) return [];
    const at = ["spec", "ports", index, "protocol"];
    const message = `${protocol} is no protocol that Istio knows: istiod refuses the ServiceEntry`;
    return [about("TGT005", one, { at, message, hint: `Did you mean ${near}?`, fix: [{ at, value: near }] })];
  });
  const endpoints =
    textAt(object, "spec", "resolution") === "STATIC"
      ? listAt(object, "spec", "endpoints").flatMap((endpoint, index) => {
          const address = textAt(endpoint, "address");
          if (address === undefined || !/[g-z]/i.test(address.replace(/^unix:.*/, ""))) return [];
          const at = ["spec", "endpoints", index, "address"];
          const message = `${address} is no IP address, and resolution is STATIC: istiod refuses the ServiceEntry`;
          return [about("TGT005", one, { at, message, hint: "Write resolution: DNS." })];
        })
      : [];
  return [...ports, ...endpoints];
}

/** Two ServiceEntries of a namespace for one host, whose addresses are found in different ways: one of them counts. */
export function rivalEntries(set: ManifestSet): readonly Finding[] {
  const first = new Map<string, CheckedObject>();
  return objectsOf(set, "networking.istio.io", "ServiceEntry").flatMap((one) =>
    listAt(one.object, "spec", "hosts").flatMap((host) => {
      // Without a namespace two of them may be meant for two.
      if (one.object.metadata.namespace === undefined) return [];
      const key = `${one.object.metadata.namespace} ${wordOf(host)}`;
      const other = first.get(key);
      if (!other) first.set(key, one);
      if (!other || other.object.metadata.name === one.object.metadata.name || set.apart?.(other, one)) return [];
      const [was, is] = [other, one].map(({ object }) => textAt(object, "spec", "resolution") ?? "NONE");
      if (was === is) return [];
      return [
        about("TGT005", one, {
          at: ["spec", "hosts"],
          severity: "warning",
          message: `a second ServiceEntry for ${host}, with resolution ${is} where ${other.object.metadata.name} has ${was}: which of them counts, their age decides`,
          hint: "Keep one.",
        }),
      ];
    }),
  );
}

/** Hosts with what only an address has. */
export function strangeHosts(one: CheckedObject): readonly Finding[] {
  const lists = [
    ["spec", "hosts"],
    ...listAt(one.object, "spec", "servers").map((_, index) => ["spec", "servers", index, "hosts"]),
  ];
  return lists.flatMap((path) =>
    listAt(one.object, ...path).flatMap((host, index) => {
      if (!wordOf(host).includes("://")) return [];
      const at = [...path, index];
      const name = wordOf(host).replace(/^\w+:\/\/([^/:]+).*$/, "$1");
      const message = `host ${host} has a scheme: istiod refuses the ${one.object.kind}`;
      return [about("TGT005", one, { at, message, hint: `Write ${name}.`, fix: [{ at, value: name }] })];
    }),
  );
}

/** What of DestinationRules istiod refuses. */
export function refusedDestination(one: CheckedObject): readonly Finding[] {
  const { object } = one;
  const subsets = listAt(object, "spec", "subsets");
  const names = subsets.map((subset) => textAt(subset, "name"));
  const twice = names.flatMap((name, index) =>
    name !== undefined && names.indexOf(name) < index
      ? [
          about("TGT005", one, {
            at: ["spec", "subsets", index, "name"],
            message: `two subsets are called ${name}: istiod refuses the DestinationRule`,
          }),
        ]
      : [],
  );
  const policies = [
    ["spec", "trafficPolicy"],
    ...subsets.map((_, index) => ["spec", "subsets", index, "trafficPolicy"]),
  ].flatMap((at) => [
    at,
    ...listAt(object, ...at, "portLevelSettings").map((_, index) => [...at, "portLevelSettings", index]),
  ]);
  const bare = policies.flatMap((at) => {
    const tls = valueAt(object, ...at, "tls");
    const keys = ["clientCertificate", "credentialName"].filter((key) => valueAt(tls, key) !== undefined);
    if (textAt(tls, "mode") !== "MUTUAL" || keys.length > 0) return [];
    const message = "tls.mode MUTUAL without a client certificate: istiod refuses the DestinationRule";
    const hint = "For workloads of the mesh write ISTIO_MUTUAL, or leave tls out; for others name credentialName.";
    return [about("TGT005", one, { at: [...at, "tls", "mode"], message, hint })];
  });
  return [...twice, ...bare, ...policies.flatMap((at) => outOfRange(one, at))];
}

/** Numbers and settings of a traffic policy that mean nothing. */
function outOfRange(one: CheckedObject, at: Path): readonly Finding[] {
  const numbers: readonly (readonly [path: Path, most: number])[] = [
    [["outlierDetection", "maxEjectionPercent"], 100],
    [["outlierDetection", "minHealthPercent"], 100],
    [["connectionPool", "tcp", "maxConnections"], Infinity],
    ...["http1MaxPendingRequests", "http2MaxRequests", "maxRequestsPerConnection", "maxRetries"].map(
      (key): readonly [Path, number] => [["connectionPool", "http", key], Infinity],
    ),
  ];
  const strange = numbers.flatMap(([path, most]) => {
    const number = valueAt(one.object, ...at, ...path);
    if (typeof number !== "number" || (number >= 0 && number <= most)) return [];
    const message = `${path.join(".")} is ${number}: istiod refuses the DestinationRule`;
    return [
      about("TGT005", one, {
        at: [...at, ...path],
        message,
        ...(most === 100 && { hint: "It is a share in percent." }),
      }),
    ];
  });
  const locality = ["loadBalancer", "localityLbSetting"];
  const setting = valueAt(one.object, ...at, ...locality);
  const isFailover = ["failover", "failoverPriority"].some((key) => listAt(setting, key).length > 0);
  if (!isFailover || valueAt(one.object, ...at, "outlierDetection") !== undefined) return strange;
  const message =
    "failover to other localities without outlierDetection: nothing tells that a locality fails, and no request goes over";
  return [...strange, about("TGT005", one, { at: [...at, ...locality], severity: "warning", message })];
}

/** Kinds of which there is one for all workloads of a namespace, and one for those of a selector. */
export function secondOfNamespace(set: ManifestSet): readonly Finding[] {
  return (
    [
      ["networking.istio.io", "Sidecar", "workloadSelector"],
      ["telemetry.istio.io", "Telemetry", "selector"],
    ] as const
  ).flatMap(([group, kind, selector]) => {
    const first = new Map<string, CheckedObject>();
    return objectsOf(set, group, kind).flatMap((one) => {
      const { namespace, name } = one.object.metadata;
      const isAttached = ["targetRef", "targetRefs"].some((key) => valueAt(one.object, "spec", key) !== undefined);
      if (isAttached || namespace === undefined) return [];
      const chosen = valueAt(one.object, "spec", selector);
      const key = canonicalJson([namespace, chosen ?? ""]);
      const other = first.get(key);
      if (!other) first.set(key, one);
      if (!other || other.object.metadata.name === name || set.apart?.(other, one)) return [];
      const whose =
        chosen === undefined ? `all of namespace ${namespace}` : `the same workloads of namespace ${namespace}`;
      const message = `a second ${kind} for ${whose}, beside ${other.object.metadata.name}: Istio takes the older one and leaves the other out`;
      return [about("TGT005", one, { message, hint: "Merge the two." })];
    });
  });
}
