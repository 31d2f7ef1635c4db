import type { Finding } from "../../findings/finding";
import { listAt } from "../../objects/object-paths";
import { identities } from "../mesh-identities";
import { about, type Step } from "../rule";
import { plainValue } from "./plain-values";
import { installedIn } from "./release-name";
import { chartPairs } from "./steps";
import { chartRevision } from "./twins";
import { valueIn } from "./values";

/** What makes a mesh the one that it is, where the values of its chart of istiod change it on a live mesh (CP002). */
export function chartIdentities(step: Step): readonly Finding[] {
  return chartPairs(step, "istiod").flatMap(({ before, after }) => {
    if (chartRevision(before) !== chartRevision(after)) return [];
    return identities.flatMap(({ path, standard, result }) => {
      const [from, to] = [before, after].map((one) => {
        const text = plainValue(one.values, path);
        return text === "" ? (standard ?? installedIn(one)) : text;
      });
      const aliases = valueIn(after.values ?? [], ["meshConfig", "trustDomainAliases"]).value;
      const isKept = path[1] === "trustDomain" && listAt({ aliases }, "aliases").includes(from);
      if (from === undefined || to === undefined || from === to || isKept) return [];
      const { place } = valueIn(after.values ?? [], path);
      return [
        about("CP002", after.one, {
          at: after.valuesAt ?? after.at.slice(0, -1),
          ...(place && { place }),
          message: `${path.join(".")} of chart istiod goes from ${from || "nothing"} to ${to || "nothing"} on a live mesh: ${result}`,
        }),
      ];
    });
  });
}
