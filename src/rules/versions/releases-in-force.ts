import valid from "semver/functions/valid";
import { channelMinor } from "../../catalog/channels";
import type { Distribution, OperatorRelease } from "../../catalog/types";
import { compareVersions, isAlias, minorDistance, minorOf, withV } from "../../catalog/version";
import type { ManifestSet } from "../rule";
import { operatorSubscriptions } from "./subscriptions";

/** The operator releases one of which is in force, as far as the manifests tell. */
export interface PossibleReleases {
  readonly releases: readonly OperatorRelease[];
  /** `operator release 3.2.1`, or what they have in common, as the end of "not served by". */
  readonly called: string;
  /** Theirs, where the channel of a Subscription is all that is known: OLM installs another patch on any day. */
  readonly minor?: string;
}

/** The release that is named; else those of the minor that the Subscription's channel is for; else all. */
export function releasesInForce(set: ManifestSet): PossibleReleases {
  const { distribution, release } = set;
  if (release) return { releases: [release], called: `operator release ${release.version}` };
  const minor = minorOfChannel(set);
  const releases = distribution.releases.filter(({ version }) => minorOf(version) === minor);
  if (releases.length > 0)
    return { releases, called: `any operator release of ${minor}`, ...(minor !== undefined && { minor }) };
  const called = `any operator release of ${distribution.title}`;
  return { releases: distribution.releases, called };
}

/** Whether a release that the catalogue does not have may bring a version that none of its releases has: a later patch or minor, or an earlier one. */
export function mayBring({ distribution, unknownRelease }: ManifestSet, version: string): boolean {
  if (unknownRelease === undefined || (!isAlias(version) && !valid(version))) return false;
  const way = isOlderThanAll(distribution, unknownRelease) ? -1 : 1;
  const known = distribution.releases.flatMap(({ installable }) => installable);
  const same = known.filter((one) => minorOf(one) === minorOf(version));
  if (same.length === 0) return known.every((one) => way * minorDistance(one, version) > 0);
  return !isAlias(version) && same.every((one) => way * compareVersions(version, one) > 0);
}

/** Whether a release is from before those of the catalogue. */
export function isOlderThanAll({ releases }: Distribution, release: string): boolean {
  return releases.every(({ version }) => compareVersions(release, version) < 0);
}

/** Of one Subscription; a release that it names and nobody knows says more than its channel. */
function minorOfChannel(set: ManifestSet): string | undefined {
  const [only, second] = operatorSubscriptions(set);
  if (!only || second || only.starting !== undefined || set.writes?.(only.one, "channel")) return undefined;
  return channelMinor(only.channel);
}

/** Whether a later patch of the operator may bring a version: it is newer than all of its minor that these install. */
export function mayCome(releases: readonly OperatorRelease[], version: string): boolean {
  if (isAlias(version)) return false;
  const same = releases.flatMap(({ installable }) =>
    installable.filter((one) => minorOf(one) === minorOf(withV(version))),
  );
  return same.length > 0 && same.every((one) => compareVersions(withV(version), one) > 0);
}
