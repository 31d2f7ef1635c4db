import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { inNamespaces, objectsOf } from "../objects";
import { actionOf } from "../policies/action";
import { httpFields } from "../policies/http-fields";
import { selectedPods } from "../policies/pod-ports";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { isAttached } from "../targets";
import { servicesBefore, targetPort } from "../workloads";
import { full, isOfMesh } from "./rival-hosts";
import { isNoHttp } from "./spoken-protocols";

/** Rules about requests to one port, which is said to speak something else than HTTP, beside others that do (TGT004). */
export function unheardPorts(set: ManifestSet): readonly Finding[] {
  return [
    ...objectsOf(set, "networking.istio.io", "VirtualService")
      .filter(isOfMesh)
      .flatMap((one) => ofRoutes(set, one)),
    ...objectsOf(set, "security.istio.io", "AuthorizationPolicy")
      .filter((one) => !isAttached(one))
      .flatMap((one) => ofPolicy(set, one)),
  ];
}

const hint = "Name the port http or grpc, or begin its name with http- or grpc-; or write appProtocol.";

function ofRoutes(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const ports = listAt(one.object, "spec", "hosts").flatMap((host) => {
    const [name = "", namespace] = full(wordOf(host), one.object.metadata.namespace).split(".");
    const service = inNamespaces(set, "", "Service").get(namespace)?.get(name);
    const all = listAt(service?.object, "spec", "ports");
    // Where none of them is for HTTP, that is said of the host.
    return all.every(isNoHttp) ? [] : all.filter(isNoHttp).map((port) => ({ port, of: `${namespace}/${name}` }));
  });
  return listAt(one.object, "spec", "http").flatMap((rule, index) =>
    listAt(rule, "match").flatMap((match, which) => {
      const asked = valueAt(match, "port");
      const found = ports.find(({ port }) => valueAt(port, "port") === asked);
      if (asked === undefined || !found) return [];
      const message = `port ${wordOf(asked)} of Service ${found.of} is not for HTTP (${wordFor(found.port)}): proxies see connections there, and the rule is not asked`;
      const at = ["spec", "http", index, "match", which, "port"];
      return [about("TGT004", one, { at, severity: "warning", message, hint })];
    }),
  );
}

function ofPolicy(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const fields = httpFields(one);
  const { namespace } = one.object.metadata;
  return listAt(one.object, "spec", "rules").flatMap((rule, index) => {
    const [field] = fields.filter((path) => path[2] === index);
    const ports = listAt(rule, "to").flatMap((to) => listAt(to, "operation", "ports").map(wordOf));
    const everyHasPorts = listAt(rule, "to").every((to) => listAt(to, "operation", "ports").length > 0);
    if (!field || ports.length === 0 || !everyHasPorts || namespace === undefined) return [];
    const spoken = ports.map((port) => portsTo(set, one, port));
    if (!spoken.every((all) => all.length > 0 && all.every(isNoHttp))) return [];
    const result =
      actionOf(one) === "ALLOW"
        ? "the rule lets nobody in"
        : "what it says of requests is left out, and the rule is for every connection";
    const message = `port ${ports.join(" and ")} of its pods is not for HTTP (${wordFor(spoken[0]?.[0])}): proxies see connections there, and ${result}`;
    return [about("TGT004", one, { at: field, severity: "warning", message, hint })];
  });
}

/** The ports of Services that lead to a port of the pods that a policy selects. */
function portsTo(set: ManifestSet, { object }: CheckedObject, port: string): readonly unknown[] {
  const { namespace } = object.metadata;
  const { pods } = selectedPods(set, namespace, valueAt(object, "spec", "selector", "matchLabels"));
  return pods.flatMap((pod) =>
    servicesBefore(set, pod).flatMap(({ object: service }) =>
      listAt(service, "spec", "ports").filter((it) => targetPort(it, pod) === port),
    ),
  );
}

function wordFor(port: unknown): string {
  const own = textAt(port, "appProtocol");
  return own === undefined ? (textAt(port, "name") ?? "") : `appProtocol ${own}`;
}
