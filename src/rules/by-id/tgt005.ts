import { objectsOf } from "../objects";
import type { Rule } from "../rule";
import {
  refusedDestination,
  refusedEntry,
  rivalEntries,
  secondOfNamespace,
  strangeHosts,
} from "../traffic/refused-entries";
import { refusedRoutes } from "../traffic/refused-routes";
import { refusedServers } from "../traffic/refused-servers";
import { rivalServers } from "../traffic/rival-servers";

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
