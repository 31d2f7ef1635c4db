import { textAt } from "../../source/object-paths";
import { pairs } from "../changed";
import { sailObjects } from "../objects";
import { about, type Rule } from "../rule";
import { isInPlace } from "../versions";

export const rev004: Rule = {
  id: "REV004",
  step: (step) =>
    pairs(step, (set) => sailObjects(set, ["Istio"])).flatMap(({ before, after }) => {
      const [from, to] = [before, after].map(({ object }) =>
        isInPlace(textAt(object, "spec", "updateStrategy", "type")) ? "InPlace" : "RevisionBased",
      );
      if (from === to) return [];
      return [
        about("REV004", after, {
          at: ["spec", "updateStrategy", "type"],
          message: `spec.updateStrategy.type goes from ${from} to ${to} on a live mesh: revisions get other names, and what asks for the old ones is served by nobody`,
        }),
      ];
    }),
};
