import type { Finding } from "../../findings/finding";
import { kindOf } from "../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { isGatewayPod } from "../gateway-pods";
import { inNamespaces, objectsOf } from "../objects";
import { httpFields } from "../policies/http-fields";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { type Target, targetsOf } from "../targets";
import { selectedIn, servicesBefore } from "../workloads";
import { full, isOfMesh } from "./rival-hosts";

/** What Istio takes for no HTTP, by the first part of a port's name or by its appProtocol. Of other words it looks at the bytes. */
const notHttp = /^(tcp|tls|https|mongo|mysql|redis|udp)$/i;

/** Whether a port of a Service is said to speak something else than HTTP. */
export function isNoHttp(port: unknown): boolean {
  return notHttp.test(textAt(port, "appProtocol") ?? (textAt(port, "name") ?? "").split("-")[0] ?? "");
}

/** Rules about requests, for a Service of which no port is said to speak HTTP: its proxies see connections (TGT004). */
export function unheardRules(set: ManifestSet): readonly Finding[] {
  return [
    ...objectsOf(set, "networking.istio.io", "VirtualService").flatMap((one) => ofVirtualService(set, one)),
    ...targetsOf(set).flatMap((target) => ofTarget(set, target)),
    ...objectsOf(set, "security.istio.io", "RequestAuthentication").flatMap((one) =>
      ofSelected(set, one, "no token is asked for"),
    ),
    ...objectsOf(set, "security.istio.io", "AuthorizationPolicy").flatMap((one) =>
      httpFields(one).length === 0 ? [] : ofSelected(set, one, "what it says of requests is never so"),
    ),
  ];
}

function ofVirtualService(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  if (listAt(one.object, "spec", "http").length === 0 || !isOfMesh(one)) return [];
  return listAt(one.object, "spec", "hosts").flatMap((value, index) => {
    if (typeof value !== "string") return [];
    const [name = "", namespace] = full(value, one.object.metadata.namespace).split(".");
    const service = inNamespaces(set, "", "Service").get(namespace)?.get(name);
    return service ? said(one, service, undefined, ["spec", "hosts", index], "its http rules are not asked") : [];
  });
}

const routes = ["HTTPRoute", "GRPCRoute"].map((kind) => `gateway.networking.k8s.io/${kind}`);

function ofTarget(set: ManifestSet, { one, at, kind, name, namespace }: Target): readonly Finding[] {
  const service = kind === "/Service" ? inNamespaces(set, "", "Service").get(namespace)?.get(name) : undefined;
  if (!service) return [];
  const own = kindOf(one.object);
  if (routes.includes(own)) {
    const port = valueAt(one.object, ...at.slice(0, -1), "port");
    return said(one, service, port, at, "the route has no effect");
  }
  if (own === "security.istio.io/RequestAuthentication")
    return said(one, service, undefined, at, "no token is asked for");
  if (own !== "security.istio.io/AuthorizationPolicy" || httpFields(one).length === 0) return [];
  return said(one, service, undefined, at, "what it says of requests is never so");
}

/** By the Services in front of the pods that are selected; only where all of them are for no HTTP. */
function ofSelected(set: ManifestSet, one: CheckedObject, result: string): readonly Finding[] {
  const { namespace } = one.object.metadata;
  const at = ["spec", "selector", "matchLabels"];
  const selector = valueAt(one.object, ...at);
  if (selector === undefined || namespace === undefined) return [];
  const pods = selectedIn(set, namespace, selector);
  // A gateway speaks what the servers of its Gateway say, whatever its Service calls the ports.
  if (pods.some((it) => isGatewayPod(set, it))) return [];
  const services = new Set(pods.flatMap((it) => servicesBefore(set, it)));
  const found = [...services].map((service) => said(one, service, undefined, at, result));
  return found.every((findings) => findings.length > 0) ? (found[0] ?? []) : [];
}

function said(
  one: CheckedObject,
  service: CheckedObject,
  port: unknown,
  at: readonly (string | number)[],
  result: string,
): readonly Finding[] {
  const ports = listAt(service.object, "spec", "ports").filter(
    (it) => port === undefined || valueAt(it, "port") === port,
  );
  if (ports.length === 0 || !ports.every(isNoHttp)) return [];
  const { name, namespace } = service.object.metadata;
  // What appProtocol says counts, whatever the name of the port.
  const which = ports
    .map((it) => {
      const [port, own] = [textAt(it, "name") ?? textAt(it, "port"), textAt(it, "appProtocol")];
      return own === undefined ? port : `${port}, appProtocol ${own}`;
    })
    .join("; ");
  const isSaid = ports.some((it) => textAt(it, "appProtocol") !== undefined);
  return [
    about("TGT004", one, {
      at,
      severity: "warning",
      message: `no port of Service ${namespace}/${name} is for HTTP (${which}): proxies see connections there, and ${result}`,
      hint: isSaid
        ? "Write appProtocol: http, or leave it out and begin the name of the port with http."
        : "Name the port http, or begin its name with http-; or write appProtocol: http.",
    }),
  ];
}
