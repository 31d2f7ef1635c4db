import type { Finding } from "../../findings/finding";
import { objectId } from "../../objects/kubernetes-object";
import { wordOf } from "../../objects/object-paths";
import { podNamespace, sailObjects } from "../objects";
import { revisionOf } from "../revisions";
import { about, type ManifestSet } from "../rule";
import { areTogether, besideChart, chartsOf } from "./chart";
import type { MeshChart } from "./mesh-chart";
import { valueIn } from "./values";

/** The revision that a chart gives to its istiod; undefined where its values do not tell. */
export function chartRevision({ values }: MeshChart): string | undefined {
  if (values === undefined) return undefined;
  const { value } = valueIn(values, ["revision"]);
  if (value === undefined || value === null || value === "") return "default";
  return typeof value === "string" && !/[{}$<]/.test(value) ? value : undefined;
}

/** An istiod by its chart, where another chart or the Sail Operator makes one of the same names (CP003). */
export function twinIstiods(set: ManifestSet): readonly Finding[] {
  const all = chartsOf(set, "istiod");
  return all.flatMap((one, index) => {
    const revision = chartRevision(one);
    if (revision === undefined || one.namespace === undefined || /[{}$]/.test(one.namespace)) return [];
    const earlier = besideChart(set, one, "istiod").find(
      (other) =>
        all.indexOf(other) < index &&
        other.one !== one.one &&
        other.namespace === one.namespace &&
        other.release !== one.release &&
        chartRevision(other) === revision,
    );
    const operators = sailObjects(set, ["Istio", "IstioRevision"]).find(
      (sail) =>
        one.cluster === "" &&
        revisionOf(sail) === revision &&
        podNamespace(sail) === one.namespace &&
        areTogether(set, sail, one.by),
    );
    const other = operators ?? earlier?.by;
    if (!other) return [];
    const message = `the chart istiod makes an istiod of revision ${wordOf(revision)} in ${one.namespace}, and so does ${objectId(other.object)}: the second finds objects of the first, and is not installed`;
    // What only lies side by side may be two ways of which one is taken.
    const isSeen = set.together?.(other, one.by) ?? true;
    return [about("CP003", one.one, { at: one.at.slice(0, -1), ...(!isSeen && { severity: "warning" }), message })];
  });
}
