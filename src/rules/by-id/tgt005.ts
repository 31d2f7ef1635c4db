import type { Finding } from "../../findings/finding";
import { objectsOf } from "../objects";
import type { CheckedObject, Rule } from "../rule";
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
import { refusedServiceEntry } from "../traffic/webhook/entries";
import { refusedExports } from "../traffic/webhook/export-to";
import { refusedHosts } from "../traffic/webhook/hosts";
import { refusedGateway } from "../traffic/webhook/servers";
import { refusedSidecar } from "../traffic/webhook/sidecars";
import { refusedPolicies } from "../traffic/webhook/traffic-policies";
import { refusedService } from "../traffic/webhook/virtual-services";

const group = "networking.istio.io";

/** What istiod's webhook asks of each kind beyond its CRD. */
const webhook: Readonly<Record<string, readonly ((one: CheckedObject) => readonly Finding[])[]>> = {
  VirtualService: [refusedService, refusedHosts, refusedExports],
  DestinationRule: [refusedPolicies, refusedHosts, refusedExports],
  Gateway: [refusedGateway, refusedHosts],
  ServiceEntry: [refusedServiceEntry, refusedHosts, refusedExports],
  Sidecar: [refusedSidecar],
};

export const tgt005: Rule = {
  id: "TGT005",
  state: (set) => [
    ...objectsOf(set, group, "VirtualService").flatMap((one) => refusedRoutes(set, one)),
    ...objectsOf(set, group, "Gateway").flatMap((one) => refusedServers(set, one)),
    ...objectsOf(set, group, "ServiceEntry").flatMap(refusedEntry),
    ...objectsOf(set, group, "DestinationRule").flatMap(refusedDestination),
    ...Object.entries(webhook).flatMap(([kind, refused]) =>
      objectsOf(set, group, kind).flatMap((one) => refused.flatMap((of) => of(one))),
    ),
    ...["VirtualService", "Gateway", "ServiceEntry"].flatMap((kind) =>
      objectsOf(set, group, kind).flatMap(strangeHosts),
    ),
    ...rivalEntries(set),
    ...rivalServers(set),
    ...secondOfNamespace(set),
  ],
};
