import { syncOptions } from "../../constructs/protection";
import { annotationsOf, objectsOf, onlyEngine, sailKinds, sailObjects, textAt } from "../objects";
import { about, type ManifestSet, type Rule } from "../rule";

export const del005: Rule = {
  id: "DEL005",
  state: (set) => {
    const brought = kindsBrought(set);
    return sailObjects(set, sailKinds)
      .filter(({ object }) => !brought.has(object.kind))
      .filter(({ object }) => syncOptions(annotationsOf(object)).get("SkipDryRunOnMissingResource") !== "true")
      .map((one) =>
        about("DEL005", one, {
          at: ["metadata", "annotations"],
          // Flux applies what it can and comes back for the rest.
          ...(onlyEngine(one.object) === "flux" && { severity: "warning" as const }),
          message: `${one.object.kind} without SkipDryRunOnMissingResource=true, and its CRD is not among these manifests`,
        }),
      );
  },
};

/** Argo CD skips the dry run by itself for kinds whose CRD is part of the same sync. */
function kindsBrought(set: ManifestSet): ReadonlySet<string> {
  const crds = objectsOf(set, "apiextensions.k8s.io", "CustomResourceDefinition");
  const ours = crds.filter(({ object }) => textAt(object, "spec", "group") === "sailoperator.io");
  return new Set(ours.flatMap(({ object }) => textAt(object, "spec", "names", "kind") ?? []));
}
