import { alauda } from "./data/alauda";
import { openshift } from "./data/openshift";
import { sail } from "./data/sail";
import { type DistributionData, expandReleases } from "./expand";
import { isInstallable } from "./release";
import type { DataPlane, Distribution, DistributionName, OperatorRelease, VendorJump } from "./types";
import { compareVersions, minorOf, withoutV, withV } from "./version";

export { nearestVersions } from "./nearest";
export {
  isEndOfLife,
  isInstallable,
  resolveAlias,
  servesZtunnelField,
  ztunnelAccepts,
  ztunnelApiVersion,
} from "./release";

const data: Readonly<Record<DistributionName, DistributionData>> = { sail, openshift, alauda };
const expanded = new Map<DistributionName, Distribution>();

/** The day (ISO date) of the newest source that the catalogue has of this distribution. */
export function catalogAsOf(name: DistributionName): string {
  return data[name].asOf;
}

/**
 * One distribution with its operator releases, oldest first.
 *
 * @param extra releases from the user's own files; one of a known version replaces ours
 */
export function distribution(name: DistributionName, extra: readonly OperatorRelease[] = []): Distribution {
  const known = expanded.get(name) ?? expand(name);
  if (extra.length === 0) return known;
  const byVersion = new Map([...known.releases, ...extra].map((release) => [release.version, release]));
  const releases = [...byVersion.values()].sort((a, b) => compareVersions(a.version, b.version));
  return { ...known, releases };
}

/** The operator release of exactly this version (with or without `v`). */
export function findRelease(d: Distribution, version: string): OperatorRelease | undefined {
  const wanted = withoutV(version);
  return d.releases.find((release) => release.version === wanted);
}

/** Releases that an operator at `version` could move to: the newer ones, oldest first. `version` itself need not be known. */
export function newerReleases(d: Distribution, version: string): OperatorRelease[] {
  return d.releases.filter((release) => compareVersions(release.version, version) > 0);
}

/** Releases that install this exact Istio version, oldest first. */
export function releasesThatInstall(d: Distribution, istioVersion: string): OperatorRelease[] {
  return d.releases.filter((release) => isInstallable(release, istioVersion));
}

/** Whether any release of the distribution has ever accepted this version or alias. */
export function knows(d: Distribution, istioVersion: string): boolean {
  const version = withV(istioVersion);
  return d.releases.some(
    (release) =>
      release.installable.includes(version) ||
      release.endOfLife.includes(version) ||
      Object.hasOwn(release.aliases, version),
  );
}

/**
 * The jump from one minor to another that the vendor publishes; whole versions are read as their minors.
 *
 * @param dataPlane only a jump that is published for it; left out: for any
 */
export function vendorJump(d: Distribution, from: string, to: string, dataPlane?: DataPlane): VendorJump | undefined {
  const fromMinor = minorOf(from);
  const toMinor = minorOf(to);
  return d.policy.vendorJumps.find(
    (jump) =>
      jump.from === fromMinor &&
      jump.to === toMinor &&
      (dataPlane === undefined || (jump.dataPlanes?.includes(dataPlane) ?? true)),
  );
}

/** The jumps that are published for a data plane, as users accept them: `1.24->1.26`. */
export function publishedJumps(d: Distribution, dataPlane: DataPlane): readonly string[] {
  return d.policy.vendorJumps
    .filter(({ from, to }) => vendorJump(d, from, to, dataPlane))
    .map(({ from, to }) => `${from}->${to}`);
}

function expand(name: DistributionName): Distribution {
  const { asOf: _asOf, rows: _rows, ...rest } = data[name];
  const result: Distribution = { ...rest, releases: expandReleases(data[name]) };
  expanded.set(name, result);
  return result;
}
