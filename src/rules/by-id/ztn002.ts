import { istiodName } from "../../catalog/revisions";
import type { Finding } from "../../findings/finding";
import { textAt, valueAt } from "../../objects/object-paths";
import { lostChartZtunnels } from "../charts/ztunnel-address";
import { addressKeys, istiodService } from "../istiod-addresses";
import { sailObjects } from "../objects";
import { type Istiod, isOtherRevision, istiodsOf } from "../revisions";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";

const values = ["spec", "values", "ztunnel"];

export const ztn002: Rule = {
  id: "ZTN002",
  state: (set) => {
    const istiods = istiodsOf(set);
    const [first] = istiods;
    const ofSail = first ? sailObjects(set, ["ZTunnel"]).flatMap((ztunnel) => lost(set, ztunnel, istiods, first)) : [];
    return [...ofSail, ...lostChartZtunnels(set)];
  },
};

function lost(set: ManifestSet, ztunnel: CheckedObject, istiods: readonly Istiod[], first: Istiod): readonly Finding[] {
  const { object } = ztunnel;
  const lostOnes = lostAddresses(set, ztunnel, istiods);
  if (textAt(object, ...values, "xdsAddress") || lostOnes.length > 0) return lostOnes;
  const written = {
    revision: textAt(object, ...values, "revision"),
    namespace:
      textAt(object, ...values, "istioNamespace") ?? textAt(object, "spec", "values", "global", "istioNamespace"),
  };
  // Another object says where istiod is, as far as no value does: those win over it.
  const isReferred = valueAt(object, "spec", "targetRef") !== undefined;
  if (isReferred && written.revision === undefined && written.namespace === undefined) return [];
  const { revision = "", namespace = "istio-system" } = written;
  // The chart spells out whatever stands there, the name default included.
  const name = `istiod${revision && `-${revision}`}`;
  const isThere = istiods.some(
    (one) =>
      ((isReferred && written.revision === undefined) || istiodName(one.revision) === name) &&
      ((isReferred && written.namespace === undefined) || one.namespace === namespace),
  );
  if (isThere) return [];
  if (isOtherRevision(set, revision) && istiods.some((one) => one.namespace === namespace)) return [];
  const address = isReferred && written.namespace === undefined ? name : `${name}.${namespace}`;
  return [
    about("ZTN002", ztunnel, {
      at: values,
      message: `it connects to ${address}, and the control plane here is ${istiods.map(addressOf).join(", ")}`,
      ...(isReferred
        ? { hint: "Values win over spec.targetRef: take them away." }
        : {
            fix: istiods.length === 1 ? connected(first) : [],
            hint: `Set ${values.join(".")}.revision: ${first.revision === "default" ? '""' : first.revision} and istioNamespace: ${first.namespace}.`,
          }),
    }),
  ];
}

/** Addresses of the user's own; they win over what any other object says. */
function lostAddresses(set: ManifestSet, ztunnel: CheckedObject, istiods: readonly Istiod[]): readonly Finding[] {
  return addressKeys.flatMap((key) => {
    const at = [...values, key];
    const service = istiodService(textAt(ztunnel.object, ...at) ?? "");
    if (service === undefined || istiods.some((one) => addressOf(one) === service)) return [];
    const [name = "", namespace] = service.split(".");
    const revision = name.replace(/^istiod-?/, "");
    if (isOtherRevision(set, revision) && istiods.some((one) => one.namespace === namespace)) return [];
    const there = istiods.map(addressOf).join(", ");
    return [
      about("ZTN002", ztunnel, { at, message: `it connects to ${service}, and the control plane here is ${there}` }),
    ];
  });
}

/** The chart takes what is left out for istiod.istio-system. */
function connected({ revision, namespace }: Istiod) {
  return [
    { at: [...values, "revision"], value: revision === "default" ? undefined : revision },
    { at: [...values, "istioNamespace"], value: namespace },
  ];
}

function addressOf({ revision, namespace }: Istiod): string {
  return `${istiodName(revision)}.${namespace}`;
}
