import type { DistributionName } from "../../catalog/types";
import { compareVersions } from "../../catalog/version";
import { textAt } from "../../source/object-paths";
import { sailObjects } from "../objects";
import { istiodsOf } from "../revisions";
import { about, type ManifestSet, type Rule } from "../rule";

/** Operator releases whose tag called default brings a webhook that asks a Service which is not there: from, to. */
const faulty: Readonly<Partial<Record<DistributionName, readonly (readonly [string, string])[]>>> = {
  sail: [["1.27.0", "1.30.3"]],
  openshift: [
    ["3.3.4", "3.3.5"],
    ["3.4.0", "3.4.0"],
  ],
};

export const rev007: Rule = {
  id: "REV007",
  state: (set) => {
    const { release } = set;
    if (!release || !hasFault(set)) return [];
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

function hasFault({ distribution, release }: ManifestSet): boolean {
  const { version = "" } = release ?? {};
  return (faulty[distribution.name] ?? []).some(
    ([from, to]) => compareVersions(version, from) >= 0 && compareVersions(version, to) <= 0,
  );
}
