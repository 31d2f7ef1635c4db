import { grouped } from "../../basics/grouped";
import type { Finding } from "../../findings/finding";
import { canonicalJson } from "../../objects/canonical-json";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { hostsOverlap } from "./host-names";

/** A server of one of Istio's Gateways. */
interface Server {
  readonly one: CheckedObject;
  readonly at: readonly (string | number)[];
  readonly port: string;
  readonly isTls: boolean;
  readonly redirects: boolean;
  /** Without the namespace that routes may come from. */
  readonly hosts: readonly string[];
}

/** What the Gateways of a namespace for the same pods say against each other (TGT005); those of other namespaces may be for other pods of that name. */
export function rivalServers(set: ManifestSet): readonly Finding[] {
  const gateways = objectsOf(set, "networking.istio.io", "Gateway").filter(
    ({ object }) => valueAt(object, "spec", "selector") !== undefined,
  );
  const samePods = grouped(gateways, ({ object }) =>
    canonicalJson([object.metadata.namespace, valueAt(object, "spec", "selector")]),
  );
  return [...samePods.values()].flatMap((group) => {
    const servers = group.flatMap(serversOf);
    return [...secondOfHost(set, servers), ...servers.flatMap((server) => redirectsNowhere(set, server, servers))];
  });
}

function serversOf(one: CheckedObject): readonly Server[] {
  return listAt(one.object, "spec", "servers").map((server, index) => ({
    one,
    at: ["spec", "servers", index],
    port: textAt(server, "port", "number") ?? "",
    isTls: /^(HTTPS|TLS)$/i.test(textAt(server, "port", "protocol") ?? ""),
    redirects: valueAt(server, "tls", "httpsRedirect") === true,
    hosts: listAt(server, "hosts").map((host) => wordOf(host).replace(/^[^/]*\//, "")),
  }));
}

/** Plain HTTP servers of one host are merged; with TLS the second is left out, and its routes with it. */
function secondOfHost(set: ManifestSet, servers: readonly Server[]): readonly Finding[] {
  const first = new Map<string, Server>();
  return servers.flatMap((server) =>
    server.hosts.flatMap((host) => {
      const key = `${server.port} ${host}`;
      const other = server.isTls ? first.get(key) : undefined;
      if (server.isTls && !other) first.set(key, server);
      if (!other || set.apart?.(other.one, server.one)) return [];
      const { name } = other.one.object.metadata;
      if (name === server.one.object.metadata.name) return [];
      return [
        about("TGT005", server.one, {
          at: [...server.at, "hosts"],
          severity: "warning",
          message: `a second Gateway for ${host} on port ${server.port} of the same pods, beside ${name}: istiod keeps the server of one and leaves the other out, with its routes`,
          hint: "Keep one, and let the routes of both name it.",
        }),
      ];
    }),
  );
}

/** Sends everybody to a port that none of the Gateways of these pods opens for the host. */
function redirectsNowhere(set: ManifestSet, server: Server, servers: readonly Server[]): readonly Finding[] {
  if (!server.redirects) return [];
  const secure = servers.filter((it) => it.isTls && !set.apart?.(it.one, server.one));
  // For every host it is a platform's own, and the Gateways of its tenants are elsewhere.
  const named = server.hosts.filter((host) => host !== "*");
  const lost = named.filter((host) => !secure.some((it) => it.hosts.some((other) => hostsOverlap(other, host))));
  if (lost.length === 0) return [];
  return [
    about("TGT005", server.one, {
      at: [...server.at, "tls", "httpsRedirect"],
      severity: "warning",
      message: `requests for ${lost.join(", ")} are sent to HTTPS, and no Gateway of the same pods here serves that`,
      hint: "Add a server of protocol HTTPS with its certificate.",
    }),
  ];
}
