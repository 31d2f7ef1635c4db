import type { Finding } from "../../findings/finding";
import { listAt, textAt, wordOf } from "../../objects/object-paths";
import { inNamespaces } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { hostsOverlap } from "./host-names";

/**
 * Rules about requests for hosts of which every server of the Gateway hands TLS on as it is (TGT004): it sees names of servers and no requests,
 * and only rules under `tls` and `tcp` are asked.
 */
export function passedThrough(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const { object } = one;
  const home = object.metadata.namespace;
  const has = (key: string) => listAt(object, "spec", key).length > 0;
  const named = listAt(object, "spec", "gateways").map(wordOf);
  const gateways = inNamespaces(set, "networking.istio.io", "Gateway");
  const found = named.map((name) => {
    const [namespace, own] = name.includes("/") ? name.split("/") : [home, name];
    return gateways.get(namespace === "." ? home : namespace)?.get(own ?? "");
  });
  if (!has("http") || has("tls") || has("tcp") || named.length === 0) return [];
  const hosts = listAt(object, "spec", "hosts").map(wordOf);
  const servers = found.flatMap((gateway) =>
    listAt(gateway?.object, "spec", "servers").filter((server) =>
      listAt(server, "hosts").some((text) =>
        hosts.some((host) => hostsOverlap(wordOf(text).replace(/^[^/]*\//, ""), host)),
      ),
    ),
  );
  if (servers.length === 0 || found.includes(undefined) || !servers.every(handsOn)) return [];
  const ports = [...new Set(servers.map((server) => textAt(server, "port", "number")))].join(", ");
  const message = `port ${ports} of ${named.join(" and ")} hands TLS on (PASSTHROUGH), where no http rule is asked, and there is no tls rule: connections for ${hosts.join(", ")} are closed`;
  const hint =
    "Write the route under spec.tls with match.sniHosts, or have the Gateway end TLS: mode: SIMPLE with a credentialName.";
  return [about("TGT004", one, { at: ["spec", "http"], message, hint })];
}

function handsOn(server: unknown): boolean {
  const mode = textAt(server, "tls", "mode");
  return mode === "PASSTHROUGH" && /^(HTTPS|TLS)$/i.test(textAt(server, "port", "protocol") ?? "");
}
