import { distribution as findDistribution } from "../../catalog/lookup";
import { type OperatorChart, operatorChart } from "../../catalog/operator-chart";
import type { CheckedObject, ManifestSet } from "../rule";

export { chartRelease, type OperatorChart, operatorChart } from "../../catalog/operator-chart";

/** The first manifest of a set that has the chart installed in its cluster. */
export function chartIn({ objects }: ManifestSet): (OperatorChart & { readonly one: CheckedObject }) | undefined {
  for (const one of objects) {
    const found = one.installs ? undefined : operatorChart(one.object);
    if (found) return { ...found, one };
  }
  return undefined;
}

/** Whose chart it is. */
export const chartOwner = () => findDistribution("sail");
