import { textAt } from "../../source/object-paths";
import { pairs } from "../changed";
import { sailObjects } from "../objects";
import { revisionOf } from "../revisions";
import { about, type ManifestSet, type Rule } from "../rule";

/** Seconds in which somebody can look at a new control plane and go back. */
const enough = 3600;

export const rev005: Rule = {
  id: "REV005",
  step: (step) =>
    pairs(step, (set) => sailObjects(set, ["Istio"])).flatMap(({ before, after }) => {
      const old = revisionOf(before);
      const { type, grace } = strategyOf(after.object);
      if (old === revisionOf(after) || type !== "RevisionBased" || grace >= enough || isHeld(step.after, old))
        return [];
      return [
        about("REV005", after, {
          at: ["spec", "updateStrategy"],
          message: `${old} is deleted ${grace} seconds after its last use: whoever restarted last has no way back`,
        }),
      ];
    }),
};

function strategyOf(istio: object) {
  const at = (key: string) => textAt(istio, "spec", "updateStrategy", key);
  // The operator's default.
  return { type: at("type"), grace: Number(at("inactiveRevisionDeletionGracePeriodSeconds") ?? 30) };
}

function isHeld(set: ManifestSet, revision: string): boolean {
  return sailObjects(set, ["IstioRevisionTag"]).some(
    ({ object }) =>
      textAt(object, "spec", "targetRef", "kind") === "IstioRevision" &&
      textAt(object, "spec", "targetRef", "name") === revision,
  );
}
