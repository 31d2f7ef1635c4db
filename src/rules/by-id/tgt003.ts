import { grouped } from "../../basics/grouped";
import { oncePer } from "../../basics/once-per";
import type { Finding } from "../../findings/finding";
import { listAt, textAt, wordOf } from "../../objects/object-paths";
import { inNamespaces, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { hostsOverlap } from "../traffic/host-names";
import { idleSelectors, lostGatewayPods } from "../traffic/idle-selectors";
import { keptIn, keptSubsets } from "../traffic/kept-in";
import { leftGateways, lostGateways } from "../traffic/lost-gateways";
import { isIstiods, lostService } from "../traffic/lost-services";
import { letsNobodyElseOut } from "../traffic/registry-only";
import { type Destination, destinationsOf } from "../traffic/virtual-services";

const group = "networking.istio.io";

export const tgt003: Rule = {
  id: "TGT003",
  state: (set) => {
    const services = objectsOf(set, group, "VirtualService");
    return [
      ...services.flatMap((one) => [...lostGateways(set, one), ...keptIn(set, one)]),
      ...services.flatMap((one) => lostDestinations(set, one)),
      ...keptSubsets(set),
      ...idleSelectors(set),
    ];
  },
  step: (step) => (step.kind === undefined ? [...lostGatewayPods(step), ...leftGateways(step)] : []),
};

function lostDestinations(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const home = one.object.metadata.namespace;
  return destinationsOf(one).flatMap(({ at, host, subset }) => {
    const [name = "", namespace = home, ...rest] = host.split(".");
    // Short names and names of the cluster; others are outside of it.
    if (name !== "*" && rest.length > 0 && rest[0] !== "svc") return outside(set, one, { at, host });
    if (namespace === undefined || name === "*") return [];
    const lost = lostService(set, { name, namespace, host });
    if (lost) {
      const { why, meant } = lost;
      return [
        about("TGT003", one, {
          at: [...at, "host"],
          ...(meant === undefined && { severity: "warning" as const }),
          message: `${why}: requests get 503`,
          ...(meant !== undefined && { hint: `Did you mean ${meant}?` }),
        }),
      ];
    }
    if (isIstiods(name)) return [];
    return subset === undefined ? [] : lostSubset(set, one, [...at, "subset"], { name, namespace, subset });
  });
}

/** A host outside of the cluster: Istio sends to what a ServiceEntry enters. Judged where some of these are here, or have to be. */
function outside(
  set: ManifestSet,
  one: CheckedObject,
  { at, host }: Pick<Destination, "at" | "host">,
): readonly Finding[] {
  const entered = objectsOf(set, group, "ServiceEntry").flatMap(({ object }) =>
    listAt(object, "spec", "hosts").map(wordOf),
  );
  if (entered.some((it) => hostsOverlap(it, host))) return [];
  // Where all may be asked, whoever enters hosts may do it elsewhere.
  if (entered.length === 0 && !letsNobodyElseOut(set)) return [];
  return [
    about("TGT003", one, {
      at: [...at, "host"],
      severity: "warning",
      message: `no ServiceEntry among these manifests has ${host}, and it is no Service: requests get 503`,
      hint: "Add a ServiceEntry for it.",
    }),
  ];
}

function lostSubset(
  set: ManifestSet,
  one: CheckedObject,
  at: Destination["at"],
  { name, namespace, subset }: { readonly name: string; readonly namespace: string; readonly subset: string },
): readonly Finding[] {
  const rules = rulesByHost(set).get(`${namespace}/${name}`) ?? [];
  const subsets = rules.flatMap(({ object }) =>
    listAt(object, "spec", "subsets").flatMap((it) => textAt(it, "name") ?? []),
  );
  if (subsets.includes(subset)) return [];
  // The rule may be in another folder, unless the Service that it is for is in this one.
  if (rules.length === 0 && !inNamespaces(set, "", "Service").get(namespace)?.has(name)) return [];
  const other = rules.length === 0 ? meantElsewhere(set, { name, namespace, subset }) : undefined;
  return [
    about("TGT003", one, {
      at,
      ...(rules.length === 0 && !other && { severity: "warning" as const }),
      message: `no DestinationRule for ${name} has the subset ${subset}: requests get 503`,
      hint: other
        ? `DestinationRule ${other}/${name} has it, and its host ${name} is Service ${other}/${name}: write host ${name}.${namespace}.svc.cluster.local there.`
        : subsets.length > 0
          ? `There are: ${subsets.join(", ")}.`
          : rules.length > 0
            ? "It has no subsets."
            : "Add the DestinationRule that names it.",
    }),
  ];
}

/** The namespace of a rule of the same short host, which means another Service there: none that is here. */
function meantElsewhere(
  set: ManifestSet,
  { name, namespace, subset }: { readonly name: string; readonly namespace: string; readonly subset: string },
): string | undefined {
  const found = objectsOf(set, group, "DestinationRule").find(
    ({ object }) =>
      textAt(object, "spec", "host") === name &&
      object.metadata.namespace !== namespace &&
      !inNamespaces(set, "", "Service").get(object.metadata.namespace)?.has(name) &&
      listAt(object, "spec", "subsets").some((it) => textAt(it, "name") === subset),
  );
  return found?.object.metadata.namespace;
}

/** DestinationRules by `namespace/name` of the Service that they are for; every destination asks. */
const rulesByHost = oncePer((set: ManifestSet) =>
  grouped(objectsOf(set, group, "DestinationRule"), ({ object }) => {
    const [name = "", namespace = object.metadata.namespace] = (textAt(object, "spec", "host") ?? "").split(".");
    return `${namespace}/${name}`;
  }),
);
