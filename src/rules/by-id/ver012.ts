import { isAlias } from "../../catalog/version";
import { compatibilityPath, keptPath, profilesIn } from "../../ledger/kept";
import { valueAt } from "../../objects/object-paths";
import { sailObjects, versionOf } from "../objects";
import { about, type Rule } from "../rule";

const at = ["spec", "values", ...keptPath(compatibilityPath).keys];

export const ver012: Rule = {
  id: "VER012",
  state: (set) =>
    sailObjects(set, ["Istio", "IstioRevision"]).flatMap((one) => {
      const profile = valueAt(one.object, ...at);
      const version = versionOf(one);
      if (typeof profile !== "string" || profile === "" || !version || !/^v?\d+\.\d+/.test(version)) return [];
      const profiles = profilesIn(version);
      if (!profiles || profiles.includes(profile)) return [];
      const charts = isAlias(version) ? version : `Istio ${version}`;
      return [
        about("VER012", one, {
          at,
          message: `the charts of ${charts} carry no profile for compatibilityVersion ${profile}: they do not render`,
          hint: `They carry ${profiles.join(", ")}.`,
        }),
      ];
    }),
};
