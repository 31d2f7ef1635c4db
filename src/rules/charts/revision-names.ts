import type { Finding } from "../../findings/finding";
import { about, type ManifestSet } from "../rule";
import { chartsOf } from "./chart";
import { chartRevision } from "./twins";
import { valueIn } from "./values";

const prefix = "istiod-";
const longest = 63 - prefix.length;

/** Revisions of charts of which no Service can be called (SCH004): `1.29.6` is written `1-29-6`. */
export function strangeRevisions(set: ManifestSet): readonly Finding[] {
  return chartsOf(set, "istiod").flatMap((one) => {
    const revision = chartRevision(one) ?? "";
    if (revision === "" || (/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(revision) && revision.length <= longest)) return [];
    const { place } = valueIn(one.values ?? [], ["revision"]);
    return [
      about("SCH004", one.one, {
        at: one.valuesAt ?? one.at.slice(0, -1),
        ...(place && { place }),
        message: `chart istiod is given revision ${revision}, and the API server takes no Service of the name ${prefix}${revision}: it is not installed`,
        hint: `Small letters, digits and dashes, ${longest} characters at most.`,
      }),
    ];
  });
}
