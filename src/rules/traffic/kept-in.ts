import type { Finding } from "../../findings/finding";
import { listAt, valueAt, wordOf } from "../../objects/object-paths";
import { inNamespaces } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { selects, workloadsOf } from "../workloads";

const group = "networking.istio.io";
const at = ["spec", "exportTo"];

/** A VirtualService that is shown to some namespaces only, and not to that in which its gateway's pods run: these get none of its routes (TGT003). */
export function keptIn(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const home = one.object.metadata.namespace;
  const shown = listAt(one.object, ...at).map(wordOf);
  if (home === undefined || shown.length === 0 || shown.includes("*") || set.writes?.(one, "exportTo")) return [];
  const sees = (namespace: string) => shown.includes(namespace) || (namespace === home && shown.includes("."));
  return listAt(one.object, "spec", "gateways").flatMap((value) => {
    const [namespace, name] = wordOf(value).split("/");
    const gateway = name === undefined ? undefined : inNamespaces(set, group, "Gateway").get(namespace)?.get(name);
    if (!gateway || namespace === undefined) return [];
    const pods = podsOf(set, gateway);
    const homes = pods.length > 0 ? pods : [namespace];
    if (homes.some(sees)) return [];
    const where = homes.join(" and ");
    return [
      about("TGT003", one, {
        at,
        // Pods that are not here may run in any namespace.
        ...(pods.length === 0 && { severity: "warning" as const }),
        message: `exportTo shows it to ${shown.join(" and ")} alone, and ${pods.length > 0 ? "the pods of its gateway run" : "its gateway stands"} in ${where}: they get none of its routes, and answer 404`,
        hint: `Add ${where} to exportTo.`,
      }),
    ];
  });
}

/** The namespaces of the pods that a Gateway selects, as far as these are here. */
function podsOf(set: ManifestSet, { object }: CheckedObject): readonly string[] {
  const selector = valueAt(object, "spec", "selector");
  if (typeof selector !== "object" || selector === null || Object.keys(selector).length === 0) return [];
  const own = workloadsOf(set).filter(({ labels }) => selects(selector, labels));
  return [...new Set(own.flatMap(({ one }) => one.object.metadata.namespace ?? []))].sort();
}
