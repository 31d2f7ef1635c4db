import { isAmbientIstio } from "../ambient";
import { pairs } from "../changed";
import { sailObjects } from "../objects";
import { isRevisionBased } from "../revisions";
import { about, type Rule } from "../rule";

export const rev004: Rule = {
  id: "REV004",
  state: (set) => {
    const { name, title } = set.distribution;
    // The community's own pages contradict each other.
    if (name === "sail") return [];
    return sailObjects(set, ["Istio"])
      .filter((one) => isRevisionBased(one) && isAmbientIstio(one))
      .map((one) =>
        about("REV004", one, {
          at: ["spec", "updateStrategy", "type"],
          severity: "warning",
          message: `RevisionBased in an ambient mesh: ${title} supports InPlace alone there`,
          hint: "Install ambient meshes InPlace. On one that runs the change gives its revision another name, which ztunnel and namespaces may ask for.",
        }),
      );
  },
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
