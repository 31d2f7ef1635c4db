import { pairs } from "../changed";
import { sailObjects } from "../objects";
import { isRevisionBased } from "../revisions";
import { about, type Rule } from "../rule";

export const rev004: Rule = {
  id: "REV004",
  step: (step) =>
    pairs(step, (set) => sailObjects(set, ["Istio"])).flatMap(({ before, after }) => {
      const [from, to] = [before, after].map((one) => (isRevisionBased(one) ? "RevisionBased" : "InPlace"));
      if (from === to) return [];
      return [
        about("REV004", after, {
          at: ["spec", "updateStrategy", "type"],
          message: `spec.updateStrategy.type goes from ${from} to ${to} on a live mesh: revisions get other names, and what asks for the old ones is served by nobody`,
        }),
      ];
    }),
};
