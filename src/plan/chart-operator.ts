import { findRelease } from "../catalog/lookup";
import type { Distribution, OperatorRelease } from "../catalog/types";
import { compareVersions } from "../catalog/version";
import type { Mesh } from "../mesh/mesh";
import type { ManualStep } from "./manual-steps";
import { type OperatorPart, operatorParts } from "./operator-parts";
import type { SailResource } from "./sail-resource";
import type { MeshState } from "./state";

/*
 * An operator that Helm installs. It has no ClusterServiceVersion: the pod that holds the lease says by its image which release it is, or, where that
 * is named by a digest alone, by the Istio versions that its annotations bring.
 */

/** A release, and the newest Istio version that it brings: no release before it has that one. */
export interface ChartRelease {
  readonly release: string;
  /** Exact, with its `v`. */
  readonly brings: string;
}

/** One of these releases leads the operator, and has for a while. */
export interface ChartLeadsCheck {
  readonly check: "chart-leads";
  /** Namespace of the operator and its lease. */
  readonly namespace: string;
  readonly releases: readonly ChartRelease[];
}

/** This release leads the operator, and has rendered every part of the mesh once: only then has all that it rolls begun to roll. */
export interface ChartReconciledCheck {
  readonly check: "chart-reconciled";
  readonly namespace: string;
  readonly releases: readonly ChartRelease[];
  readonly parts: readonly OperatorPart[];
}

/** The CRDs of these kinds accept what the release brings: `helm upgrade` leaves CRDs as they are. */
export interface CrdsAcceptCheck extends ChartRelease {
  readonly check: "crds-accept";
  readonly resources: readonly SailResource[];
}

/** Who leads; nothing where Helm does not install the operator. */
export function chartLeads(
  { operator: { helm } }: Mesh,
  distribution: Distribution,
  releases: readonly string[],
): readonly ChartLeadsCheck[] {
  return helm
    ? [{ check: "chart-leads", namespace: helm.namespace, releases: chartReleases(distribution, releases) }]
    : [];
}

/** What ends the phase of an operator that Helm installs: its CRDs, and that it rules and has rendered everything. */
export function chartReconciled(
  mesh: Mesh,
  distribution: Distribution,
  state: MeshState,
): readonly (ChartReconciledCheck | CrdsAcceptCheck)[] {
  const { helm } = mesh.operator;
  if (!helm) return [];
  const releases = chartReleases(distribution, [state.operatorRelease]);
  return [
    ...crdsAccept(mesh, distribution, state.operatorRelease),
    { check: "chart-reconciled", namespace: helm.namespace, releases, parts: operatorParts(mesh, state) },
  ];
}

/** That the CRDs are those of a release. */
export function crdsAccept(mesh: Mesh, distribution: Distribution, release: string): readonly CrdsAcceptCheck[] {
  const resources: readonly SailResource[] = [
    "istios",
    ...(mesh.cni ? (["istiocnis"] as const) : []),
    ...(mesh.ztunnel ? (["ztunnels"] as const) : []),
  ];
  return chartReleases(distribution, [release]).map((one) => ({ check: "crds-accept", ...one, resources }));
}

/** The step that brings the chart to a release. */
export function raiseChart(
  { operator: { helm } }: Mesh,
  from: string,
  release: string,
): readonly Extract<ManualStep, { step: "raise-chart" }>[] {
  if (!helm) return [];
  const { namespace, name = "sail-operator", repository = chartRepository, installedBy } = helm;
  return [{ step: "raise-chart", from, release, namespace, name, repository, ...(installedBy && { installedBy }) }];
}

const chartRepository = "https://istio-ecosystem.github.io/sail-operator";

function chartReleases(distribution: Distribution, releases: readonly string[]): readonly ChartRelease[] {
  return [...new Set(releases)]
    .flatMap((one) => findRelease(distribution, one) ?? [])
    .map((one) => ({ release: one.version, brings: newestOf(one) }));
}

function newestOf({ installable }: OperatorRelease): string {
  return [...installable].sort(compareVersions).at(-1) as string;
}
