import { isEndOfLife, isInstallable, releasesThatInstall } from "../catalog/lookup";
import type { Distribution } from "../catalog/types";
import { compareVersions, minorDistance, minorOf } from "../catalog/version";
import { type Finding, finding } from "../findings/finding";
import { findHops, type Hop, type HopRequest, reachablePoints } from "./hops";

const toPath = ["spec", "upgrade", "to"] as const;
const jumpsPath = ["spec", "upgrade", "acceptVendorJumps"] as const;
const finalPath = ["spec", "upgrade", "operator", "release"] as const;

/**
 * Why no row of hops leads to the wanted version: which rule stops it, at which point, and what would open the way.
 * Asks the same search again with one rule after the other lifted.
 */
export function explainStuck(request: HopRequest): readonly Finding[] {
  const { distribution } = request;
  const published = distribution.policy.vendorJumps.flatMap(({ from, to }) => [`${from}->${to}`, `${to}->${from}`]);

  const withVendorJumps = findHops({ ...request, jumps: published });
  if (withVendorJumps) return withVendorJumps.filter(isJump).map((hop) => unacceptedJump(distribution, hop, request));

  const withAnyJump = findHops({ ...request, jumps: "any" });
  const gap = withAnyJump?.find(
    (hop) => isJump(hop) && !published.includes(`${minorOf(hop.from)}->${minorOf(hop.to)}`),
  );
  if (gap?.kind === "istio") return [missingMinor(distribution, gap)];

  if (compareVersions(request.to, request.from) < 0) return [noWayDown(request)];
  return [noOperator(request)];
}

function isJump(hop: Hop): hop is Extract<Hop, { kind: "istio" }> {
  return hop.kind === "istio" && Math.abs(minorDistance(hop.from, hop.to)) > 1;
}

function unacceptedJump(
  distribution: Distribution,
  hop: Extract<Hop, { kind: "istio" }>,
  request: HopRequest,
): Finding {
  const name = `${minorOf(hop.from)}->${minorOf(hop.to)}`;
  return finding("SKEW004", {
    severity: "error",
    path: jumpsPath,
    message: `from ${request.from} to ${request.to} the row jumps ${name} (${hop.from} to ${hop.to}): ${distribution.title} holds no minor in between, and the data plane is two minors behind while it lasts`,
    hint: `To accept that, write acceptVendorJumps: ["${name}"].`,
  });
}

function missingMinor(distribution: Distribution, gap: Extract<Hop, { kind: "istio" }>): Finding {
  return finding("SKEW003", {
    path: toPath,
    message: `${gap.from} to ${gap.to} crosses more than one minor, and no operator release of ${distribution.title} that installs both holds a minor in between`,
    hint: "InPlace moves one minor at a time; this jump is not one that the vendor publishes.",
  });
}

/** OLM has no operator downgrade: a version that the operator in force does not install is out of reach. */
function noWayDown(request: HopRequest): Finding {
  const { release, to } = request;
  const endOfLife = isEndOfLife(release, to);
  return finding(endOfLife ? "VER002" : "VER003", {
    path: toPath,
    message: `${to} is ${endOfLife ? "end of life" : "not installable"} in operator release ${release.version}, and an operator cannot be downgraded`,
    hint: `Installable there: ${release.installable.join(", ")}.`,
  });
}

/** The furthest that the row gets, and the operator release that does not take what runs there. */
function noOperator(request: HopRequest): Finding {
  const { distribution, finalRelease, to } = request;
  if (finalRelease && !isInstallable(finalRelease, to)) {
    const endOfLife = isEndOfLife(finalRelease, to);
    return finding(endOfLife ? "VER002" : "VER003", {
      path: toPath,
      message: `${to} is ${endOfLife ? "end of life" : "not installable"} in operator release ${finalRelease.version}, where the row should end`,
      hint: `Releases that install ${to}: ${list(releasesThatInstall(distribution, to))}.`,
    });
  }
  const reached = reachablePoints({ ...request, jumps: "any" });
  const versions = distinct(reached.map((point) => point.version)).sort(compareVersions);
  const newest = versions[versions.length - 1] ?? request.from;
  const goals = finalRelease ? [finalRelease] : releasesThatInstall(distribution, to);
  const takers = releasesThatInstall(distribution, newest).filter(
    (release) => compareVersions(release.version, request.release.version) > 0,
  );
  return finding("VER003", {
    path: finalRelease ? finalPath : toPath,
    message: `${newest}, the furthest that the row gets, is not installable in ${goals.length ? `operator release ${list(goals)}` : "any later operator release"}, which ${to} needs`,
    hint: takers.length
      ? `Newer releases that install ${newest}: ${list(takers)}.`
      : `No newer release of ${distribution.title} installs ${newest}; move to a patch that one of them has.`,
  });
}

function list(releases: readonly { readonly version: string }[]): string {
  return releases.map((release) => release.version).join(", ") || "none";
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
