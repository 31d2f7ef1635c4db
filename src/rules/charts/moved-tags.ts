import type { Finding } from "../../findings/finding";
import { identity, kindOf } from "../../objects/kubernetes-object";
import { valueAt } from "../../objects/object-paths";
import { about, type ManifestSet, type Step } from "../rule";
import { areOfOneMesh, chartsOf } from "./chart";
import type { MeshChart } from "./mesh-chart";
import { nearestPairs } from "./nearest-pairs";
import { comesAfter } from "./order";
import { chartRevision, chartTags } from "./twins";

/**
 * Revision tags that go from one HelmRelease to another in a step (CP003): both make a webhook of that name. An upgrade deletes what its release no longer
 * has, whoever has taken it over by then, so that only an order says what is left.
 */
export function movedTags({ before, after }: Step): readonly Finding[] {
  const kept = nearestPairs(releases(before), releases(after), ({ one }) => identity(one.object)).filter(
    ({ after: is }) => valueAt(is.one.object, "spec", "suspend") !== true,
  );
  return kept.flatMap(({ before: was, after: is }) =>
    tagsBeyond(was, is).flatMap((tag) => {
      const from = kept.find(
        (other) =>
          other.after !== is &&
          other.after.namespace === is.namespace &&
          areOfOneMesh(after, other.after, is) &&
          tagsBeyond(other.after, other.before).includes(tag),
      )?.after;
      if (!from || comesAfter(after, is, from)) return [];
      const [old, next] = [from, is].map(({ one }) => one.object.metadata.name);
      return [
        about("CP003", is.one, {
          at: ["spec", "values", "revisionTags"],
          severity: "warning",
          citation:
            "Helm, an upgrade deletes what another release has taken over: https://github.com/helm/helm/issues/32218",
          message: `the revision tag ${tag} goes from HelmRelease ${old} to HelmRelease ${next}, and nothing makes ${next} wait: where it is first, ${old} deletes the webhook that ${next} has taken over, and no pod of the tag is injected`,
          hint: `Let ${next} wait for ${old} (dependsOn): then the tag is only missing in between. Restart nothing meanwhile.`,
        }),
      ];
    }),
  );
}

function releases(set: ManifestSet): readonly MeshChart[] {
  return chartsOf(set, "istiod").filter(
    (one) => kindOf(one.one.object) === "helm.toolkit.fluxcd.io/HelmRelease" && chartRevision(one) !== undefined,
  );
}

/** The tags that another one has, and one has not. */
function tagsBeyond(one: MeshChart, other: MeshChart): readonly string[] {
  const had = one.values === undefined ? undefined : chartTags(one);
  return had ? (chartTags(other) ?? []).filter((tag) => !had.includes(tag)) : [];
}
