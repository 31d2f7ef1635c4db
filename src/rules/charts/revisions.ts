import { objectId } from "../../objects/kubernetes-object";
import { labelsOf, objectsOf } from "../objects";
import { fewOf, type ManifestSet } from "../rule";
import { chartsOf } from "./chart";
import { chartRevision, chartTags } from "./twins";

/** The revisions and tags that istiods of charts have; undefined where there is none, or where the values of one do not tell. */
export function chartRevisions(set: ManifestSet): ReadonlySet<string> | undefined {
  const all = chartsOf(set, "istiod").map((one) => {
    const revision = chartRevision(one);
    const tags = chartTags(one);
    return revision === undefined ||
      tags === undefined ||
      ["revision", "revisionTags", "valuesFrom"].some((field) => set.writes?.(one.one, field))
      ? undefined
      : [revision, ...tags];
  });
  return all.length === 0 || all.includes(undefined) ? undefined : new Set(all.flatMap((names) => names ?? []));
}

/** Charts of istiod of which nobody knows here what their revision is, where something asks for one. */
export function unreadRevisions(set: ManifestSet): readonly string[] {
  const open = chartsOf(set, "istiod").filter((one) => chartRevision(one) === undefined);
  const asks = objectsOf(set, "", "Namespace").some(({ object }) => labelsOf(object)["istio.io/rev"] !== undefined);
  if (open.length === 0 || !asks) return [];
  const { shown } = fewOf(open.map(({ one }) => objectId(one.object)));
  return [`which revision ${shown} makes: a part of the values is not among these manifests`];
}
