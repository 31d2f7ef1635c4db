import type { MeshPath } from "../../findings/finding";
import type { CheckedObject } from "../checked-object";
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
