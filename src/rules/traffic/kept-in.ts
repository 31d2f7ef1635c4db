import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { inNamespaces, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { selects, workloadsOf } from "../workloads";
import { full } from "./rival-hosts";
import { destinationsOf } from "./virtual-services";

const group = "networking.istio.io";
const at = ["spec", "exportTo"];

/** A VirtualService that is shown to some namespaces only, and not to that in which its gateway's pods run: these get none of its routes (TGT003). */
export function keptIn(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const sees = shownTo(set, one);
  if (!sees) return [];
  return gatewaysOf(set, one).flatMap(({ homes, isSeen }) => {
    if (homes.some(sees)) return [];
    const where = homes.join(" and ");
    return [
      about("TGT003", one, {
        at,
        // Pods that are not here may run in any namespace.
        ...(!isSeen && { severity: "warning" as const }),
        message: `exportTo shows it to ${shownBy(one).join(" and ")} alone, and ${isSeen ? "the pods of its gateway run" : "its gateway stands"} in ${where}: they get none of its routes, and answer 404`,
        hint: `Add ${where} to exportTo.`,
      }),
    ];
  });
}

/** DestinationRules that are not shown to the namespace of a gateway, which is told to send to one of their subsets (TGT003). */
export function keptSubsets(set: ManifestSet): readonly Finding[] {
  const rules = objectsOf(set, group, "DestinationRule");
  const hostOf = ({ object }: CheckedObject) => full(textAt(object, "spec", "host") ?? "", object.metadata.namespace);
  const routes = () => objectsOf(set, group, "VirtualService");
  return rules.flatMap((rule) => {
    const sees = shownTo(set, rule);
    const names = subsetsOf(rule);
    if (!sees || names.length === 0) return [];
    const others = rules.filter((it) => it !== rule && hostOf(it) === hostOf(rule));
    const isElsewhere = (subset: string, home: string) =>
      others.some((it) => subsetsOf(it).includes(subset) && shownTo(set, it)?.(home) !== false);
    for (const one of routes()) {
      const used = destinationsOf(one).flatMap(({ host, subset }) =>
        subset !== undefined && names.includes(subset) && full(host, one.object.metadata.namespace) === hostOf(rule)
          ? [subset]
          : [],
      );
      const [subset] = used;
      if (subset === undefined || set.apart?.(one, rule)) continue;
      for (const { homes, isSeen } of gatewaysOf(set, one)) {
        const home = homes.find((it) => !sees(it) && !isElsewhere(subset, it));
        if (home === undefined || homes.some(sees)) continue;
        return [
          about("TGT003", rule, {
            at,
            ...(!isSeen && { severity: "warning" as const }),
            message: `exportTo shows it to ${shownBy(rule).join(" and ")} alone, and ${objectId(one.object)} has a gateway in ${home} send to its subset ${subset}, which is not known there: requests get 503`,
            hint: `Add ${home} to exportTo.`,
          }),
        ];
      }
    }
    return [];
  });
}

function subsetsOf({ object }: CheckedObject): readonly string[] {
  return listAt(object, "spec", "subsets").flatMap((it) => textAt(it, "name") ?? []);
}

function shownBy({ object }: CheckedObject): readonly string[] {
  return listAt(object, ...at).map(wordOf);
}

/** Whether a namespace sees an object; undefined where all do, or that is not known. */
function shownTo(set: ManifestSet, one: CheckedObject): ((namespace: string) => boolean) | undefined {
  const home = one.object.metadata.namespace;
  const shown = shownBy(one);
  if (home === undefined || shown.length === 0 || shown.includes("*") || set.writes?.(one, "exportTo"))
    return undefined;
  return (namespace) => shown.includes(namespace) || (namespace === home && shown.includes("."));
}

interface Homes {
  readonly homes: readonly string[];
  /** Whether its pods are here; where they are not, their namespace is taken for that of the Gateway. */
  readonly isSeen: boolean;
}

/** The Gateways of other namespaces that a VirtualService names, by where their pods run. */
function gatewaysOf(set: ManifestSet, one: CheckedObject): readonly Homes[] {
  return listAt(one.object, "spec", "gateways").flatMap((value) => {
    const [namespace, name] = wordOf(value).split("/");
    const gateway = name === undefined ? undefined : inNamespaces(set, group, "Gateway").get(namespace)?.get(name);
    if (!gateway || namespace === undefined) return [];
    const pods = podsOf(set, gateway);
    return [{ homes: pods.length > 0 ? pods : [namespace], isSeen: pods.length > 0 }];
  });
}

/** The namespaces of the pods that a Gateway selects, as far as these are here. */
function podsOf(set: ManifestSet, { object }: CheckedObject): readonly string[] {
  const selector = valueAt(object, "spec", "selector");
  if (typeof selector !== "object" || selector === null || Object.keys(selector).length === 0) return [];
  const own = workloadsOf(set).filter(({ labels }) => selects(selector, labels));
  return [...new Set(own.flatMap(({ one }) => one.object.metadata.namespace ?? []))].sort();
}
