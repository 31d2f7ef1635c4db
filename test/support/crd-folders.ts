import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import compare from "semver/functions/compare";
import major from "semver/functions/major";
import minor from "semver/functions/minor";
import type { DistributionName, OperatorRelease } from "../../src/catalog/types";
import { describeWhere } from "./where";

/** Real CRDs, one folder per operator release or project. They are read where they are and never copied into this repository. */
export const crdRoot = resolve(__dirname, "../../../shared/crds");

/** Whether the CRDs can be read here; they lie beside the repository, not in it. */
const crdsPresent = existsSync(crdRoot);

/** `describe` where the CRDs are, else a skipped `describe` whose name says why: missing CRDs are reported, never passed over. */
export const describeWithCrds = describeWhere(crdsPresent, `${crdRoot} is missing`);

const prefixes: Readonly<Record<DistributionName, string>> = { sail: "sail-", openshift: "ossm-", alauda: "alauda-" };

/** First operator release that serves `ZTunnel` in `v1`; before, the CRDs differ too much to stand in for each other. */
const firstWithV1: Readonly<Record<DistributionName, string>> = { sail: "1.28.0", openshift: "3.2.1", alauda: "2.1.0" };

/** Folders that do not depend on the operator: the kinds that users carry, and what delivers them. */
const commonFolders = ["olm", "gateway-api-1.4.1", "istio-1.30.3", "argocd", "openshift-gitops", "flux"] as const;

/** One folder of CRDs. */
export interface CrdSet {
  readonly folder: string;
  /** Set where the folder is of a neighbour: what differs (versions, ZTunnel's API) is then taken from this release of the catalogue. */
  readonly standsInFor?: OperatorRelease;
  /** Newer folders of the same distribution, oldest first: where a field that the neighbour lacks is found. */
  readonly newer?: readonly string[];
}

/** Releases of one distribution that have a folder, oldest first. */
function releasesWithFolder(distribution: DistributionName): string[] {
  const prefix = prefixes[distribution];
  const folders = crdsPresent ? readdirSync(crdRoot).filter((name) => name.startsWith(prefix)) : [];
  return folders.map((name) => name.slice(prefix.length)).sort(compare);
}

/**
 * The folder whose CRDs apply to an operator release: the release's own; else one of its minor; else one that serves the same versions of
 * `ZTunnel`; else any. Among several, the newest that is not newer than the release, because a field too few is a false alarm and a field too
 * many a false pass; where all are newer, the oldest.
 */
export function crdFolderFor(distribution: DistributionName, operatorRelease: string): string | undefined {
  const all = releasesWithFolder(distribution);
  const servesV1 = (release: string) => compare(release, firstWithV1[distribution]) >= 0;
  const sameMinor = all.filter(
    (one) =>
      major(one) === major(operatorRelease) &&
      minor(one) === minor(operatorRelease) &&
      servesV1(one) === servesV1(operatorRelease),
  );
  const sameApi = all.filter((one) => servesV1(one) === servesV1(operatorRelease));
  const candidates = [sameMinor, sameApi, all].find((some) => some.length > 0) ?? [];
  const chosen = candidates.findLast((one) => compare(one, operatorRelease) <= 0) ?? candidates[0];
  return chosen === undefined ? undefined : `${prefixes[distribution]}${chosen}`;
}

/** Every CRD that a cluster serves while `release` is the operator in force. */
export function crdSetsFor(distribution: DistributionName, release: OperatorRelease): CrdSet[] {
  const common = commonFolders.map((folder) => ({ folder }));
  const folder = crdFolderFor(distribution, release.version);
  if (!folder) return common;
  const prefix = prefixes[distribution];
  if (folder === prefix + release.version) return [{ folder }, ...common];
  const newer = releasesWithFolder(distribution)
    .map((one) => prefix + one)
    .filter((one, _, all) => all.indexOf(one) > all.indexOf(folder));
  return [{ folder, standsInFor: release, newer }, ...common];
}

/** The folders that do not depend on an operator release. */
export const commonCrdSets: readonly CrdSet[] = commonFolders.map((folder) => ({ folder }));
