import type { Finding } from "../../findings/finding";
import { objectId } from "../../objects/kubernetes-object";
import { wordOf } from "../../objects/object-paths";
import { podNamespace, sailObjects } from "../objects";
import { revisionOf } from "../revisions";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { areTogether, besideChart, chartsOf } from "./chart";
import type { MeshChart } from "./mesh-chart";
import { isOpenText, plainValue } from "./plain-values";
import { valueIn } from "./values";

/** The revision that a chart gives to its istiod; undefined where its values do not tell. */
export function chartRevision({ values }: MeshChart): string | undefined {
  const revision = plainValue(values, ["revision"]);
  return revision === "" ? "default" : revision;
}

/** The tags that a chart makes for its istiod; undefined where its values do not tell. */
export function chartTags({ values = [] }: MeshChart): readonly string[] | undefined {
  const tags = valueIn(values, ["revisionTags"]).value ?? [];
  return Array.isArray(tags) && !isOpenText(tags.map(wordOf).join("")) ? tags.map(wordOf) : undefined;
}

/** An istiod by its chart, where another chart or the Sail Operator makes one of the same names (CP003). */
export function twinIstiods(set: ManifestSet): readonly Finding[] {
  const all = chartsOf(set, "istiod");
  return all.flatMap((one, index) => {
    const revision = chartRevision(one);
    if (revision === undefined || one.namespace === undefined || /[{}$]/.test(one.namespace)) return [];
    const others = besideChart(set, one, "istiod").filter(
      (other) =>
        all.indexOf(other) < index &&
        other.one !== one.one &&
        other.namespace === one.namespace &&
        other.release !== one.release,
    );
    const earlier = others.find((other) => chartRevision(other) === revision);
    const operators = sailObjects(set, ["Istio", "IstioRevision"]).find(
      (sail) =>
        one.cluster === "" &&
        revisionOf(sail) === revision &&
        podNamespace(sail) === one.namespace &&
        areTogether(set, sail, one.by),
    );
    const other = operators ?? earlier?.by;
    if (!other) return twinTags(set, one, others);
    const message = `the chart istiod makes an istiod of revision ${wordOf(revision)} in ${one.namespace}, and so does ${objectId(other.object)}: the second finds objects of the first, and is not installed`;
    return [about("CP003", one.one, { at: one.at.slice(0, -1), ...severityOf(set, other, one), message })];
  });
}

/** The webhook of a tag is called after it, whatever revision it is for. */
function twinTags(set: ManifestSet, one: MeshChart, others: readonly MeshChart[]): readonly Finding[] {
  return (chartTags(one) ?? []).flatMap((tag) => {
    const other = others.find((it) => chartTags(it)?.includes(tag))?.by;
    if (!other) return [];
    const message = `the chart istiod makes the revision tag ${tag}, and so does ${objectId(other.object)}: the second finds the webhook of the first, and is not installed, or the two take it from each other`;
    return [about("CP003", one.one, { at: one.at.slice(0, -1), ...severityOf(set, other, one), message })];
  });
}

/** What only lies side by side may be two ways of which one is taken. */
function severityOf(set: ManifestSet, other: CheckedObject, { by }: MeshChart): { readonly severity?: "warning" } {
  return (set.together?.(other, by) ?? true) ? {} : { severity: "warning" };
}
