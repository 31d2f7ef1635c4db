import { isAlias } from "../../catalog/version";
import type { Finding } from "../../findings/finding";
import { compatibilityPath, keptPath, profilesIn } from "../../ledger/kept";
import { textAt, valueAt } from "../../objects/object-paths";
import { isUnknownProfile, unrenderedCharts } from "../charts/unrendered";
import { sailObjects, versionedKinds, versionOf } from "../objects";
import { about, type ManifestSet, type Rule } from "../rule";

const at = ["spec", "values", ...keptPath(compatibilityPath).keys];

export const ver012: Rule = {
  id: "VER012",
  state: (set) => [...ofSail(set), ...otherProfiles(set), ...unrenderedCharts(set)],
};

/** The charts that the operator renders have no files for the profiles of istioctl either: those go under `spec.profile`. */
function otherProfiles(set: ManifestSet): readonly Finding[] {
  return sailObjects(set, versionedKinds).flatMap((one) =>
    [["profile"], ["global", "profile"]].flatMap((path) => {
      const where = ["spec", "values", ...path];
      const profile = textAt(one.object, ...where) ?? "";
      // Those of OpenShift may be in the charts of its operator.
      if (!isUnknownProfile(profile) || profile.startsWith("openshift")) return [];
      const message = `${where.join(".")} is ${profile}, for which the charts have no file: they do not render`;
      return [about("VER012", one, { at: where, message, hint: "The operator's profiles go into spec.profile." })];
    }),
  );
}

function ofSail(set: ManifestSet): readonly Finding[] {
  return sailObjects(set, ["Istio", "IstioRevision"]).flatMap((one) => {
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
  });
}
