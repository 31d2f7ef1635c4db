import { nearest } from "../../basics/nearest";
import { channelMinor } from "../../catalog/channels";
import {
  distribution as findDistribution,
  findRelease,
  isInstallable,
  knows,
  releasesThatInstall,
  resolveAlias,
} from "../../catalog/lookup";
import { nearestRelease } from "../../catalog/nearest";
import { distributionNames } from "../../catalog/types";
import { compareVersions, isAlias, minorOf, withV } from "../../catalog/version";
import { type Finding, formatPlace } from "../../findings/finding";
import { textAt } from "../../objects/object-paths";
import { objectsOf, sailKinds, sailObjects, versionedKinds, versionOf } from "../objects";
import { about, type CheckedObject, inShort, type ManifestSet, type Rule } from "../rule";
import { strangeChart, strangeChartVersion, strangeRepository } from "../versions/operator-charts";
import { type OperatorSubscription, operatorSubscriptions } from "../versions/subscriptions";

const packages = distributionNames.map((name) => findDistribution(name).package);

export const sub001: Rule = {
  id: "SUB001",
  state: (set) => {
    const all = objectsOf(set, "operators.coreos.com", "Subscription");
    const operators = all.filter(({ object }) => packages.includes(textAt(object, "spec", "name") ?? ""));
    return [
      ...all.flatMap((one) => misnamed(set, one)),
      ...objectsOf(set, "helm.toolkit.fluxcd.io", "HelmRelease").flatMap((one) => strangeChart(set, one)),
      ...set.objects.flatMap((one) => strangeChartVersion(set, one)),
      ...objectsOf(set, "source.toolkit.fluxcd.io", "HelmRepository").flatMap((one) => strangeRepository(set, one)),
      ...(operators.length === 0 ? all.flatMap((one) => ofLastGeneration(set, one)) : []),
      ...operators.slice(1).flatMap((one) => second(one, operators[0] as CheckedObject)),
      ...operatorSubscriptions(set).flatMap((one) => [
        ...strangeChannel(set, one),
        ...strangeCsv(set, one),
        ...notInstalled(set, one),
      ]),
    ];
  },
};

/** A package that is nearly one of an operator's. */
function misnamed(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const name = textAt(one.object, "spec", "name") ?? "";
  if (packages.includes(name) || sailObjects(set, sailKinds).length === 0) return [];
  const near = nearest(name, packages);
  // servicemeshoperator is the package of OpenShift Service Mesh 2.
  if (near === undefined || name === "servicemeshoperator") return [];
  return [
    about("SUB001", one, {
      at: ["spec", "name"],
      message: `no catalogue has a package ${name}: OLM installs nothing`,
      hint: `Did you mean ${near}?`,
    }),
  ];
}

/** Beside the newer operator it may be there for a migration; alone it is a slip. */
function ofLastGeneration(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const at = ["spec", "name"];
  if (textAt(one.object, ...at) !== "servicemeshoperator" || sailObjects(set, sailKinds).length === 0) return [];
  const message = "servicemeshoperator is OpenShift Service Mesh 2, which knows none of the Sail objects here";
  return [about("SUB001", one, { at, message, hint: "OpenShift Service Mesh 3 is servicemeshoperator3." })];
}

function second(one: CheckedObject, first: CheckedObject): readonly Finding[] {
  const [own, other] = [one, first].map(({ object }) => textAt(object, "spec", "name"));
  const [home, otherHome] = [one, first].map(({ object }) => object.metadata.namespace);
  // The same object twice is DUP001's to say.
  if (own === other && home === otherHome && one.object.metadata.name === first.object.metadata.name) return [];
  const where = first.locate ? ` (${formatPlace(first.locate([]))})` : "";
  return [
    about("SUB001", one, {
      message: `a second Subscription for an operator of Istio, beside ${other} in ${otherHome}${where}: both bring the same CRDs, and OLM refuses the second or they fight over the mesh`,
      hint: "Keep one.",
    }),
  ];
}

function strangeChannel({ distribution }: ManifestSet, { one, channel }: OperatorSubscription): readonly Finding[] {
  const minor = channelMinor(channel);
  const minors = distribution.releases.map(({ version }) => minorOf(version));
  // A later minor may have been published since.
  const isPast = minor !== undefined && compareVersions(`${minor}.0`, `${minors.at(-1)}.0`) < 0;
  if (isPast && !minors.includes(minor)) {
    const message = `${distribution.title} has no channel ${channel}: OLM installs nothing`;
    return [about("SUB001", one, { at: ["spec", "channel"], message })];
  }
  return unlike(distribution.channels, one, channel);
}

/** A channel that is spelt like none of the operator's: it has a release where they have a minor, or a word that is nearly theirs. */
function unlike(patterns: readonly string[], one: CheckedObject, channel: string): readonly Finding[] {
  if (channel === "") return [];
  const [release, minor] = /(?<=^|-)(\d+\.\d+)\.\d+(?=$|-)/.exec(channel) ?? [];
  if (release !== undefined && minor !== undefined) return [unheard(one, channel, channel.replace(release, minor))];
  const words = [
    ...new Set(
      [...patterns, "stable", "candidates", "candidate", "dev", "nightly"].map((it) => it.split("-")[0] ?? ""),
    ),
  ];
  const [word = ""] = channel.split("-");
  const near = words.includes(word) || /^\d/.test(word) ? undefined : nearest(word, words);
  if (near === undefined) return [];
  return [unheard(one, channel, [near, ...channel.split("-").slice(1)].join("-"))];
}

function unheard(one: CheckedObject, channel: string, meant: string): Finding {
  const message = `no catalogue has a channel ${channel}: OLM installs nothing`;
  return about("SUB001", one, { at: ["spec", "channel"], message, hint: `Did you mean ${meant}?` });
}

function strangeCsv({ distribution }: ManifestSet, { one, starting }: OperatorSubscription): readonly Finding[] {
  const csv = textAt(one.object, "spec", "startingCSV");
  const at = ["spec", "startingCSV"];
  if (csv === undefined) return [];
  if (starting === undefined || !/^\d+\.\d+\.\d+/.test(starting)) {
    const hint = `It begins with ${distribution.package}.v.`;
    return [
      about("SUB001", one, {
        at,
        message: `startingCSV ${csv} is no ClusterServiceVersion of ${distribution.package}: OLM installs nothing`,
        hint,
      }),
    ];
  }
  const newest = distribution.releases.filter(({ version }) => minorOf(version) === minorOf(starting)).at(-1);
  if (findRelease(distribution, starting) || !newest) return [];
  const near = nearestRelease(
    distribution.releases.map(({ version }) => version),
    starting,
  );
  return [
    about("SUB001", one, {
      at,
      severity: "warning",
      message: `startingCSV ${csv}: the catalogue of meshstep has no release ${starting}`,
      hint: `${near === undefined ? "" : `Did you mean ${near}? `}If it is newer than the catalogue, describe it with --with.`,
    }),
  ];
}

/** Where no release is named, whichever of the channel runs has to install what the mesh asks for. */
function notInstalled(set: ManifestSet, { one, channel }: OperatorSubscription): readonly Finding[] {
  const { distribution, release } = set;
  const minor = channelMinor(channel);
  const releases = distribution.releases.filter(({ version }) => minorOf(version) === minor);
  if (release || releases.length === 0) return [];
  const lost = sailObjects(set, versionedKinds).filter((part) => {
    const written = versionOf(part);
    if (written === undefined || !knows(distribution, written)) return false;
    return !releases.some((it) => {
      const exact = isAlias(written) ? resolveAlias(it, written) : withV(written);
      return exact !== undefined && isInstallable(it, exact);
    });
  });
  const { first, names } = inShort(lost);
  if (!first) return [];
  const version = versionOf(first) ?? "";
  const holders = releasesThatInstall(distribution, version).map((it) => it.version);
  return [
    about("SUB001", first, {
      at: ["spec", "version"],
      message: `no release of channel ${channel} (${one.object.metadata.name}) installs spec.version ${version} of ${names}`,
      hint: `Releases that install it: ${holders.join(", ") || "none"}.`,
    }),
  ];
}
