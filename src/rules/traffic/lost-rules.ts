import { oncePer } from "../../basics/once-per";
import type { Finding } from "../../findings/finding";
import { listAt, textAt } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { lostService, type ServiceHost } from "./lost-services";
import { full } from "./rival-hosts";
import { destinationsOf } from "./virtual-services";

/**
 * A DestinationRule for a Service that is none: traffic goes on, without what it says (TGT004). Where no name is near, it may be of another folder,
 * unless its short name is that of a Service elsewhere.
 */
export function lostRule(set: ManifestSet, one: CheckedObject, service: ServiceHost): readonly Finding[] {
  const lost = lostService(set, service);
  if (!lost) return [];
  const { why, meant } = lost;
  const at = ["spec", "host"];
  const message = `${why}: the rule is for nothing`;
  if (meant !== undefined) return [about("TGT004", one, { at, message, hint: `Did you mean ${meant}?` })];
  const [home] = homesOf(set, service.name);
  if (home === undefined || isSaid(set, one, service)) return [];
  const hint = `Service ${service.name} is in namespace ${home}: write host ${service.name}.${home}.svc.cluster.local.`;
  return [about("TGT004", one, { at, severity: "warning", message, hint })];
}

/** Where requests are sent: who sends them to what is not there is told so, and who looks there for subsets. */
const destinations = oncePer((set: ManifestSet) =>
  objectsOf(set, "networking.istio.io", "VirtualService").flatMap((one) =>
    destinationsOf(one).map(({ host, subset }) => ({ to: full(host, one.object.metadata.namespace), subset })),
  ),
);

function isSaid(set: ManifestSet, one: CheckedObject, { name, namespace }: ServiceHost): boolean {
  const subsets = listAt(one.object, "spec", "subsets").map((it) => textAt(it, "name"));
  return destinations(set).some(
    ({ to, subset }) => to === `${name}.${namespace}` || (to.startsWith(`${name}.`) && subsets.includes(subset)),
  );
}

function homesOf(set: ManifestSet, name: string): readonly string[] {
  return objectsOf(set, "", "Service")
    .filter(({ object }) => object.metadata.name === name)
    .flatMap(({ object }) => object.metadata.namespace ?? []);
}
