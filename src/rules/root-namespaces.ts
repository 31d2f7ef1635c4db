import { textAt } from "../objects/object-paths";
import { podNamespace, sailObjects } from "./objects";
import type { ManifestSet } from "./rule";

/** Where policies for a whole mesh stand: of each control plane its own namespace, unless it says another one. */
export function rootNamespaces(set: ManifestSet): readonly string[] {
  return sailObjects(set, ["Istio"]).map(
    (one) => textAt(one.object, "spec", "values", "meshConfig", "rootNamespace") ?? podNamespace(one),
  );
}
