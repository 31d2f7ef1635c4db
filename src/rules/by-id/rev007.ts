import { defaultTagRefuses } from "../../catalog/default-tag";
import { textAt } from "../../objects/object-paths";
import { sailObjects } from "../objects";
import { istiodsOf } from "../revisions";
import { about, type Rule } from "../rule";

export const rev007: Rule = {
  id: "REV007",
  state: (set) => {
    const { release, distribution } = set;
    if (!release || !defaultTagRefuses(distribution.name, release.version)) return [];
    // Only the istiod of the revision called default has the Service that the webhook asks for.
    const others = istiodsOf(set).filter(({ revision }) => revision !== "default");
    if (others.length === 0) return [];
    return sailObjects(set, ["IstioRevisionTag"])
      .filter(
        ({ object }) => object.metadata.name === "default" && textAt(object, "spec", "targetRef", "name") !== undefined,
      )
      .map((one) =>
        about("REV007", one, {
          at: ["metadata", "name"],
          message: `under operator release ${release.version} a tag called default has a webhook that asks Service istiod, which ${others[0]?.revision} does not have: every write of an Istio object is refused`,
        }),
      );
  },
};
