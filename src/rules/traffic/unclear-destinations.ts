import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { inNamespaces, objectsOf } from "../objects";
import { rootNamespaces } from "../root-namespaces";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { portsOf, selects, workloadsOf } from "../workloads";
import { full } from "./rival-hosts";
import { destinationsOf, gatewaysNamedBy } from "./virtual-services";

const group = "networking.istio.io";

/** What a VirtualService leaves to a gateway, which cannot know it (TGT004). */
export function unclearDestinations(set: ManifestSet): readonly Finding[] {
  return objectsOf(set, group, "VirtualService").flatMap((one) => {
    const gateways = listAt(one.object, "spec", "gateways").map(wordOf);
    return [
      ...(gateways.length > 0 && !gateways.includes("mesh") ? openPorts(set, one) : []),
      ...claims(set, one, gateways),
    ];
  });
}

/** Of a Service with several ports a gateway takes the one of its own listener's number. */
function openPorts(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const listened = gatewaysNamedBy(set, one).flatMap((gateway) =>
    gateway ? listAt(gateway.object, "spec", "servers").map((server) => valueAt(server, "port", "number")) : [80, 443],
  );
  return destinationsOf(one).flatMap(({ at, host, port }) => {
    const [name = "", namespace, ...rest] = full(host, one.object.metadata.namespace).split(".");
    const service = rest.length === 0 ? inNamespaces(set, "", "Service").get(namespace)?.get(name) : undefined;
    const ports = service ? portsOf(service).flatMap((it) => it.port ?? []) : [];
    if (port !== undefined || ports.length < 2 || ports.some((it) => listened.includes(it))) return [];
    return [
      about("TGT004", one, {
        at,
        severity: "warning",
        message: `Service ${namespace}/${name} has ports ${ports.join(" and ")}, and the route names none: a gateway takes the number that it listens on itself, and requests get 503`,
        hint: "Write destination.port.number.",
      }),
    ];
  });
}

/** Claims of a token are there where a RequestAuthentication looked at it, and at gateways alone. */
function claims(set: ManifestSet, one: CheckedObject, gateways: readonly string[]): readonly Finding[] {
  const asked = listAt(one.object, "spec", "http").flatMap((rule, index) =>
    listAt(rule, "match").flatMap((match, which) =>
      ["headers", "withoutHeaders"].flatMap((list) =>
        Object.keys(Object(valueAt(match, list)))
          .filter((key) => key.startsWith("@request.auth.claims"))
          .map((key) => ["spec", "http", index, "match", which, list, key]),
      ),
    ),
  );
  const [at] = asked;
  if (!at) return [];
  if (gateways.length === 0 || gateways.includes("mesh")) {
    const message = "a route by the claims of a token is for gateways alone: within the mesh it matches no request";
    return [about("TGT004", one, { at, severity: "warning", message, hint: "Name the Gateway under spec.gateways." })];
  }
  const pods = gatewaysNamedBy(set, one).flatMap((gateway) =>
    workloadsOf(set).filter(
      ({ one: { object }, labels }) =>
        gateway !== undefined &&
        object.metadata.namespace === gateway.object.metadata.namespace &&
        selects(valueAt(gateway.object, "spec", "selector"), labels),
    ),
  );
  const roots = rootNamespaces(set);
  const isAsked = objectsOf(set, "security.istio.io", "RequestAuthentication").some(({ object }) =>
    pods.some(
      ({ one: pod, labels }) =>
        [pod.object.metadata.namespace, ...roots].includes(object.metadata.namespace) &&
        (textAt(object, "spec", "targetRefs", 0, "name") !== undefined ||
          selects(valueAt(object, "spec", "selector", "matchLabels"), labels)),
    ),
  );
  if (pods.length === 0 || isAsked) return [];
  const message =
    "a route by the claims of a token, and no RequestAuthentication here for the gateway's pods: it matches no request";
  return [
    about("TGT004", one, { at, severity: "warning", message, hint: "Add a RequestAuthentication that selects them." }),
  ];
}
