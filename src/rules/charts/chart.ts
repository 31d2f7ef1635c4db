import { posix } from "node:path";
import type { CheckedObject, ManifestSet } from "../rule";
import { chartMinor } from "./chart-versions";
import type { ChartName, MeshChart } from "./mesh-chart";

/** The charts of a state by their names. */
export function chartsOf(set: ManifestSet, ...names: readonly ChartName[]): readonly MeshChart[] {
  return (set.charts ?? []).filter(({ chart }) => names.includes(chart));
}

/** Whether two charts are seen to be installed into one cluster by one hand, or are the only ones that there are: many have a folder for each part. */
export function areOfOneMesh(set: ManifestSet, a: MeshChart, b: MeshChart): boolean {
  if (a.cluster !== b.cluster) return false;
  if (areTogether(set, a.by, b.by)) return true;
  const areAlone = [a, b].every(({ chart }) => chartsOf(set, chart).length === 1);
  return areAlone && !set.apart?.(a.by, b.by);
}

/** What only seems to be of one mesh, as there is nothing else, is a warning. */
export function doubted(set: ManifestSet, a: CheckedObject, b: CheckedObject): { readonly severity?: "warning" } {
  return areTogether(set, a, b) ? {} : { severity: "warning" };
}

/** Whether two manifests are applied by one hand, or lie side by side, for whoever applies the folder. */
export function areTogether(set: ManifestSet, a: CheckedObject, b: CheckedObject): boolean {
  if (a === b) return true;
  if (set.apart?.(a, b)) return false;
  if (set.together?.(a, b) ?? true) return true;
  return a.file !== undefined && b.file !== undefined && posix.dirname(a.file) === posix.dirname(b.file);
}

/** Those of some charts that are of one mesh with another one. */
export function besideChart(set: ManifestSet, one: MeshChart, ...names: readonly ChartName[]): readonly MeshChart[] {
  return chartsOf(set, ...names).filter((other) => other !== one && areOfOneMesh(set, one, other));
}

/** The minor that a chart is of, where nobody writes another version over it. */
export function minorIn(set: ManifestSet, { version, versionIn, at }: MeshChart): string | undefined {
  return version === undefined || set.writes?.(versionIn, String(at.at(-1))) ? undefined : chartMinor(version);
}

/** How messages call a chart: `istiod 1.27.1 (HelmRelease/istio-system/istiod)` has the object already. */
export function called({ chart, version }: MeshChart): string {
  return `chart ${chart}${version === undefined ? "" : ` ${version}`}`;
}
