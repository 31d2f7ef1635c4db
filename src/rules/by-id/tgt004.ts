import { oncePer } from "../../basics/once-per";
import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { inNamespaces, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { withoutPatches } from "../traffic/envoy-filters";
import { filtersOfOtherVersions } from "../traffic/filter-versions";
import { strangerHosts } from "../traffic/gateway-hosts";
import { lostRule } from "../traffic/lost-rules";
import { passedThrough } from "../traffic/passed-through";
import { plainToTls } from "../traffic/plain-to-tls";
import { full, rivalHosts } from "../traffic/rival-hosts";
import { lostPods } from "../traffic/service-pods";
import { outOfReach } from "../traffic/sidecar-reach";
import { unheardPorts } from "../traffic/spoken-ports";
import { unheardRules } from "../traffic/spoken-protocols";
import { unclearDestinations } from "../traffic/unclear-destinations";
import { unenteredHosts } from "../traffic/unentered-hosts";
import { unmatchedPorts } from "../traffic/unmatched-ports";
import { destinationsOf } from "../traffic/virtual-services";
import { selectedIn, selects } from "../workloads";

const group = "networking.istio.io";

export const tgt004: Rule = {
  id: "TGT004",
  state: (set) => [
    ...objectsOf(set, group, "ServiceEntry").flatMap(entry),
    ...rivalHosts(set),
    ...unheardRules(set),
    ...unheardPorts(set),
    ...unmatchedPorts(set),
    ...unclearDestinations(set),
    ...filtersOfOtherVersions(set),
    ...objectsOf(set, group, "DestinationRule").flatMap((one) => destination(set, one)),
    ...unenteredHosts(set),
    ...plainToTls(set),
    ...objectsOf(set, group, "VirtualService").flatMap((one) => strangerHosts(set, one)),
    ...objectsOf(set, group, "VirtualService").flatMap((one) => passedThrough(set, one)),
    ...objectsOf(set, group, "Sidecar").flatMap(sidecarHosts),
    ...outOfReach(set),
    ...objectsOf(set, group, "EnvoyFilter").flatMap(withoutPatches),
    ...objectsOf(set, "", "Service").flatMap((one) => lostPods(set, one)),
  ],
};

function entry(one: CheckedObject): readonly Finding[] {
  const { object } = one;
  const resolution = textAt(object, "spec", "resolution");
  const at = ["spec", "resolution"];
  const bare =
    listAt(object, "spec", "endpoints").length === 0 && valueAt(object, "spec", "workloadSelector") === undefined;
  if (resolution === "STATIC" && bare && listAt(object, "spec", "addresses").length === 0) {
    const message = "resolution STATIC without endpoints and without a workloadSelector: requests get 503";
    return [about("TGT004", one, { at, message, hint: "List spec.endpoints, or write resolution: DNS." })];
  }
  const star = listAt(object, "spec", "hosts").find((host) => wordOf(host).startsWith("*"));
  if (!["DNS", "DNS_ROUND_ROBIN"].includes(resolution ?? "") || star === undefined || !bare) return [];
  const message = `resolution ${resolution} of ${star}: a host with a star has no address of its own, and istiod refuses it`;
  return [
    about("TGT004", one, {
      at,
      message,
      hint: "Write resolution: NONE, or a host without a star with the endpoint to ask.",
    }),
  ];
}

function destination(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const { object } = one;
  const host = textAt(object, "spec", "host") ?? "";
  const [name = "", namespace = object.metadata.namespace, ...rest] = host.split(".");
  if (namespace === undefined || (rest.length > 0 && rest[0] !== "svc") || name.includes("*")) return [];
  const there = inNamespaces(set, "", "Service").get(namespace);
  const service = there?.get(name);
  if (!service) return lostRule(set, one, { name, namespace, host });
  const pods = selectedIn(set, namespace, valueAt(service.object, "spec", "selector"));
  return listAt(object, "spec", "subsets").flatMap((subset, index) => {
    const labels = valueAt(subset, "labels");
    const isIdle =
      pods.length === 0 || !usedSubsets(set).has(`${textAt(subset, "name") ?? ""} of ${name}.${namespace}`);
    if (isIdle || labels === undefined || pods.some((it) => selects(labels, it.labels))) return [];
    return [
      about("TGT004", one, {
        at: ["spec", "subsets", index, "labels"],
        severity: "warning",
        message: `subset ${textAt(subset, "name")} matches none of the pods of Service ${namespace}/${name} that are here: requests for it get 503`,
      }),
    ];
  });
}

/** The subsets that routes send anything to, each with its host: many are written down for later. */
const usedSubsets = oncePer(
  (set: ManifestSet): ReadonlySet<string> =>
    new Set(
      objectsOf(set, group, "VirtualService").flatMap((one) =>
        destinationsOf(one).flatMap(({ host, subset }) =>
          subset === undefined ? [] : [`${subset} of ${full(host, one.object.metadata.namespace)}`],
        ),
      ),
    ),
);

function sidecarHosts(one: CheckedObject): readonly Finding[] {
  return listAt(one.object, "spec", "egress").flatMap((egress, index) =>
    listAt(egress, "hosts").flatMap((host, which) => {
      if (typeof host !== "string" || host.includes("/")) return [];
      const message = `host ${host} names no namespace: istiod refuses the Sidecar`;
      const at = ["spec", "egress", index, "hosts", which];
      return [about("TGT004", one, { at, message, hint: `Write ./${host} for this namespace, or NAMESPACE/${host}.` })];
    }),
  );
}
