import { distribution as findDistribution, findRelease, knows } from "../../catalog/lookup";
import type { Distribution, DistributionName, OperatorRelease } from "../../catalog/types";
import { distributionNames } from "../../catalog/types";
import { sailKinds, sailObjects, versionedKinds, versionOf } from "../../check/objects";
import { platformOf } from "../../check/platform";
import type { CheckedObject } from "../../check/rule";
import { InputError } from "../../findings/input-error";
import { objectId } from "../../mesh/mesh";
import { apiGroup } from "../../source/kubernetes-object";
import { nearest } from "../../source/nearest";
import { textAt } from "../../source/object-paths";

/** What the user says instead of leaving it to a guess. */
export interface OperatorChoices {
  readonly distribution?: DistributionName | undefined;
  /** Operator release, for example `3.1.2`. */
  readonly release?: string | undefined;
  /** Operator releases that the catalogue does not have. */
  readonly extraReleases?: Readonly<Partial<Record<DistributionName, readonly OperatorRelease[]>>> | undefined;
}

/** The operator that a set of manifests is for. */
export interface OperatorSetting {
  readonly distribution: Distribution;
  readonly release?: OperatorRelease;
  /** What was taken from where, for people. */
  readonly because: readonly string[];
}

/** A Subscription or a ClusterServiceVersion of one of the operators. */
interface Evidence {
  readonly distribution: Distribution;
  /** `3.1.2`. */
  readonly release?: string;
  readonly from: string;
}

/**
 * Whose operator runs a set of manifests, and which release of it: as the user says, else as OLM's objects in the set say, else by
 * the marks of a platform and by the versions that only one distribution has.
 * @param label names the set in messages
 * @throws InputError when several distributions fit, and for a release that the catalogue does not have
 */
export function operatorOf(
  objects: readonly CheckedObject[],
  choices: OperatorChoices,
  label: string,
): OperatorSetting {
  const known = distributionNames.map((name) => findDistribution(name, choices.extraReleases?.[name]));
  const evidence = objects.flatMap((one) => evidenceOf(one, known));
  const guess = distributionOf(objects, evidence, known, choices, label);
  const { distribution } = guess;
  const olm = evidence.find((one) => one.distribution === distribution && one.release !== undefined);
  const wanted = choices.release ?? olm?.release;
  const release = wanted === undefined ? undefined : findRelease(distribution, wanted);
  if (choices.release !== undefined && !release) throw unknownRelease(choices.release, distribution);
  return {
    distribution,
    ...(release && { release }),
    because: [...guess.because, ...(choices.release === undefined && olm ? [releaseWords(olm, release)] : [])],
  };
}

function distributionOf(
  objects: readonly CheckedObject[],
  evidence: readonly Evidence[],
  known: readonly Distribution[],
  choices: OperatorChoices,
  label: string,
): OperatorSetting {
  const named = known.find((one) => one.name === choices.distribution);
  if (named) return { distribution: named, because: [] };
  const olm = evidence[0];
  if (olm) return { distribution: olm.distribution, because: [`${olm.distribution.title} (${olm.from})`] };
  const set = { objects, distribution: known[0] as Distribution, acceptedJumps: [] };
  // Rules that ask for the distribution ask it of Sail objects.
  if (sailObjects(set, sailKinds).length === 0) return { distribution: set.distribution, because: [] };
  const platform = platformOf(objects);
  const marked = platform && known.find((one) => one.name === platform.name);
  if (marked) return { distribution: marked, because: [`${marked.title} (${platform.because})`] };
  const versions = [...new Set(sailObjects(set, versionedKinds).flatMap((one) => versionOf(one) ?? []))].sort();
  const withRelease = known.filter(
    (one) => choices.release === undefined || findRelease(one, choices.release) !== undefined,
  );
  const fitting = withRelease.filter((one) => versions.every((version) => knows(one, version)));
  const [only] = fitting;
  if (only && fitting.length === 1) {
    return { distribution: only, because: [`${only.title} (no other distribution has ${versions.join(" and ")})`] };
  }
  const words = versions.length ? `spec.version ${versions.join(" and ")}` : "no object with a version";
  throw InputError.of(
    `${label}: whose operator runs this mesh? ${fitting.length ? `${fitting.map((one) => one.title).join(", ")} fit ${words}` : `no distribution has ${words}`}`,
    { hint: `Say --distribution ${distributionNames.join(", --distribution ").replace(/, (?=[^,]*$)/, " or ")}.` },
  );
}

function evidenceOf({ object }: CheckedObject, known: readonly Distribution[]): readonly Evidence[] {
  if (apiGroup(object) !== "operators.coreos.com") return [];
  if (object.kind === "ClusterServiceVersion") return csvEvidence(object.metadata.name, objectId(object), known);
  if (object.kind !== "Subscription") return [];
  const distribution = known.find((one) => one.package === textAt(object, "spec", "name"));
  if (!distribution) return [];
  for (const [map, key] of [
    ["status", "installedCSV"],
    ["spec", "startingCSV"],
  ] as const) {
    const found = csvEvidence(textAt(object, map, key) ?? "", `${objectId(object)} ${map}.${key}`, [distribution]);
    if (found.length) return found;
  }
  return [{ distribution, from: `${objectId(object)} spec.name ${distribution.package}` }];
}

/** `servicemeshoperator3.v3.1.2`. */
function csvEvidence(csv: string, from: string, known: readonly Distribution[]): readonly Evidence[] {
  const distribution = known.find((one) => csv.startsWith(`${one.package}.v`));
  return distribution ? [{ distribution, release: csv.slice(distribution.package.length + 2), from }] : [];
}

function releaseWords({ release: wanted, from }: Evidence, release: OperatorRelease | undefined): string {
  if (release) return `operator release ${release.version} (${from})`;
  return `operator release ${wanted} (${from}) is not in the catalogue, so rules that need it stay silent; --with adds it`;
}

/** For a release that the user names and the catalogue does not have. */
export function unknownRelease(release: string, distribution: Distribution): InputError {
  const near = nearest(
    release,
    distribution.releases.map((one) => one.version),
  );
  return InputError.of(`--release ${release}: ${distribution.title} has no such release in the catalogue`, {
    hint: near ? `Nearest: ${near}.` : `meshstep catalog ${distribution.name} lists them; --with adds one.`,
  });
}
