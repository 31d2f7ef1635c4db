import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { serviceMayBeThere } from "../elsewhere";
import { inNamespaces, type NamespaceIndex, namespaceLabels, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { anyOf, type Match, matchSelector } from "../selector";
import { slipOf } from "../slips";
import { isGranted } from "../traffic/grants";
import { hostsOverlap } from "../traffic/host-names";
import { backendsOf, parentsOf, type RouteRef, routesOf, targetOf } from "../traffic/routes";
import { gatewayClass } from "../waypoints";
import { portsOf } from "../workloads";

export const tgt002: Rule = {
  id: "TGT002",
  state: (set) => {
    const gateways = inNamespaces(set, "gateway.networking.k8s.io", "Gateway");
    const services = inNamespaces(set, "", "Service");
    return [
      ...parentsOf(set).flatMap((ref) => {
        if (ref.kind === "/Service") return wrongPort(ref, services);
        return ref.kind === "gateway.networking.k8s.io/Gateway" ? refusedBy(set, ref, targetOf(gateways, ref)) : [];
      }),
      ...backendsOf(set).flatMap((ref) =>
        ref.kind === "/Service"
          ? [...missing(set, ref, services, gateways), ...wrongPort(ref, services), ...ungranted(set, ref)]
          : [],
      ),
      ...routesOf(set).flatMap(weightless),
      ...objectsOf(set, "gateway.networking.k8s.io", "Gateway").flatMap((one) => lentCertificates(set, one)),
    ];
  },
  unjudged: (set) => {
    const gateways = inNamespaces(set, "gateway.networking.k8s.io", "Gateway");
    const open = parentsOf(set).flatMap((ref) => {
      const gateway = ref.kind === "/Service" ? undefined : targetOf(gateways, ref);
      const from = ref.one.object.metadata.namespace;
      if (!gateway || from === undefined) return [];
      const answers = listenersFor(gateway, ref).map((listener) => acceptance(set, listener, from, ref.namespace));
      return anyOf(answers) === "unknown"
        ? [`Gateway ${ref.namespace}/${ref.name} takes routes from namespace ${from}`]
        : [];
    });
    return [...new Set(open)].map((what) => `whether ${what}: it selects by labels that these manifests do not show`);
  },
};

/** The listeners that a route asks for. */
function listenersFor({ object }: CheckedObject, { sectionName, port }: RouteRef): readonly unknown[] {
  return listAt(object, "spec", "listeners").filter(
    (it) =>
      (sectionName === undefined || textAt(it, "name") === sectionName) &&
      (port === undefined || valueAt(it, "port") === port),
  );
}

/** Whether a Gateway takes the route: by its listeners' names and ports, and by the namespaces that they allow. */
function refusedBy(set: ManifestSet, ref: RouteRef, gateway: CheckedObject | undefined): readonly Finding[] {
  const listeners = listAt(gateway?.object, "spec", "listeners");
  // What merges listeners from elsewhere has none here.
  if (!gateway || listeners.length === 0) return [];
  const { one, at, sectionName, port } = ref;
  const named = sectionName === undefined ? listeners : listeners.filter((it) => textAt(it, "name") === sectionName);
  const who = `Gateway ${ref.namespace ?? ""}/${ref.name}`;
  if (named.length === 0) {
    const names = listeners.flatMap((it) => textAt(it, "name") ?? []);
    const message = `${who} has no listener ${sectionName}: the route takes no traffic`;
    return [about("TGT002", one, { at: [...at, "sectionName"], message, hint: `It has ${names.join(", ")}.` })];
  }
  const open = port === undefined ? named : named.filter((it) => valueAt(it, "port") === port);
  if (open.length === 0) {
    return [
      about("TGT002", one, {
        at: [...at, "port"],
        message: `${who} has no listener on port ${port}: the route takes no traffic`,
      }),
    ];
  }
  const spoken = protocolsOf[one.object.kind];
  const fitting = open.filter((it) => spoken === undefined || spoken.includes(textAt(it, "protocol") ?? ""));
  if (fitting.length === 0 && open.every((it) => /^[A-Z]+$/.test(textAt(it, "protocol") ?? ""))) {
    const found = [...new Set(open.map((it) => textAt(it, "protocol")))].join(" and ");
    const message = `the listener of ${who} is of protocol ${found}, which no ${one.object.kind} is for: the route takes no traffic`;
    return [about("TGT002", one, { at: [...at, "name"], message, hint: `It takes ${spoken?.join(" or ")}.` })];
  }
  const hosts = listAt(one.object, "spec", "hostnames").map(String);
  const served = open.map((it) => textAt(it, "hostname") ?? "*");
  if (hosts.length > 0 && !hosts.some((host) => served.some((it) => hostsOverlap(it, host)))) {
    return [
      about("TGT002", one, {
        at: ["spec", "hostnames"],
        message: `no listener of ${who} takes ${hosts.join(" or ")}: the route takes no traffic`,
        hint: `It has ${[...new Set(served)].join(", ")}.`,
      }),
    ];
  }
  const kinds = open.map((it) => listAt(it, "allowedRoutes", "kinds").flatMap((entry) => textAt(entry, "kind") ?? []));
  if (kinds.every((list) => list.length > 0 && !list.includes(one.object.kind))) {
    const message = `no listener of ${who} takes a ${one.object.kind}: the route takes no traffic`;
    const hint = `allowedRoutes.kinds names ${[...new Set(kinds.flat())].join(", ")}.`;
    return [about("TGT002", one, { at: [...at, "name"], message, hint })];
  }
  const from = one.object.metadata.namespace;
  // What hangs on labels that are not shown is taken for a yes.
  const answers = from === undefined ? [] : open.map((listener) => acceptance(set, listener, from, ref.namespace));
  if (from === undefined || anyOf(answers) !== "no") return [];
  return [
    about("TGT002", one, {
      at: [...at, "name"],
      message: `no listener of ${who} takes routes from namespace ${from}: the route takes no traffic`,
      hint: "Let allowedRoutes.namespaces of the listener select it.",
    }),
  ];
}

/** The protocols of listeners that a kind of route is for; a waypoint takes all of them by HBONE. */
const protocolsOf: Readonly<Partial<Record<string, readonly string[]>>> = {
  HTTPRoute: ["HTTP", "HTTPS", "HBONE"],
  GRPCRoute: ["HTTP", "HTTPS", "HBONE"],
  TCPRoute: ["TCP", "TLS", "HBONE"],
  TLSRoute: ["TLS", "HBONE"],
  UDPRoute: ["UDP"],
};

/** Whether a listener takes routes of a namespace. */
function acceptance(set: ManifestSet, listener: unknown, from: string, home: string | undefined): Match {
  const allowed = valueAt(listener, "allowedRoutes", "namespaces");
  const mode = textAt(allowed, "from") ?? "Same";
  if (mode === "Selector") return matchSelector(valueAt(allowed, "selector"), namespaceLabels(set, from));
  return mode === "All" || (mode === "Same" && from === home) ? "yes" : "no";
}

function wrongPort(ref: RouteRef, services: NamespaceIndex): readonly Finding[] {
  const service = targetOf(services, ref);
  const ports = service ? portsOf(service) : [];
  if (ref.port === undefined || ports.length === 0 || ports.some(({ port }) => port === ref.port)) return [];
  return [
    about("TGT002", ref.one, {
      at: [...ref.at, "port"],
      message: `Service ${ref.namespace ?? ""}/${ref.name} has no port ${ref.port}`,
      hint: `It has ${ports.map(({ port }) => port).join(", ")}.`,
    }),
  ];
}

/** Services of other teams are in other folders: one is missed where its neighbours are here, and only a slip is an error. */
function missing(
  set: ManifestSet,
  ref: RouteRef,
  services: NamespaceIndex,
  gateways: NamespaceIndex,
): readonly Finding[] {
  const { namespace } = ref;
  if (namespace === undefined) return [];
  const there = services.get(namespace);
  if (!there || there.has(ref.name)) return [];
  // istiod makes a Service for each Gateway that it deploys.
  const made = [...(gateways.get(namespace)?.values() ?? [])].flatMap((one) => [
    `${one.object.metadata.name}-${gatewayClass(one)}`,
    one.object.metadata.name,
  ]);
  const names = [...there.keys()];
  if (made.includes(ref.name) || serviceMayBeThere(set, namespace, ref.name)) return [];
  const near = slipOf(ref.name, names);
  return [
    about("TGT002", ref.one, {
      at: [...ref.at, "name"],
      ...(near === undefined && { severity: "warning" as const }),
      message: `Service ${namespace}/${ref.name} is not among these manifests, and others of the namespace are: its share of the requests fails`,
      ...(near !== undefined && { hint: `Did you mean ${near}?` }),
    }),
  ];
}

/** A backend in another namespace takes a ReferenceGrant there; of a namespace that is not here it may be in somebody else's folder. */
function ungranted(set: ManifestSet, { one, at, name, namespace }: RouteRef): readonly Finding[] {
  const home = one.object.metadata.namespace;
  if (home === undefined || namespace === undefined || home === namespace) return [];
  const user = { group: "gateway.networking.k8s.io", kind: one.object.kind, namespace: home };
  if (isGranted(set, user, { group: "", kind: "Service", name, namespace })) return [];
  return [
    about("TGT002", one, {
      at: [...at, "namespace"],
      ...(!isHere(set, namespace) && { severity: "warning" as const }),
      message: `Service ${namespace}/${name} is in another namespace, and no ReferenceGrant there lets ${one.object.kind} of ${home} use it: its share of the requests fails`,
      hint: `Add a ReferenceGrant to ${namespace}.`,
    }),
  ];
}

function isHere(set: ManifestSet, namespace: string): boolean {
  return (
    objectsOf(set, "", "Namespace").some(({ object }) => object.metadata.name === namespace) ||
    inNamespaces(set, "", "Service").has(namespace)
  );
}

/** Certificates in another namespace: without a grant the listener has none, and takes nothing. */
function lentCertificates(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const home = one.object.metadata.namespace;
  return listAt(one.object, "spec", "listeners").flatMap((listener, index) =>
    listAt(listener, "tls", "certificateRefs").flatMap((ref, which) => {
      const [name = "", namespace] = ["name", "namespace"].map((key) => textAt(ref, key));
      const used = { group: textAt(ref, "group") ?? "", kind: textAt(ref, "kind") ?? "Secret", name };
      if (home === undefined || namespace === undefined || namespace === home) return [];
      const user = { group: "gateway.networking.k8s.io", kind: "Gateway", namespace: home };
      if (isGranted(set, user, { ...used, namespace })) return [];
      return [
        about("TGT002", one, {
          at: ["spec", "listeners", index, "tls", "certificateRefs", which, "namespace"],
          ...(!isHere(set, namespace) && { severity: "warning" as const }),
          message: `${used.kind} ${namespace}/${name} is in another namespace, and no ReferenceGrant there lets Gateway of ${home} use it: the listener takes no traffic`,
          hint: `Add a ReferenceGrant to ${namespace}.`,
        }),
      ];
    }),
  );
}

/** Backends that all weigh nothing answer every request with an error. */
function weightless(one: CheckedObject): readonly Finding[] {
  return listAt(one.object, "spec", "rules").flatMap((rule, index) => {
    const backends = listAt(rule, "backendRefs");
    if (backends.length === 0 || backends.some((it) => valueAt(it, "weight") !== 0)) return [];
    const message = "every backend of this rule has weight 0: all of its requests are answered with 500";
    return [about("TGT002", one, { at: ["spec", "rules", index, "backendRefs"], message })];
  });
}
