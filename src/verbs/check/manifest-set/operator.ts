import valid from "semver/functions/valid";
import { nearest } from "../../../basics/nearest";
import { distribution as findDistribution, findRelease } from "../../../catalog/lookup";
import type { Distribution, DistributionName, OperatorRelease } from "../../../catalog/types";
import { distributionNames } from "../../../catalog/types";
import { InputError } from "../../../findings/input-error";
import { apiGroup } from "../../../objects/kubernetes-object";
import { fittingVendors } from "../../../repository/objects/fitting-vendors";
import { type Evidence, evidenceOf } from "../../../repository/objects/operator-evidence";
import { platformOf } from "../../../rules/platform";
import type { CheckedObject } from "../../../rules/rule";

/** What the user says instead of leaving it to a guess. */
export interface OperatorChoices {
  readonly distribution?: DistributionName | undefined;
  /** Operator release, for example `3.1.2`. */
  readonly release?: string | undefined;
  /** The one vendor of the tree in which the mesh stands, for one that does not say whose it is. @default nothing says it */
  readonly likely?: DistributionName | undefined;
  /** The state before, in a step: its operator is the same one, so that its versions tell whose it is as well. @default there is none */
  readonly before?: readonly CheckedObject[] | undefined;
  /** Operator releases that the catalogue does not have. */
  readonly extraReleases?: Readonly<Partial<Record<DistributionName, readonly OperatorRelease[]>>> | undefined;
}

/** The operator that a set of manifests is for, or one of those that fit. */
export interface OperatorSetting {
  readonly distribution: Distribution;
  readonly release?: OperatorRelease;
  /** The one that the manifests name, where the catalogue does not have it. */
  readonly unknownRelease?: string;
  /** Others that fit the manifests as well, where nothing says whose operator it is. */
  readonly others: readonly Distribution[];
  /** What was taken from where, for people. */
  readonly because: readonly string[];
  /** What nothing can be said of, and why. */
  readonly unjudged: readonly string[];
}

/**
 * Whose operator runs a set of manifests, and which release of it: as the user says, else as OLM's objects in the set say, else by
 * the marks of a platform and by the versions that only one distribution has.
 * @throws InputError for a release that the catalogue does not have
 */
export function operatorOf(objects: readonly CheckedObject[], choices: OperatorChoices): OperatorSetting {
  const known = distributionNames.map((name) => findDistribution(name, choices.extraReleases?.[name]));
  const evidence = objects.flatMap((one) => evidenceOf(one, known));
  const guess = guessed(objects, evidence, known, choices);
  const { distribution } = guess;
  const olm = evidence.find((one) => one.distribution === distribution && one.release !== undefined);
  const wanted = choices.release ?? olm?.release;
  const release = wanted === undefined ? undefined : findRelease(distribution, wanted);
  if (choices.release !== undefined && !release) throw unknownRelease(choices.release, distribution);
  return {
    distribution,
    ...(release && { release }),
    ...(valid(wanted) && !release && { unknownRelease: wanted }),
    others: guess.others,
    because: [...guess.because, ...(choices.release === undefined && olm ? [releaseWords(olm, release)] : [])],
    unjudged: release === undefined && hasSail(objects) ? [`${served}: ${lackOf(wanted, evidence)}`] : [],
  };
}

interface Guess extends Omit<OperatorSetting, "release" | "unknownRelease" | "unjudged"> {
  /** Whether no distribution has all the versions. */
  readonly isUnfit?: true;
}

/** By both states of a step, as far as one operator could have run the two. */
function guessed(
  objects: readonly CheckedObject[],
  evidence: readonly Evidence[],
  known: readonly Distribution[],
  choices: OperatorChoices,
): Guess {
  const { before = [] } = choices;
  const ofBoth = [...evidence, ...before.flatMap((one) => evidenceOf(one, known))];
  const both = distributionOf([...objects, ...before], ofBoth, known, choices);
  return both.isUnfit && before.length > 0 ? distributionOf(objects, evidence, known, choices) : both;
}

const served = "which versions, API versions and fields the operator release in force has";

/** Why the release is not known. */
function lackOf(wanted: string | undefined, evidence: readonly Evidence[]): string {
  if (wanted !== undefined) return `the catalogue of meshstep has no release ${wanted}; --with adds it`;
  if (evidence.some(({ isSeveral }) => isSeveral))
    return "the clusters have operators of several releases, and what is built for one of them is judged under its own; --release says one for all";
  return "no startingCSV and no chart names the release; --release does";
}

function distributionOf(
  objects: readonly CheckedObject[],
  evidence: readonly Evidence[],
  known: readonly Distribution[],
  choices: OperatorChoices,
): Guess {
  const named = known.find((one) => one.name === choices.distribution);
  if (named) return { distribution: named, others: [], because: [] };
  const olm = evidence[0];
  if (olm) return { distribution: olm.distribution, others: [], because: [`${olm.distribution.title} (${olm.from})`] };
  const set = { objects, distribution: known[0] as Distribution, acceptedJumps: [] };
  // Rules that ask for the distribution ask it of Sail objects.
  if (!hasSail(objects)) return { distribution: set.distribution, others: [], because: [] };
  const platform = platformOf(objects);
  const marked = platform && known.find((one) => one.name === platform.name);
  if (marked) return { distribution: marked, others: [], because: [`${marked.title} (${platform.because})`] };
  const withRelease = known.filter(
    (one) => choices.release === undefined || findRelease(one, choices.release) !== undefined,
  );
  if (choices.release !== undefined && withRelease.length === 0)
    throw unknownRelease(choices.release, set.distribution);
  const { vendors, versions, held } = fittingVendors(objects, withRelease);
  const likely = vendors.find(({ name }) => name === choices.likely);
  const fitting = likely ? [likely, ...vendors.filter((one) => one !== likely)] : vendors;
  const [first = set.distribution, ...others] = fitting.length > 0 ? fitting : withRelease;
  const words = versions.join(" and ");
  if (others.length === 0) {
    return {
      distribution: first,
      others,
      because: [
        `${first.title} (no other distribution has ${[...new Set([...versions, ...held])].sort().join(" and ") || `release ${choices.release}`})`,
      ],
    };
  }
  const titles = others.map(({ title }) => title).join(" and ");
  const shared = `${titles} ${others.length > 1 ? "have" : "has"} ${words} as well`;
  const as = fitting.length === 0 ? `no distribution has ${words}` : words ? shared : `nothing tells it from ${titles}`;
  const whole = likely && vendors[0] !== likely ? "one vendor for the whole tree; " : "";
  const because = `${first.title} (${whole}${as}: what only one of them would say is left out; --distribution names it)`;
  return { distribution: first, others, because: [because], ...(fitting.length === 0 && { isUnfit: true }) };
}

function hasSail(objects: readonly CheckedObject[]): boolean {
  return objects.some(({ object }) => apiGroup(object) === "sailoperator.io");
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
