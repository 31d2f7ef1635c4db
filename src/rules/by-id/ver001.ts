import { channelFor, channelMinor } from "../../catalog/channels";
import {
  findRelease,
  isEndOfLife,
  isInstallable,
  knows,
  nearestVersions,
  releasesThatInstall,
  resolveAlias,
  ztunnelAccepts,
} from "../../catalog/lookup";
import { citationOf } from "../../catalog/subscription-pages";
import { compareVersions, isAlias, minorOf, withV } from "../../catalog/version";
import type { Finding } from "../../findings/finding";
import { sailObjects, versionedKinds, versionOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { mayBring, mayCome, releasesInForce } from "../versions/releases-in-force";
import { type OperatorSubscription, operatorSubscriptions } from "../versions/subscriptions";

export const ver001: Rule = {
  id: "VER001",
  state: (set) => [
    ...sailObjects(set, versionedKinds).flatMap((one) => unknownVersion(set, one)),
    ...operatorSubscriptions(set).flatMap((subscription) => otherChannel(set, subscription)),
  ],
};

/** OLM installs nothing when the channel does not hold the CSV that it is to start with; an operator that runs is left alone. */
function otherChannel({ distribution }: ManifestSet, { one, channel, starting }: OperatorSubscription) {
  const minor = channelMinor(channel);
  if (minor === undefined || starting === undefined || minor === minorOf(starting)) return [];
  const release = findRelease(distribution, starting);
  return [
    about("VER001", one, {
      at: ["spec", "channel"],
      // A channel may hold older releases, as a way to its own; later ones it cannot.
      severity: release && isLaterMinor(minorOf(starting), minor) ? "error" : "warning",
      message: `channel ${channel} does not hold operator release ${starting}, which spec.startingCSV names`,
      hint: release
        ? `Write ${channelFor(distribution, release)}, or name a release of ${minor}.`
        : `Name a release of ${minor}.`,
      citation: citationOf(distribution),
    }),
  ];
}

function isLaterMinor(one: string, other: string): boolean {
  return compareVersions(`${one}.0`, `${other}.0`) > 0;
}

function unknownVersion(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const { distribution, release } = set;
  const written = versionOf(one);
  if (written === undefined) return [];
  const version = withV(written);
  if (!knows(distribution, version)) {
    if (mayBring(set, version)) return [];
    const near = nearestVersions(distribution, version);
    return [
      about("VER001", one, {
        at: ["spec", "version"],
        message: `spec.version ${written} is not in the ${distribution.title} catalogue`,
        ...(near.length && { hint: `Nearest: ${near.join(", ")}.` }),
      }),
    ];
  }
  const { releases, called, minor } = releasesInForce(set);
  if (!release && minor === undefined) return [];
  // VER002 says so.
  if (releases.some((other) => isEndOfLife(other, version)) || (minor !== undefined && mayCome(releases, version)))
    return [];
  const resolved = releases.map((other) => ({
    other,
    exact: isAlias(version) ? resolveAlias(other, version) : version,
  }));
  const installing = resolved.filter(({ other, exact }) => exact !== undefined && isInstallable(other, exact));
  if (installing.length === 0) {
    return [
      about("VER001", one, {
        at: ["spec", "version"],
        message:
          minor === undefined
            ? `${called} does not know spec.version ${written}`
            : `no operator release of ${minor} knows spec.version ${written}, and the Subscription's channel is of that minor`,
        hint: isAlias(version)
          ? "Write an exact version that it installs."
          : `Releases that install it: ${holders(set, version)}.`,
      }),
    ];
  }
  const isTaken = installing.some(({ other, exact }) => exact !== undefined && ztunnelAccepts(other, exact));
  if (one.object.kind !== "ZTunnel" || isTaken) return [];
  return [
    about("VER001", one, {
      at: ["spec", "version"],
      message: `${minor === undefined ? called : `the newest operator release of ${minor}`} installs ${installing.at(-1)?.exact}, but not as ZTunnel`,
      hint: "Ambient needs a newer minor there.",
    }),
  ];
}

function holders({ distribution }: ManifestSet, version: string): string {
  const releases = releasesThatInstall(distribution, version).map((release) => release.version);
  return releases.join(", ") || "none";
}
