import { isOffered } from "../catalog/channels";
import { isInstallable, vendorJump, ztunnelAccepts } from "../catalog/lookup";
import type { OperatorRelease } from "../catalog/types";
import { compareVersions, minorDistance, minorOf } from "../catalog/version";
import type { Hop, HopRequest, Point } from "./hop";
import { middleVersion } from "./revisions/middle-version";

/** The hops that one point allows. */
export function nextHops(request: HopRequest, point: Point): readonly Hop[] {
  return [...istioHops(request, point), ...operatorHops(request, point)];
}

function istioHops(request: HopRequest, { release, version }: Point): Hop[] {
  const up = compareVersions(request.from, request.to) <= 0;
  const hops: Hop[] = [];
  for (const to of release.installable) {
    const onTheWay = up
      ? compareVersions(to, version) > 0 && compareVersions(to, request.to) <= 0
      : compareVersions(to, version) < 0 && compareVersions(to, request.to) >= 0;
    if (!onTheWay || (request.ambient && !ztunnelAccepts(release, to))) continue;
    if (Math.abs(minorDistance(version, to)) <= 1) {
      hops.push({ kind: "istio", from: version, to });
    } else if (overTwo(request, release, version, to)) {
      hops.push({ kind: "istio", from: version, to, beside: true });
    } else if (mayJump(request, minorOf(version), minorOf(to))) {
      const jump = vendorJump(request.distribution, minorOf(version), minorOf(to));
      hops.push({ kind: "istio", from: version, to, ...(jump && { jump }) });
    }
  }
  return hops;
}

/** With a control plane beside the old one two minors are one hop, where the CNI plugin has a version between them. */
function overTwo({ besides }: HopRequest, release: OperatorRelease, from: string, to: string): boolean {
  if (!besides || Math.abs(minorDistance(from, to)) !== 2) return false;
  return besides === "without CNI" || middleVersion({ from, to }, release) !== undefined;
}

function mayJump({ jumps }: HopRequest, from: string, to: string): boolean {
  return jumps === "any" || jumps.includes(`${from}->${to}`);
}

function operatorHops(request: HopRequest, { release, version }: Point): Hop[] {
  const { releases, policy } = request.distribution;
  const limit = request.finalRelease;
  return releases
    .filter(
      (to) =>
        compareVersions(to.version, release.version) > 0 &&
        (!limit || compareVersions(to.version, limit.version) <= 0) &&
        minorDistance(release.version, to.version) <= policy.operatorMinorsPerHop &&
        isInstallable(to, version) &&
        (!request.ambient || ztunnelAccepts(to, version)) &&
        isOffered(request.distribution, request.offer, to),
    )
    .map((to) => ({ kind: "operator", from: release, to }));
}

/** Where a hop leads from a point. */
export function after(point: Point, hop: Hop): Point {
  return hop.kind === "operator" ? { ...point, release: hop.to } : { ...point, version: hop.to };
}
