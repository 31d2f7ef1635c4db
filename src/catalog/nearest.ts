import type { SemVer } from "semver";
import parse from "semver/functions/parse";
import { nearest } from "../basics/nearest";
import type { Distribution } from "./types";
import { compareVersions, isAlias, isMinor, minorNumber } from "./version";

/** How many suggestions fit into one line of an error. */
const suggestions = 3;

/**
 * Istio versions to suggest for one that the distribution does not have: installable in a release, nearest first
 * (by minor, then by patch; of two at the same distance, the newer). For what is no version of Istio 1 at all: the newest ones.
 */
export function nearestVersions(d: Distribution, istioVersion: string): string[] {
  const candidates = [...new Set(d.releases.flatMap((release) => release.installable))];
  candidates.sort((a, b) => compareVersions(b, a));
  const distance = distanceFrom(istioVersion);
  // A stable sort keeps the newer one first among equals.
  if (distance) candidates.sort((a, b) => distance(a) - distance(b));
  return candidates.slice(0, suggestions);
}

/** The operator release that one which the catalogue does not have comes nearest to, by minor and then by patch; of two at the same distance, the newer. */
export function nearestRelease(releases: readonly string[], release: string): string | undefined {
  const wanted = parse(release);
  const candidates = [...releases].sort((a, b) => compareVersions(b, a));
  if (!wanted) return nearest(release, candidates);
  const distance = (one: string) => apart(wanted, parse(one) ?? wanted);
  return candidates
    .filter((one) => parse(one)?.major === wanted.major)
    .sort((a, b) => distance(a) - distance(b))
    .at(0);
}

function distanceFrom(istioVersion: string): ((candidate: string) => number) | undefined {
  // Of an alias, and of a minor alone, every patch is as good, so that the newest comes first.
  if (isAlias(istioVersion) || isMinor(istioVersion))
    return (candidate) => Math.abs(minorNumber(candidate) - minorNumber(istioVersion));
  const wanted = parse(istioVersion);
  if (wanted?.major !== 1) return undefined;
  return (candidate) => apart(wanted, parse(candidate) ?? wanted);
}

/** Patches stay far below a thousand, so that a minor always weighs more. */
function apart(one: SemVer, other: SemVer): number {
  return Math.abs(one.minor - other.minor) * 1000 + Math.abs(one.patch - other.patch);
}
