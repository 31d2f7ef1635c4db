import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { memberOf } from "../membership";
import { labelsOf, objectsOf, podNamespace, sailObjects } from "../objects";
import { isAbout, letsIn, reaches } from "../policies/network-policies";
import { type Istiod, istiodsOf } from "../revisions";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { matchSelector } from "../selector";
import { gatewayClass } from "../waypoints";

/** What istiod listens on for others than itself. */
const ports = [
  [15012, "proxies, ztunnel and the CNI get no configuration and no certificates"],
  [15017, "the API server cannot reach its webhooks: injection and validation fail"],
] as const;

export const net002: Rule = {
  id: "NET002",
  state: (set) => [
    ...istiodsOf(set).flatMap((istiod) => [...shutIn(set, istiod), ...shutOut(set, istiod)]),
    ...cutOff(set),
  ],
};

/** Policies add up: a port is closed when none of those that select istiod opens it. */
function shutIn(set: ManifestSet, istiod: Istiod): readonly Finding[] {
  const policies = selecting(set, istiod, "Ingress");
  const [first] = policies;
  if (!first) return [];
  const rules = policies.flatMap(({ object }) => listAt(object, "spec", "ingress"));
  const closed = ports.filter(([port]) => !rules.some((rule) => letsIn(rule, port)));
  const own = ports[0][0];
  const whole = closed.map(([port, harm]) =>
    about("NET002", first, {
      at: ["spec"],
      message: `${who(policies)} nothing in on port ${port} of istiod in ${istiod.namespace}: ${harm}`,
      hint: `Add an ingress rule for TCP port ${port}.`,
    }),
  );
  const inside =
    rules.filter((rule) => letsIn(rule, own)).every(isFromWithin) && !closed.some(([port]) => port === own);
  if (!inside) return [...whole, ...(whole.length > 0 ? [] : shutFrom(set, istiod, policies))];
  return [
    ...whole,
    about("NET002", first, {
      at: ["spec", "ingress"],
      message: `${who(policies)} in on port ${own} of istiod only what comes from ${istiod.namespace} itself: ${ports[0][1]} in any other namespace`,
      hint: "Add a namespaceSelector that matches the namespaces of the mesh.",
    }),
  ];
}

/** Policies that let in some namespaces, and not one whose proxies or ztunnel ask istiod. */
function shutFrom(set: ManifestSet, istiod: Istiod, policies: readonly CheckedObject[]): readonly Finding[] {
  const [port, harm] = ports[0];
  const rules = policies
    .flatMap(({ object }) => listAt(object, "spec", "ingress"))
    .filter((rule) => letsIn(rule, port));
  const callers = [...homesOf(set), ...gatewayHomes(set)].filter(([namespace]) => namespace !== istiod.namespace);
  const shut = callers.filter(
    ([namespace]) => !rules.some((rule) => reaches(set, listAt(rule, "from"), namespace, istiod.namespace)),
  );
  const [[namespace] = [""]] = shut;
  const [first] = policies;
  if (namespace === "" || !first) return [];
  const more = new Set(shut.map(([name]) => name)).size - 1;
  return [
    about("NET002", first, {
      at: ["spec", "ingress"],
      message: `${who(policies)} in on port ${port} of istiod nothing from namespace ${namespace}${more > 0 ? ` and ${more} more` : ""}: ${harm}`,
      hint: "Add a namespaceSelector that matches the namespaces of the mesh.",
    }),
  ];
}

/** Without a way out istiod does not even reach the API server. */
function shutOut(set: ManifestSet, istiod: Istiod): readonly Finding[] {
  const policies = selecting(set, istiod, "Egress");
  const [first] = policies;
  if (!first || policies.some(({ object }) => listAt(object, "spec", "egress").length > 0)) return [];
  return [
    about("NET002", first, {
      at: ["spec"],
      message: `${who(policies)} nothing out of istiod in ${istiod.namespace}: it does not reach the API server, and never becomes ready`,
      hint: "Add an egress rule for the API server and DNS.",
    }),
  ];
}

/** Proxies and ztunnel that do not get out to istiod: of namespaces with sidecars, and of that of ztunnel. */
function cutOff(set: ManifestSet): readonly Finding[] {
  const istiods = new Set(istiodsOf(set).map(({ namespace }) => namespace));
  return [...homesOf(set)].flatMap(([namespace, who]) => {
    const policies = objectsOf(set, "networking.k8s.io", "NetworkPolicy").filter(
      (one) => one.object.metadata.namespace === namespace && isAbout(one, "Egress"),
    );
    const whole = policies.find(
      ({ object }) => Object.keys(Object(valueAt(object, "spec", "podSelector"))).length === 0,
    );
    const isOpen = policies.some(({ object }) =>
      listAt(object, "spec", "egress").some(
        (rule) =>
          letsIn(rule, 15012) &&
          (istiods.size === 0 || [...istiods].some((to) => reaches(set, listAt(rule, "to"), to, namespace))),
      ),
    );
    if (!whole || isOpen || istiods.has(namespace)) return [];
    return [
      about("NET002", whole, {
        at: ["spec"],
        message: `the NetworkPolicies of ${namespace} let nothing out on port 15012: ${who} there get${who === "ztunnel" ? "s" : ""} no configuration and no certificates from istiod`,
        hint: "Add an egress rule for TCP port 15012.",
      }),
    ];
  });
}

/** Who asks istiod from which namespace: sidecars, and ztunnel. */
function homesOf(set: ManifestSet): ReadonlyMap<string, string> {
  return new Map([
    ...objectsOf(set, "", "Namespace").flatMap(({ object }): [string, string][] =>
      memberOf(labelsOf(object)) === "sidecars" ? [[object.metadata.name, "sidecars"]] : [],
    ),
    ...sailObjects(set, ["ZTunnel"]).map((one): [string, string] => [podNamespace(one), "ztunnel"]),
  ]);
}

/** Waypoints and other gateways that istiod deploys ask it, too. */
function gatewayHomes(set: ManifestSet): readonly [string, string][] {
  return objectsOf(set, "gateway.networking.k8s.io", "Gateway").flatMap((one): [string, string][] => {
    const { namespace } = one.object.metadata;
    return namespace !== undefined && /^istio(-waypoint)?$/.test(gatewayClass(one)) ? [[namespace, "gateways"]] : [];
  });
}

function selecting(set: ManifestSet, istiod: Istiod, direction: "Ingress" | "Egress"): readonly CheckedObject[] {
  const labels = { labels: { app: "istiod", istio: "pilot", "istio.io/rev": istiod.revision }, complete: true };
  return objectsOf(set, "networking.k8s.io", "NetworkPolicy").filter(
    (one) =>
      one.object.metadata.namespace === istiod.namespace &&
      isAbout(one, direction) &&
      matchSelector(valueAt(one.object, "spec", "podSelector") ?? {}, labels) === "yes",
  );
}

/** Peers of pods alone are pods of the same namespace. */
function isFromWithin(rule: unknown): boolean {
  const peers = listAt(rule, "from");
  return (
    peers.length > 0 &&
    peers.every(
      (peer) => valueAt(peer, "namespaceSelector") === undefined && textAt(peer, "ipBlock", "cidr") === undefined,
    )
  );
}

function who(policies: readonly CheckedObject[]): string {
  const [first] = policies;
  return policies.length === 1 && first
    ? `${objectId(first.object)} lets`
    : `the ${policies.length} NetworkPolicies that select it let`;
}
