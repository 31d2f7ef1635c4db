import { identity } from "../../objects/kubernetes-object";
import { listAt, textAt } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import type { CheckedObject, ManifestSet } from "../rule";

/** Whether one Kustomization of Flux depends on another, be it by those in between. */
export function awaits(set: ManifestSet, one: CheckedObject, other: CheckedObject): boolean {
  const all = objectsOf(set, "kustomize.toolkit.fluxcd.io", "Kustomization");
  const seen = new Set<CheckedObject>();
  const next = [one];
  for (let at = next.pop(); at; at = next.pop()) {
    const { object } = at;
    const named = listAt(object, "spec", "dependsOn").map(
      (it) => `${textAt(it, "namespace") ?? object.metadata.namespace}/${textAt(it, "name")}`,
    );
    for (const it of all) {
      if (seen.has(it) || !named.includes(`${it.object.metadata.namespace}/${it.object.metadata.name}`)) continue;
      if (identity(it.object) === identity(other.object)) return true;
      seen.add(it);
      next.push(it);
    }
  }
  return false;
}
