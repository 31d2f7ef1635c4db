import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { isInjectedGateway } from "../gateway-pods";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { selectedIn, servicesBefore } from "../workloads";

/** What istiod refuses or leaves out of the servers of its own Gateways, and ports that no Service sends to. */
export function refusedServers(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const servers = listAt(one.object, "spec", "servers");
  const names = new Map<string, number>();
  const families = new Map<string, string>();
  const ports = outsidePorts(set, one);
  return servers.flatMap((server, index) => {
    const at = ["spec", "servers", index];
    const [name, number] = [textAt(server, "port", "name"), textAt(server, "port", "number") ?? ""];
    const family = familyOf(textAt(server, "port", "protocol") ?? "");
    const found: Finding[] = [];
    if (name !== undefined && names.has(name)) {
      const message = `two servers have a port named ${name}: istiod refuses the Gateway`;
      found.push(about("TGT005", one, { at: [...at, "port", "name"], message, hint: "Name each port otherwise." }));
    }
    const other = families.get(number);
    if (family !== undefined && other !== undefined && other !== family) {
      const message = `port ${number} is ${other} in a server above and ${family} here: istiod leaves this server out`;
      found.push(about("TGT005", one, { at: [...at, "port", "protocol"], severity: "warning", message }));
    }
    if (Array.isArray(valueAt(server, "hosts")) && listAt(server, "hosts").length === 0) {
      const message = "a server without hosts: istiod refuses the Gateway";
      found.push(about("TGT005", one, { at: [...at, "hosts"], message, hint: 'For every host: ["*"].' }));
    }
    const secret = textAt(server, "tls", "credentialName");
    if (secret?.includes("/") && !secret.includes("://")) {
      const message = `credentialName ${secret} is no name of a Secret: the port is served without a certificate, that is not at all`;
      const hint = "The Secret stands in the namespace of the gateway's pods, and is named alone.";
      found.push(about("TGT005", one, { at: [...at, "tls", "credentialName"], message, hint }));
    }
    const mode = textAt(server, "tls", "mode") ?? "";
    const isBare = ["credentialName", "credentialNames", "serverCertificate", "tlsCertificates"].every(
      (key) => valueAt(server, "tls", key) === undefined,
    );
    if (/^(SIMPLE|MUTUAL|OPTIONAL_MUTUAL)$/.test(mode) && isBare) {
      const message = `tls.mode ${mode} without a certificate: istiod refuses the Gateway`;
      const hint = "Name the Secret under tls.credentialName.";
      found.push(about("TGT005", one, { at: [...at, "tls"], message, hint }));
    }
    if (
      number === "15443" &&
      mode !== "AUTO_PASSTHROUGH" &&
      listAt(server, "hosts").some((it) => /\.local$/.test(wordOf(it)))
    ) {
      const message = `tls.mode ${mode || "(none)"} for ${listAt(server, "hosts").map(wordOf).join(", ")} on port 15443: only AUTO_PASSTHROUGH takes the services of this cluster to those of others`;
      const hint = "Write tls.mode: AUTO_PASSTHROUGH.";
      found.push(about("TGT005", one, { at: [...at, "tls"], severity: "warning", message, hint }));
    }
    if (ports.length > 0 && number !== "" && !ports.includes(number)) {
      const message = `none of the Services here that select the pods of this gateway sends anything to port ${number}`;
      const hint = `They have ${ports.join(", ")}.`;
      found.push(about("TGT005", one, { at: [...at, "port", "number"], severity: "warning", message, hint }));
    }
    if (name !== undefined) names.set(name, index);
    if (family !== undefined) families.set(number, family);
    return found;
  });
}

/** Protocols that can share a port. */
function familyOf(protocol: string): string | undefined {
  if (/^(HTTP|HTTP2|GRPC|GRPC-WEB)$/i.test(protocol)) return "HTTP";
  if (/^(HTTPS|TLS)$/i.test(protocol)) return "TLS";
  return /^(TCP|MONGO|MYSQL|REDIS)$/i.test(protocol) ? "TCP" : undefined;
}

/** The ports, and ports of pods, of the Services in front of a gateway; none where one of them is left open. */
function outsidePorts(set: ManifestSet, one: CheckedObject): readonly string[] {
  const { namespace } = one.object.metadata;
  const pods = selectedIn(set, namespace, valueAt(one.object, "spec", "selector")).filter(isInjectedGateway);
  const services = new Set(pods.flatMap((it) => servicesBefore(set, it)));
  const all = [...services].flatMap(({ object }) => listAt(object, "spec", "ports"));
  if (all.some((port) => typeof (valueAt(port, "targetPort") ?? 0) !== "number")) return [];
  return [...new Set(all.flatMap((port) => [valueAt(port, "port"), valueAt(port, "targetPort")]))]
    .filter((port) => port !== undefined)
    .map(wordOf);
}
