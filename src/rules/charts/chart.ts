import { posix } from "node:path";
import type { MeshPath } from "../../findings/finding";
import type { CheckedObject, ManifestSet } from "../rule";
import { chartMinor } from "./chart-versions";
import type { ChartValues } from "./values";

/** Istio's own charts, by what each of them installs. */
export const chartNames = ["base", "istiod", "cni", "ztunnel", "gateway"] as const;
export type ChartName = (typeof chartNames)[number];

/** One of Istio's charts, as a HelmRelease, an Application, a kustomization or a chart around it has it installed. */
export interface MeshChart {
  readonly chart: ChartName;
  /** The manifest that names it. */
  readonly one: CheckedObject;
  /** What applies it, where that is another manifest. */
  readonly by: CheckedObject;
  /** The manifest in which its version stands, and where. */
  readonly versionIn: CheckedObject;
  readonly at: MeshPath;
  /** As it is written; undefined where nothing stands. */
  readonly version: string | undefined;
  /** Where the chart comes from: versions of two repositories need not mean the same. */
  readonly from: string;
  /** What Helm calls it, as far as that is written. */
  readonly release: string | undefined;
  /** Where it is installed. */
  readonly namespace: string | undefined;
  /** The cluster, as it is written; empty for the one that the manifest itself is in. */
  readonly cluster: string;
  /** What it is given; undefined where a part of that is not here. */
  readonly values: readonly ChartValues[] | undefined;
  /** Where a map of values stands in `one`, or would. @default it has none of its own */
  readonly valuesAt?: MeshPath;
}

/** The charts of a state by their names. */
export function chartsOf(set: ManifestSet, ...names: readonly ChartName[]): readonly MeshChart[] {
  return (set.charts ?? []).filter(({ chart }) => names.includes(chart));
}

/** Whether two charts are seen to be installed into one cluster by one hand. */
export function areOfOneMesh(set: ManifestSet, a: MeshChart, b: MeshChart): boolean {
  if (a.cluster !== b.cluster) return false;
  return areTogether(set, a.by, b.by);
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
