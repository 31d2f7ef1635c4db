import { distribution as findDistribution } from "../catalog/lookup";
import type { KubernetesObject } from "../mesh/mesh";
import { apiGroup } from "../source/kubernetes-object";
import { listAt, textAt } from "../source/object-paths";

/** Where a manifest has the operator's chart installed, and in which version. */
export interface OperatorChart {
  readonly at: readonly (string | number)[];
  /** As it is written; undefined where nothing stands. */
  readonly version: string | undefined;
}

/** The chart of the community's operator, which is called as its package with a hyphen. */
const chart = "sail-operator";

/** What a HelmRelease of Flux or an Application of Argo CD says of the operator's chart; undefined for all others. */
export function operatorChart(object: KubernetesObject): OperatorChart | undefined {
  if (apiGroup(object) === "helm.toolkit.fluxcd.io" && object.kind === "HelmRelease") {
    const at = ["spec", "chart", "spec"];
    return textAt(object, ...at, "chart") === chart
      ? { at: [...at, "version"], version: textAt(object, ...at, "version") }
      : undefined;
  }
  if (apiGroup(object) !== "argoproj.io" || object.kind !== "Application") return undefined;
  const places: readonly (readonly (string | number)[])[] = [
    ["spec", "source"],
    ...listAt(object, "spec", "sources").map((_, index) => ["spec", "sources", index]),
  ];
  const found = places.find((at) => textAt(object, ...at, "chart") === chart);
  return found && { at: [...found, "targetRevision"], version: textAt(object, ...found, "targetRevision") };
}

/** The release that a chart's version names; undefined for a range. */
export function chartRelease({ version }: OperatorChart): string | undefined {
  return /^v?(\d+\.\d+\.\d+(?:-[\w.]+)?)$/.exec(version ?? "")?.[1];
}

/** Whose chart it is. */
export const chartOwner = () => findDistribution("sail");
