import { objectId } from "../../mesh/mesh";
import { movedTags } from "../charts/moved-tags";
import { twinIstiods } from "../charts/twins";
import { labelsOf, objectsOf } from "../objects";
import { istiodsOf } from "../revisions";
import { about, type Rule } from "../rule";

const managedBy = "app.kubernetes.io/managed-by";

export const cp003: Rule = {
  id: "CP003",
  state: (set) => {
    const istiods = istiodsOf(set);
    const byHand = objectsOf(set, "apps", "Deployment").flatMap((one) => {
      const { metadata } = one.object;
      const labels = labelsOf(one.object);
      if (labels["app"] !== "istiod" || one.assumed || "ownerReferences" in metadata) return [];
      // The operator writes its name over the one that the chart sets.
      if (labels[managedBy] === "sail-operator") return [];
      const revision = labels["istio.io/rev"] ?? "default";
      const twin = istiods.find((istiod) => istiod.revision === revision);
      if (!twin) return [];
      const where = twin.namespace === metadata.namespace ? "the operator cannot take it over" : "two answer to it";
      return [
        about("CP003", one, {
          at: ["metadata", "name"],
          message: `${objectId(one.object)} is an istiod of revision ${revision} that nobody's operator installs, beside the one of the Sail Operator in ${twin.namespace}: ${where}`,
          hint: "Give the Istio object another name, move the workloads to its revision, then take this one away.",
        }),
      ];
    });
    return [...byHand, ...twinIstiods(set)];
  },
  step: movedTags,
};
