import { isIP } from "node:net";
import type { Finding, MeshPath } from "../../../findings/finding";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import type { CheckedObject } from "../../rule";
import { isSet, isTemplate, keysAt, label, type Refusal, refusals } from "./refusal";

/** What istiod refuses of the TLS of servers, and of a Gateway of its own as a whole. */
export function refusedGateway(one: CheckedObject): readonly Finding[] {
  const { object } = one;
  const { name } = object.metadata;
  const servers = listAt(object, "spec", "servers");
  const found: Refusal[] = [];
  if (servers.length === 0) found.push([["spec"], "a Gateway without servers"]);
  if (!isTemplate(name) && !label.test(name))
    found.push([["metadata", "name"], `${name} is no name of a Gateway`, "Letters, digits and dashes."]);
  return refusals(one, [
    ...found,
    ...servers.flatMap((server, index) => refusedServer(server, ["spec", "servers", index])),
  ]);
}

function refusedServer(server: unknown, at: MeshPath): readonly Refusal[] {
  const bind = textAt(server, "bind") ?? "";
  const isBound = bind === "" || bind.startsWith("unix://") || isTemplate(bind) || isIP(bind) !== 0;
  const binds: readonly Refusal[] = isBound ? [] : [[[...at, "bind"], `bind ${bind} is no address`]];
  const tls = valueAt(server, "tls");
  return keysAt(tls) === undefined
    ? binds
    : [...binds, ...plainPorts(server, at), ...certificates(tls, [...at, "tls"])];
}

const terminating = ["SIMPLE", "MUTUAL", "OPTIONAL_MUTUAL", "ISTIO_MUTUAL"];

/** TLS at a port that speaks none; tls.httpsRedirect is what one for HTTP may have. */
function plainPorts(server: unknown, at: MeshPath): readonly Refusal[] {
  const protocol = (textAt(server, "port", "protocol") ?? "").toUpperCase();
  const mode = textAt(server, "tls", "mode") ?? "PASSTHROUGH";
  const key = ["serverCertificate", "privateKey", "caCertificates"].find((one) => isSet(valueAt(server, "tls"), one));
  if (/^(HTTP|HTTP2|GRPC|GRPC-WEB)$/.test(protocol)) {
    const what = terminating.includes(mode) ? `tls.mode ${mode}` : key && `tls.${key}`;
    if (what === undefined) return [];
    return [[[...at, "tls"], `${what} at a port of protocol ${protocol}`, "Write protocol: HTTPS."]];
  }
  if (!/^(TCP|MONGO|REDIS|MYSQL)$/.test(protocol)) return [];
  return [[[...at, "tls"], `tls at a port of protocol ${protocol}`, "Write protocol: TLS."]];
}

function certificates(tls: unknown, at: MeshPath): readonly Refusal[] {
  const mode = textAt(tls, "mode") ?? "";
  const has = (key: string) => isSet(tls, key);
  if (mode === "ISTIO_MUTUAL") {
    const key = ["credentialName", "serverCertificate", "privateKey", "caCertificates"].find(has);
    return key === undefined
      ? []
      : [[[...at, key], `tls.mode ISTIO_MUTUAL with ${key}`, "istiod gives the certificate."]];
  }
  if (!/^(SIMPLE|MUTUAL|OPTIONAL_MUTUAL)$/.test(mode) || has("credentialName") || has("credentialNames")) return [];
  const found: Refusal[] = [];
  if (mode !== "SIMPLE" && !has("caCertificates"))
    found.push([
      [...at, "mode"],
      `tls.mode ${mode} without caCertificates`,
      "Name the file of the authority that signs the clients, or a Secret with both under credentialName.",
    ]);
  // Without both it is said that there is no certificate.
  if (has("serverCertificate") && !has("privateKey"))
    found.push([[...at, "serverCertificate"], "serverCertificate without privateKey"]);
  return found;
}
