import type { Finding } from "../../findings/finding";
import { listAt, valueAt, wordOf } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { gatewaysNamedBy } from "./virtual-services";

/** Matches of a VirtualService by a port that none of their Gateways listens on (TGT004): no request gets there. */
export function unmatchedPorts(set: ManifestSet): readonly Finding[] {
  return objectsOf(set, "networking.istio.io", "VirtualService").flatMap((one) =>
    ["http", "tls", "tcp"].flatMap((list) =>
      listAt(one.object, "spec", list).flatMap((rule, index) =>
        listAt(rule, "match").flatMap((match, which) =>
          unmatched(set, one, match, ["spec", list, index, "match", which, "port"]),
        ),
      ),
    ),
  );
}

function unmatched(
  set: ManifestSet,
  one: CheckedObject,
  match: unknown,
  at: readonly (string | number)[],
): readonly Finding[] {
  const port = valueAt(match, "port");
  const own = listAt(match, "gateways").map(wordOf);
  const names = own.length > 0 ? own : listAt(one.object, "spec", "gateways").map(wordOf);
  // Within the mesh it is a port of whatever is called.
  if (typeof port !== "number" || names.length === 0 || names.includes("mesh")) return [];
  const gateways = gatewaysNamedBy(set, one, names);
  const servers = gateways.flatMap((it) => (it ? listAt(it.object, "spec", "servers") : []));
  const ports = [...new Set(servers.map((server) => valueAt(server, "port", "number")))];
  if (gateways.includes(undefined) || ports.length === 0 || ports.includes(port)) return [];
  if (gateways.some((it) => it && set.writes?.(it, "number"))) return [];
  return [
    about("TGT004", one, {
      at,
      severity: "warning",
      message: `match.port ${port} is no port of Gateway ${names.join(" and ")}, which listens on ${ports.join(" and ")}: nothing that comes there is matched`,
      hint: "It is the number of a server of the Gateway, whatever the Service in front of it has.",
    }),
  ];
}
