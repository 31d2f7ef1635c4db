import { objectsOf } from "../objects";
import { refusedDestination, refusedEntry, rivalEntries, secondOfNamespace, strangeHosts } from "../refused-entries";
import { refusedRoutes } from "../refused-routes";
import { refusedServers } from "../refused-servers";
import { rivalServers } from "../rival-servers";
import type { Rule } from "../rule";

const group = "networking.istio.io";

export const tgt005: Rule = {
  id: "TGT005",
  state: (set) => [
    ...objectsOf(set, group, "VirtualService").flatMap((one) => refusedRoutes(set, one)),
    ...objectsOf(set, group, "Gateway").flatMap((one) => refusedServers(set, one)),
    ...objectsOf(set, group, "ServiceEntry").flatMap(refusedEntry),
    ...objectsOf(set, group, "DestinationRule").flatMap(refusedDestination),
    ...["VirtualService", "Gateway", "ServiceEntry"].flatMap((kind) =>
      objectsOf(set, group, kind).flatMap(strangeHosts),
    ),
    ...rivalEntries(set),
    ...rivalServers(set),
    ...secondOfNamespace(set),
  ],
};
