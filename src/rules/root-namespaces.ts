import { textAt } from "../objects/object-paths";
import { podNamespace, sailObjects } from "./objects";
import type { CheckedObject, ManifestSet } from "./rule";

/** Where policies for a whole mesh stand: of each control plane its own namespace, unless it says another one. */
export function rootNamespaces(set: ManifestSet): readonly string[] {
  return sailObjects(set, ["Istio"]).map(rootNamespace);
}

/** The same of one control plane. */
export function rootNamespace(one: CheckedObject): string {
  return textAt(one.object, "spec", "values", "meshConfig", "rootNamespace") ?? podNamespace(one);
}
