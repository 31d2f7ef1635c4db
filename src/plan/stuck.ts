import { channelFor, channelHead, isOffered } from "../catalog/channels";
import { isEndOfLife, isInstallable, publishedJumps, releasesThatInstall } from "../catalog/lookup";
import type { Distribution, OperatorRelease } from "../catalog/types";
import { compareVersions, minorOf } from "../catalog/version";
import { type Finding, finding } from "../findings/finding";
import { type Hop, type HopRequest, isJump } from "./hop";
import { findHops, reachablePoints } from "./hops";

const toPath = ["spec", "upgrade", "to"] as const;
const jumpsPath = ["spec", "upgrade", "acceptVendorJumps"] as const;
const channelPath = ["spec", "operator", "subscription", "channel"] as const;
const finalPath = ["spec", "upgrade", "operator", "release"] as const;

/**
 * Why no row of hops leads to the wanted version: which rule stops it, at which point, and what would open the way.
 * Asks the same search again with one rule after the other lifted, and then with two.
 */
export function explainStuck(request: HopRequest): readonly Finding[] {
  const { distribution } = request;
  const published = publishedJumps(distribution, request.ambient ? "ambient" : "sidecar");
  const opened =
    findHops({ ...request, jumps: published }) ??
    findHops({ ...request, offer: "any" }) ??
    findHops({ ...request, offer: "any", jumps: published });
  if (opened) return brokenRules(request, opened);

  const anyJump = { ...request, jumps: "any" } as const;
  const withAnyJump = findHops(anyJump) ?? findHops({ ...anyJump, offer: "any" });
  const gap = withAnyJump?.find(
    (hop) => isJump(hop) && !published.includes(`${minorOf(hop.from)}->${minorOf(hop.to)}`),
  );
  if (gap?.kind === "istio") return [missingMinor(distribution, gap)];

  return [...notOfferedEnd(request), wrongOperator(request) ?? notInstallable(request) ?? lostOnTheWay(request)];
}

/** Every hop that the rules of the request do not allow, in the order of the row. */
function brokenRules(request: HopRequest, hops: readonly Hop[]): readonly Finding[] {
  const { distribution, jumps, offer } = request;
  return hops.flatMap((hop) => {
    if (hop.kind === "operator") return isOffered(distribution, offer, hop.to) ? [] : [notOffered(request, hop.to)];
    if (!isJump(hop) || jumps === "any" || jumps.includes(`${minorOf(hop.from)}->${minorOf(hop.to)}`)) return [];
    return [unacceptedJump(distribution, hop, request)];
  });
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
    hint: `To accept that, write acceptVendorJumps: ["${name}"] under spec.upgrade.`,
  });
}

function missingMinor(distribution: Distribution, gap: Extract<Hop, { kind: "istio" }>): Finding {
  return finding("SKEW003", {
    path: toPath,
    message: `${gap.from} to ${gap.to} crosses more than one minor, and no operator release of ${distribution.title} that installs both holds a minor in between`,
    hint: "InPlace moves one minor at a time; this jump is not one that the vendor publishes.",
  });
}

/** The release that the row should end at, when OLM cannot be asked for it; whatever else there is to say comes after. */
function notOfferedEnd(request: HopRequest): readonly Finding[] {
  const { distribution, offer, finalRelease, release } = request;
  if (!finalRelease || compareVersions(finalRelease.version, release.version) <= 0) return [];
  return isOffered(distribution, offer, finalRelease) ? [] : [notOffered(request, finalRelease)];
}

/** The release that the way needs, and the one that OLM has instead. */
function notOffered({ distribution, offer, finalRelease }: HopRequest, wanted: OperatorRelease): Finding {
  const asked = wanted === finalRelease;
  const versioned = channelFor(distribution, wanted);
  const channel = offer === "newest" ? "stable" : versioned;
  const head = channelHead(distribution, channel)?.version;
  const follows = offer === "newest" ? "the floating channel that the Subscription follows" : versioned;
  return finding("VER009", {
    path: offer === "newest" ? channelPath : asked ? finalPath : toPath,
    message: `OLM will not offer operator release ${wanted.version}${asked ? "" : ", which the way needs"}: it offers the head of a channel, and that of ${follows} is ${head}`,
    hint: `${insteadOf(offer, asked, versioned, head)}; or mirror a catalogue that ends at ${wanted.version} and say spec.operator.catalog: pinned (docs/operators.md).`,
  });
}

function insteadOf(offer: HopRequest["offer"], asked: boolean, versioned: string, head: string | undefined): string {
  if (offer === "newest") {
    return `Follow the versioned channel of the release that runs now: the phases then change it, here to ${versioned}`;
  }
  return asked ? `Write ${head}` : `First move the mesh to a version that ${head} installs`;
}

/** The release that the row should end at is out of reach whatever the versions are. */
function wrongOperator({ finalRelease, release, offer }: HopRequest): Finding | undefined {
  if (!finalRelease || finalRelease.version === release.version) return undefined;
  if (compareVersions(finalRelease.version, release.version) > 0) return undefined;
  return finding("VER003", {
    path: finalPath,
    message: `the operator cannot go from ${release.version} down to ${finalRelease.version}: ${offer === "charts" ? "an older chart leaves the CRDs of the newer one" : "OLM has no operator downgrade"}`,
  });
}

/** The wanted version is in no release that the row may end at. */
function notInstallable(request: HopRequest): Finding | undefined {
  const { distribution, finalRelease, release, to } = request;
  const able = releasesThatInstall(distribution, to);
  const later = able.filter((one) => compareVersions(one.version, release.version) >= 0);
  const end = finalRelease ?? (later.length === 0 ? release : undefined);
  if (!end || isInstallable(end, to)) return undefined;
  const endOfLife = isEndOfLife(end, to);
  const down = later.length === 0 ? ", and an operator cannot be downgraded" : "";
  return finding(endOfLife ? "VER002" : "VER003", {
    path: toPath,
    message: `${to} is ${endOfLife ? "end of life" : "not installable"} in operator release ${end.version}${finalRelease ? ", where the row should end" : down}`,
    hint: `Releases that install ${to}: ${list(able)}.`,
  });
}

/** The furthest that the row gets, and the operator releases that do not take what runs there. */
function lostOnTheWay(request: HopRequest): Finding {
  const { distribution, finalRelease, release, from, to } = request;
  const direction = compareVersions(from, to) <= 0 ? 1 : -1;
  const versions = reachablePoints({ ...request, jumps: "any" }).map((point) => point.version);
  const furthest = versions.sort((a, b) => direction * compareVersions(a, b))[versions.length - 1] ?? from;
  const goals = (finalRelease ? [finalRelease] : releasesThatInstall(distribution, to)).filter(
    (one) => !isInstallable(one, furthest),
  );
  const takers = releasesThatInstall(distribution, furthest).filter(
    (one) => compareVersions(one.version, release.version) > 0,
  );
  return finding("VER003", {
    path: finalRelease ? finalPath : toPath,
    message: goals.length
      ? `${furthest}, the furthest that the row gets, is not installable in operator release ${list(goals)}, which ${to} needs`
      : `no row of operator releases leads from ${release.version} with ${furthest} to one that installs ${to}`,
    hint: takers.length
      ? `Newer releases that install ${furthest}: ${list(takers)}.`
      : `No newer release of ${distribution.title} installs ${furthest}; move to a patch that one of them has.`,
  });
}

function list(releases: readonly { readonly version: string }[]): string {
  return releases.map((release) => release.version).join(", ") || "none";
}
