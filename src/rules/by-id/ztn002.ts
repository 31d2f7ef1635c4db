import { istiodName } from "../../catalog/revisions";
import type { Finding } from "../../findings/finding";
import { textAt, valueAt } from "../../objects/object-paths";
import { sailObjects } from "../objects";
import { type Istiod, isOtherRevision, istiodsOf } from "../revisions";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";

const values = ["spec", "values", "ztunnel"];

export const ztn002: Rule = {
  id: "ZTN002",
  state: (set) => {
    const istiods = istiodsOf(set);
    const [first] = istiods;
    return first ? sailObjects(set, ["ZTunnel"]).flatMap((ztunnel) => lost(set, ztunnel, istiods, first)) : [];
  },
};

function lost(set: ManifestSet, ztunnel: CheckedObject, istiods: readonly Istiod[], first: Istiod): readonly Finding[] {
  const { object } = ztunnel;
  // Another object, or an address of the user's own, says where istiod is.
  if (valueAt(object, "spec", "targetRef") !== undefined) return [];
  const lostOnes = lostAddresses(ztunnel, istiods);
  if (textAt(object, ...values, "xdsAddress") || lostOnes.length > 0) return lostOnes;
  const revision = textAt(object, ...values, "revision") ?? "";
  const namespace = textAt(object, ...values, "istioNamespace") ?? "istio-system";
  // The chart spells out whatever stands there, the name default included.
  const address = `istiod${revision && `-${revision}`}.${namespace}`;
  if (istiods.some((one) => addressOf(one) === address)) return [];
  if (isOtherRevision(set, revision) && istiods.some((one) => one.namespace === namespace)) return [];
  return [
    about("ZTN002", ztunnel, {
      at: values,
      message: `it connects to ${address}, and the control plane here is ${istiods.map(addressOf).join(", ")}`,
      fix: istiods.length === 1 ? connected(first) : [],
      hint: `Set ${values.join(".")}.revision: ${first.revision === "default" ? '""' : first.revision} and istioNamespace: ${first.namespace}.`,
    }),
  ];
}

/** Addresses of the user's own that are Services named as istiod's are; any other one may be a gateway or a proxy. */
function lostAddresses(ztunnel: CheckedObject, istiods: readonly Istiod[]): readonly Finding[] {
  return ["xdsAddress", "caAddress"].flatMap((key) => {
    const at = [...values, key];
    const written = textAt(ztunnel.object, ...at) ?? "";
    const service = /^(?:https?:\/\/)?(istiod(?:-[\w-]+)?\.[\w-]+)\.svc\b/.exec(written)?.[1];
    if (service === undefined || istiods.some((one) => addressOf(one) === service)) return [];
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
