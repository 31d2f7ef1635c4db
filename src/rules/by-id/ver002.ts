import { isEndOfLife, releasesThatInstall } from "../../catalog/lookup";
import { minorOf } from "../../catalog/version";
import type { Finding } from "../../findings/finding";
import { oldCharts } from "../charts/versions";
import { sailObjects, versionedKinds, versionOf } from "../objects";
import { about, type ManifestSet, type Rule } from "../rule";
import { releasesInForce } from "../versions/releases-in-force";

export const ver002: Rule = {
  id: "VER002",
  state: (set) => [...endOfLife(set), ...oldCharts(set)],
};

function endOfLife(set: ManifestSet): readonly Finding[] {
  const { releases, called, minor } = releasesInForce(set);
  if (!set.release && minor === undefined) return endOfLifeByNow(set);
  return sailObjects(set, versionedKinds).flatMap((one) => {
    const version = versionOf(one);
    if (version === undefined || !releases.every((one) => isEndOfLife(one, version))) return [];
    const others = releasesThatInstall(set.distribution, version).map((other) => other.version);
    return [
      about("VER002", one, {
        at: ["spec", "version"],
        message: `spec.version ${version} is end of life in ${minor === undefined ? called : `every operator release of ${minor}`}: it is accepted and never installed`,
        hint: others.length ? `Releases that install it: ${others.join(", ")}.` : "Write a version that it installs.",
      }),
    ];
  });
}

/** How many minors of an operator are looked after at a time, by and large. */
const maintained = 3;

/** Whatever operator runs, it is one that installs the version no longer, or that nobody looks after any more. */
function endOfLifeByNow(set: ManifestSet): readonly Finding[] {
  const { releases } = set.distribution;
  const minors = [...new Set(releases.map((release) => minorOf(release.version)))].slice(-maintained);
  const newest = releases.filter((release) => minors.includes(minorOf(release.version)));
  return sailObjects(set, versionedKinds).flatMap((one) => {
    const version = versionOf(one);
    if (version === undefined || !newest.every((release) => isEndOfLife(release, version))) return [];
    return [
      about("VER002", one, {
        at: ["spec", "version"],
        severity: "warning",
        message: `spec.version ${version} is end of life in every operator release of ${minors.join(", ")}: it is accepted and never installed`,
      }),
    ];
  });
}
