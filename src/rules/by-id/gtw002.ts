import type { Finding } from "../../findings/finding";
import { nearest } from "../../source/nearest";
import { listAt, textAt, valueAt } from "../../source/object-paths";
import { isGranted } from "../grants";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";

export const gtw002: Rule = {
  id: "GTW002",
  state: (set) => [
    ...objectsOf(set, "gateway.networking.k8s.io", "Gateway").flatMap((one) => listeners(set, one)),
    ...objectsOf(set, "networking.istio.io", "Gateway").flatMap(servers),
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
    return certificates.flatMap((ref, entry) => foreign(set, one, [...at, "tls", "certificateRefs", entry], ref));
  });
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
