import parse from "semver/functions/parse";
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

function distanceFrom(istioVersion: string): ((candidate: string) => number) | undefined {
  // Of an alias, and of a minor alone, every patch is as good, so that the newest comes first.
  if (isAlias(istioVersion) || isMinor(istioVersion))
    return (candidate) => Math.abs(minorNumber(candidate) - minorNumber(istioVersion));
  const wanted = parse(istioVersion);
  if (wanted?.major !== 1) return undefined;
  return (candidate) => {
    const { minor, patch } = parse(candidate) ?? wanted;
    // Patches stay far below a thousand, so that a minor always weighs more.
    return Math.abs(minor - wanted.minor) * 1000 + Math.abs(patch - wanted.patch);
  };
}
