import { listAt, wordOf } from "../../objects/object-paths";
import type { ManifestSet } from "../rule";
import { chartsOf } from "./chart";
import { chartRevision } from "./twins";
import { valueIn } from "./values";

/** The revisions and tags that istiods of charts have; undefined where there is none, or where the values of one do not tell. */
export function chartRevisions(set: ManifestSet): ReadonlySet<string> | undefined {
  const all = chartsOf(set, "istiod").map((one) => {
    const revision = chartRevision(one);
    const tags = valueIn(one.values ?? [], ["revisionTags"]).value;
    const isKnown = tags === undefined || (Array.isArray(tags) && !/[{}$<]/.test(tags.map(wordOf).join("")));
    return revision === undefined ||
      !isKnown ||
      ["revision", "revisionTags", "valuesFrom"].some((field) => set.writes?.(one.one, field))
      ? undefined
      : [revision, ...listAt({ tags }, "tags").map(wordOf)];
  });
  return all.length === 0 || all.includes(undefined) ? undefined : new Set(all.flatMap((names) => names ?? []));
}
