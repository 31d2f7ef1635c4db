import { knows, nearestVersions } from "../../catalog/lookup";
import type { Distribution } from "../../catalog/types";
import { compareVersions, isAlias, minorDistance, withV } from "../../catalog/version";
import { InputError } from "../../findings/input-error";

/** From where to where; exact versions with their `v`. */
export interface Versions {
  readonly from: string;
  readonly to: string;
}

/**
 * The pairs that an upgrade may be about, the likeliest first: what the user says, and for what is left out the smallest step there is.
 * @throws InputError for a version that is none, or that the distribution never had
 */
export function likelyVersions(
  distribution: Distribution,
  given: { readonly from?: string | undefined; readonly to?: string | undefined },
): readonly Versions[] {
  const from = given.from === undefined ? undefined : exact(distribution, given.from, "--from");
  const to = given.to === undefined ? undefined : exact(distribution, given.to, "--to");
  const all = installableAnywhere(distribution);
  if (from !== undefined && to !== undefined) return [{ from, to }];
  if (from !== undefined) return [...targetsOf(from, all), from].map((one) => ({ from, to: one }));
  const goal = to ?? (all.at(-1) as string);
  const older = all.filter((one) => compareVersions(one, goal) < 0).reverse();
  return [...older, goal].map((one) => ({ from: one, to: goal }));
}

/** The newest patch of the minor that runs; from there, the patches of the next minor that there is, the newest first. */
function targetsOf(from: string, all: readonly string[]): readonly string[] {
  const newer = all.filter((one) => compareVersions(one, from) > 0).reverse();
  const patches = newer.filter((one) => minorDistance(from, one) === 0);
  const next = newer.filter((one) => minorDistance(newer.at(-1) as string, one) === 0);
  return patches.length ? patches : next;
}

function exact(distribution: Distribution, version: string, flag: string): string {
  const named = withV(version);
  if (!isAlias(named) && knows(distribution, named)) return named;
  const near = nearestVersions(distribution, named);
  throw InputError.of(`${flag} ${version}: expected an exact version that ${distribution.title} knows`, {
    hint: `Nearest: ${near.join(", ")}.`,
  });
}

/** Oldest first. */
function installableAnywhere(distribution: Distribution): readonly string[] {
  const all = new Set(distribution.releases.flatMap((release) => release.installable));
  return [...all].sort(compareVersions);
}
