import { apiGroup, type KubernetesObject } from "../../objects/kubernetes-object";
import { onlyEngine } from "../objects";
import type { CheckedObject, ManifestSet } from "../rule";
import { engineOfTree } from "./engines";
import { isProtectedSomehow } from "./protection";
import { readersOf } from "./readers";

/**
 * The one engine that applies an object: whoever is known to read it counts for more than what its annotations say, which another engine does not read.
 * Undefined where either may.
 */
export function applyingEngine(set: ManifestSet, one: CheckedObject): "argocd" | "flux" | undefined {
  const groups = readersOf(set, one).map(({ by }) => apiGroup(by.object));
  const [first] = groups;
  if (first !== undefined && groups.every((group) => group === first))
    return first === "argoproj.io" ? "argocd" : "flux";
  return onlyEngine(one.object) ?? engineOfTree(set);
}

/** What is to be said where annotations keep an object for an engine that does not apply it. */
export function speaksPast(object: KubernetesObject, engine: "argocd" | "flux" | undefined): string {
  const other = onlyEngine(object);
  if (!engine || !other || other === engine || !isProtectedSomehow(object, other)) return "";
  const [reads, said] = engine === "flux" ? ["Flux", "Argo CD"] : ["Argo CD", "Flux"];
  return `: it is applied by ${reads}, which does not read what is said to ${said}`;
}
