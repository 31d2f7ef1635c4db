import { isInstallable, publishedJumps, ztunnelAccepts } from "../../catalog/lookup";
import type { Distribution, OperatorRelease } from "../../catalog/types";
import { minorDistance, minorOf } from "../../catalog/version";
import type { Finding } from "../../findings/finding";
import { meshFromSpec } from "../../mesh/defaults";
import type { Plan } from "../../plan/phase";
import { isEmittable, planUpgrade } from "../../plan/plan";
import { controlPlaneVersion } from "../../plan/state";

/** What a row of phases is looked for. */
export interface RowRequest {
  readonly distribution: Distribution;
  readonly dataPlane: "ambient" | "sidecar";
  /** Exact, with `v`. */
  readonly from: string;
  readonly to: string;
}

/** A release to start at, and the jumps that have to be accepted, so that there is a row of phases. */
export interface FoundRow {
  readonly release: OperatorRelease;
  /** For example `1.24->1.26`; mostly none. */
  readonly jumps: readonly string[];
}

/**
 * The release that runs `from` and from which a row leads to `to`, without vendor jumps where there is one.
 * @returns the planner's findings when there is none
 */
export function findRow(request: RowRequest): FoundRow | { readonly findings: readonly Finding[] } {
  const releases = releasesThatRun(request);
  const plans = releases.map((release) => ({ release, plan: planFrom(request, release, []) }));
  const plain = plans.find(({ plan }) => isEmittable(plan));
  if (plain) return { release: plain.release, jumps: [] };
  const published = publishedJumps(request.distribution, request.dataPlane);
  for (const release of releases) {
    const plan = planFrom(request, release, published);
    if (isEmittable(plan)) return { release, jumps: jumpsOf(plan) };
  }
  return { findings: plans[0]?.plan.findings ?? [] };
}

/** Those that have the version as their default come first, the newest of them before the others; then from the oldest on. */
function releasesThatRun({ distribution, dataPlane, from }: RowRequest): readonly OperatorRelease[] {
  const accepts = dataPlane === "ambient" ? ztunnelAccepts : isInstallable;
  const able = distribution.releases.filter((release) => accepts(release, from));
  const byDefault = able.filter((release) => release.defaultVersion === from);
  return [...byDefault.reverse(), ...able.filter((release) => release.defaultVersion !== from)];
}

function planFrom(
  { distribution, dataPlane, from, to }: RowRequest,
  release: OperatorRelease,
  jumps: readonly string[],
): Plan {
  const ambient = dataPlane === "ambient";
  return planUpgrade(
    meshFromSpec("init", {
      distribution: distribution.name,
      dataPlane,
      version: from,
      operator: { release: release.version },
      upgrade: { to, acceptVendorJumps: [...jumps] },
      // Waypoints and sidecars have a say: istiod takes them along.
      namespaces: [{ name: "apps", ...(ambient && { waypoint: { name: "waypoint" } }) }],
      waypoints: ambient ? [{ name: "waypoint", namespace: "apps" }] : [],
    }),
  );
}

/** The jumps that a row really takes. */
function jumpsOf({ phases }: Plan): readonly string[] {
  const versions = phases.map(({ state }) => controlPlaneVersion(state));
  return versions.flatMap((to, index) => {
    const from = versions[index - 1] ?? to;
    return Math.abs(minorDistance(from, to)) > 1 ? [`${minorOf(from)}->${minorOf(to)}`] : [];
  });
}
