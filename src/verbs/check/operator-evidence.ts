import type { Distribution } from "../../catalog/types";
import { objectId } from "../../mesh/mesh";
import { apiGroup } from "../../objects/kubernetes-object";
import { textAt } from "../../objects/object-paths";
import type { CheckedObject } from "../../rules/rule";
import { chartOwner, chartRelease, type OperatorChart, operatorChart } from "../../rules/versions/charts";

/** A Subscription or a ClusterServiceVersion of one of the operators. */
export interface Evidence {
  readonly distribution: Distribution;
  /** `3.1.2`. */
  readonly release?: string;
  readonly from: string;
}

/** What an object says of the operator: its chart, or OLM's objects. */
export function evidenceOf({ object }: CheckedObject, known: readonly Distribution[]): readonly Evidence[] {
  const chart = operatorChart(object);
  if (chart) return chartEvidence(chart, objectId(object), known);
  if (apiGroup(object) !== "operators.coreos.com") return [];
  if (object.kind === "ClusterServiceVersion") return csvEvidence(object.metadata.name, objectId(object), known);
  if (object.kind !== "Subscription") return [];
  const distribution = known.find((one) => one.package === textAt(object, "spec", "name"));
  if (!distribution) return [];
  for (const [map, key] of [
    ["status", "installedCSV"],
    ["spec", "startingCSV"],
  ] as const) {
    const found = csvEvidence(textAt(object, map, key) ?? "", `${objectId(object)} ${map}.${key}`, [distribution]);
    if (found.length) return found;
  }
  return [{ distribution, from: `${objectId(object)} spec.name ${distribution.package}` }];
}

function chartEvidence(chart: OperatorChart, id: string, known: readonly Distribution[]): readonly Evidence[] {
  const distribution = known.find(({ name }) => name === chartOwner().name);
  const release = chartRelease(chart);
  const from = `${id} ${chart.at.join(".")}`;
  return distribution ? [{ distribution, ...(release !== undefined && { release }), from }] : [];
}

/** `servicemeshoperator3.v3.1.2`. */
function csvEvidence(csv: string, from: string, known: readonly Distribution[]): readonly Evidence[] {
  const distribution = known.find((one) => csv.startsWith(`${one.package}.v`));
  return distribution ? [{ distribution, release: csv.slice(distribution.package.length + 2), from }] : [];
}
