import { nearest } from "../../basics/nearest";
import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { annotationsOf, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { certificatesOfOthers } from "../traffic/certificate-hosts";
import { certificatesElsewhere } from "../traffic/certificates";
import { isGranted } from "../traffic/grants";
import { unmadeCertificates } from "../traffic/unmade-certificates";

export const gtw002: Rule = {
  id: "GTW002",
  state: (set) => [
    ...objectsOf(set, "gateway.networking.k8s.io", "Gateway").flatMap((one) => [
      ...listeners(set, one),
      ...conflicts(one),
      ...serviceType(one),
      ...unmadeCertificates(set, one),
      ...betweenNetworks(one),
    ]),
    ...objectsOf(set, "networking.istio.io", "Gateway").flatMap(servers),
    ...certificatesElsewhere(set),
    ...certificatesOfOthers(set),
  ],
};

function listeners(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  return listAt(one.object, "spec", "listeners").flatMap((listener, index) => {
    const at = ["spec", "listeners", index];
    const name = textAt(listener, "name") ?? String(index);
    const certificates = listAt(listener, "tls", "certificateRefs");
    const isHttps = textAt(listener, "protocol") === "HTTPS";
    const options = valueAt(listener, "tls", "options");
    if (isHttps && certificates.length === 0 && options === undefined) {
      const message = `listener ${name} speaks HTTPS and has no certificate: it is not programmed`;
      return [about("GTW002", one, { at, message, hint: "Name a Secret under tls.certificateRefs." })];
    }
    const kinds = certificates.flatMap((ref, entry) => {
      const kind = textAt(ref, "kind");
      if (kind === undefined || kind === "Secret" || (textAt(ref, "group") ?? "") !== "") return [];
      const message = `the certificate of listener ${name} is a ${kind}: it is taken from a Secret alone, and the listener is not programmed`;
      return [about("GTW002", one, { at: [...at, "tls", "certificateRefs", entry, "kind"], message })];
    });
    if (kinds.length > 0) return kinds;
    return certificates.flatMap((ref, entry) => foreign(set, one, [...at, "tls", "certificateRefs", entry], ref));
  });
}

/** Listeners that cannot share their port: of several protocols for one host, none is programmed. */
function conflicts(one: CheckedObject): readonly Finding[] {
  const first = new Map<string, string>();
  return listAt(one.object, "spec", "listeners").flatMap((listener, index) => {
    const [port = "", protocol = "", host = "*"] = ["port", "protocol", "hostname"].map((key) => textAt(listener, key));
    const family = /^(HTTPS|TLS)$/.test(protocol) ? "TLS" : protocol;
    const other = first.get(`${port} ${host}`);
    if (other === undefined) first.set(`${port} ${host}`, family);
    if (other === undefined || other === family || protocol === "HBONE" || other === "HBONE") return [];
    const message = `port ${port} is ${other} in a listener above and ${protocol} here: the two conflict, and neither is programmed`;
    return [about("GTW002", one, { at: ["spec", "listeners", index, "port"], message })];
  });
}

/** Of a gateway between networks istiods of other clusters take the listener that ends HBONE, and no other. */
function betweenNetworks(one: CheckedObject): readonly Finding[] {
  if (textAt(one.object, "spec", "gatewayClassName") !== "istio-east-west") return [];
  const isFound = listAt(one.object, "spec", "listeners").some(
    (listener) =>
      textAt(listener, "protocol") === "HBONE" &&
      valueAt(listener, "tls") !== undefined &&
      (textAt(listener, "tls", "mode") ?? "Terminate") === "Terminate",
  );
  if (isFound) return [];
  const message =
    "no listener of protocol HBONE with tls.mode Terminate: other clusters do not take it for a gateway of this network";
  const hint =
    "Write protocol: HBONE, port: 15008, and tls: { mode: Terminate, options: { gateway.istio.io/tls-terminate-mode: ISTIO_MUTUAL } }.";
  return [about("GTW002", one, { at: ["spec", "listeners"], severity: "warning", message, hint })];
}

const serviceKey = "networking.istio.io/service-type";
const types = ["ClusterIP", "NodePort", "LoadBalancer"];

/** The Service that istiod makes for a Gateway. */
function serviceType(one: CheckedObject): readonly Finding[] {
  const type = annotationsOf(one.object)[serviceKey];
  if (type === undefined || types.includes(type)) return [];
  const near = nearest(type, types);
  const at = ["metadata", "annotations", serviceKey];
  const message = `${serviceKey} is ${type}; a Service is of type ${types.join(", ")}: istiod makes none`;
  return [about("GTW002", one, { at, message, fix: near === undefined ? [] : [{ at, value: near }] })];
}

/** A Secret of another namespace takes a ReferenceGrant there; asked for where that namespace is here. */
function foreign(
  set: ManifestSet,
  one: CheckedObject,
  at: readonly (string | number)[],
  ref: unknown,
): readonly Finding[] {
  const home = one.object.metadata.namespace;
  const namespace = textAt(ref, "namespace");
  if (home === undefined || namespace === undefined || namespace === home) return [];
  if (!objectsOf(set, "", "Namespace").some(({ object }) => object.metadata.name === namespace)) return [];
  const to = { group: "", kind: "Secret", name: textAt(ref, "name") ?? "", namespace };
  if (isGranted(set, { group: "gateway.networking.k8s.io", kind: "Gateway", namespace: home }, to)) return [];
  return [
    about("GTW002", one, {
      at: [...at, "namespace"],
      message: `Secret ${namespace}/${to.name} is in another namespace, and no ReferenceGrant there lets a Gateway of ${home} use it: the listener is not programmed`,
      hint: `Add a ReferenceGrant to ${namespace}, or keep the certificate in ${home}.`,
    }),
  ];
}

const protocols = ["HTTP", "HTTPS", "GRPC", "GRPC-WEB", "HTTP2", "MONGO", "TCP", "TLS"];

/** Servers of Istio's own Gateways: the webhook refuses them, where it is asked. */
function servers(one: CheckedObject): readonly Finding[] {
  return listAt(one.object, "spec", "servers").flatMap((server, index) => {
    const at = ["spec", "servers", index];
    const protocol = textAt(server, "port", "protocol");
    if (protocol === undefined) return [];
    if (!protocols.includes(protocol.toUpperCase())) {
      const near = nearest(protocol, protocols);
      const message = `port protocol ${protocol} is none that Istio knows: the port is not opened`;
      const fix = near === undefined ? [] : [{ at: [...at, "port", "protocol"], value: near }];
      return [
        about("GTW002", one, {
          at: [...at, "port", "protocol"],
          message,
          hint: `It takes ${protocols.join(", ")}.`,
          fix,
        }),
      ];
    }
    if (protocol.toUpperCase() !== "HTTPS" || valueAt(server, "tls") !== undefined) return [];
    const message = "a server of protocol HTTPS without tls: istiod refuses it";
    return [about("GTW002", one, { at, message, hint: "Add tls with its mode and credentialName." })];
  });
}
