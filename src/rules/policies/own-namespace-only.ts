import type { Finding } from "../../findings/finding";
import { listAt, valueAt } from "../../objects/object-paths";
import { labelsOf, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { hbonePort } from "./hbone-rules";
import { letsIn, mayBeMesh, reaches } from "./network-policies";

/**
 * A port that is open to everybody where the port of ztunnel is open to the own namespace alone: what comes from workloads of the mesh elsewhere comes by the
 * latter (NET001). Said of policies for all pods: some may be for those whose callers are outside of the mesh.
 */
export function ownNamespaceOnly(
  set: ManifestSet,
  namespace: string,
  policies: readonly CheckedObject[],
): readonly Finding[] {
  const others = objectsOf(set, "", "Namespace").filter(
    ({ object }) => object.metadata.name !== namespace && labelsOf(object)["istio.io/dataplane-mode"] === "ambient",
  );
  const rules = policies.flatMap((one) =>
    listAt(one.object, "spec", "ingress").map((rule, index) => ({ one, index, rule, from: listAt(rule, "from") })),
  );
  const opening = rules.filter(({ rule, from }) => letsIn(rule, hbonePort) && mayBeMesh(from));
  const [other] = others.map(({ object }) => object.metadata.name);
  if (
    other === undefined ||
    opening.some(({ from }) => others.some(({ object }) => reaches(set, from, object.metadata.name, namespace)))
  )
    return [];
  const meant = rules.find(({ one, rule, from }) => from.length === 0 && !letsIn(rule, hbonePort) && isForAll(one));
  if (!meant) return [];
  const { one, index } = meant;
  const ports = listAt(meant.rule, "ports").map((entry) => String(valueAt(entry, "port")));
  return [
    about("NET001", one, {
      at: ["spec", "ingress", index, "ports"],
      severity: "warning",
      message: `it opens ${ports.join(" and ")} to everybody, and port ${hbonePort} only to namespace ${namespace}: what comes from the mesh elsewhere, as from namespace ${other}, comes by ${hbonePort} and stays out`,
      hint: `Add TCP port ${hbonePort} to this rule.`,
    }),
  ];
}

function isForAll({ object }: CheckedObject): boolean {
  const selector = valueAt(object, "spec", "podSelector");
  return selector === undefined || Object.keys(Object(selector)).length === 0;
}
