import type { Finding } from "../../findings/finding";
import { listAt, textAt } from "../../objects/object-paths";
import { pairs } from "../changed";
import { chartIdentities } from "../charts/identities";
import { identities } from "../mesh-identities";
import { podNamespace, sailObjects } from "../objects";
import { about, type Rule, type Step } from "../rule";

export const cp002: Rule = {
  id: "CP002",
  step: (step) => [...ofSail(step), ...chartIdentities(step)],
};

function ofSail(step: Step): readonly Finding[] {
  return pairs(step, (set) => sailObjects(set, ["Istio"])).flatMap(({ before, after }) =>
    identities.flatMap(({ path, standard, result }) => {
      const at = ["spec", "values", ...path];
      const [from, to] = [before, after].map((one) => textAt(one.object, ...at) || (standard ?? podNamespace(one)));
      const aliases = listAt(after.object, "spec", "values", "meshConfig", "trustDomainAliases");
      const isKept = path[1] === "trustDomain" && aliases.includes(from);
      if (from === to || isKept) return [];
      return [
        about("CP002", after, {
          at,
          message: `${at.join(".")} goes from ${from || "nothing"} to ${to || "nothing"} on a live mesh: ${result}`,
        }),
      ];
    }),
  );
}
