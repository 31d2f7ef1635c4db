import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { namespaceLabels } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { anyOf, type Match, matchSelector } from "../selector";
import { hostsOverlap } from "./host-names";
import type { RouteRef } from "./routes";

/** The listeners that a route asks for. */
export function listenersFor({ object }: CheckedObject, { sectionName, port }: RouteRef): readonly unknown[] {
  return listAt(object, "spec", "listeners").filter(
    (it) =>
      (sectionName === undefined || textAt(it, "name") === sectionName) &&
      (port === undefined || valueAt(it, "port") === port),
  );
}

/** Whether a Gateway takes the route: by its listeners' names and ports, and by the namespaces that they allow. */
export function refusedBy(set: ManifestSet, ref: RouteRef, gateway: CheckedObject | undefined): readonly Finding[] {
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
export function acceptance(set: ManifestSet, listener: unknown, from: string, home: string | undefined): Match {
  const allowed = valueAt(listener, "allowedRoutes", "namespaces");
  const mode = textAt(allowed, "from") ?? "Same";
  if (mode === "Selector") return matchSelector(valueAt(allowed, "selector"), namespaceLabels(set, from));
  return mode === "All" || (mode === "Same" && from === home) ? "yes" : "no";
}
