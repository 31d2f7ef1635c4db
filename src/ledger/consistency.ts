import { distribution } from "../catalog/lookup";
import { distributionNames } from "../catalog/types";
import { compareVersions, minorOf, withV } from "../catalog/version";
import { inRange } from "../catalog/version-set";
import { istioWindows } from "../platform/data/istio";
import { openshiftLines } from "../platform/data/openshift";
import { platformSeen } from "../platform/windows";
import { compatibilityProfiles } from "./data/compatibility";
import { ledgerMinors, ledgerRows, ledgerSeen } from "./rows";
import type { LedgerRow } from "./schema";
import { hasRow } from "./versions";

/** What contradicts what in our own data, in words; none when all of it goes together. Looks at nothing outside. */
export function contradictions(): readonly string[] {
  return [
    ...ledgerRows().flatMap(rowContradictions),
    ...windowContradictions(),
    ...catalogueContradictions(),
    ...[ledgerSeen, platformSeen].flatMap((date) => (Number.isNaN(Date.parse(date)) ? [`${date} is no date`] : [])),
  ];
}

/** What one row says against itself and the catalogue. */
export function rowContradictions(row: LedgerRow): readonly string[] {
  const { id, since, affected, fixedIn = [], arrivesAt = [], spreadsWith, compatibility, operator } = row;
  const says = (problem: string) => `row ${id}: ${problem}`;
  const problems: string[] = [];
  for (const version of fixedIn) {
    if (affected !== undefined && hasRow(row, version)) problems.push(says(`mended in ${version}, which is affected`));
  }
  if (since !== undefined && !(ledgerMinors as readonly string[]).includes(since)) {
    problems.push(says(`since ${since}, which is no minor of the ledger`));
  }
  for (const version of arrivesAt) {
    if (since !== undefined && compareVersions(version, `${since}.0`) < 0)
      problems.push(says(`arrives at ${version}, before ${since}`));
  }
  if (spreadsWith !== undefined && !ledgerRows().some((one) => one.id === spreadsWith)) {
    problems.push(says(`spreads with ${spreadsWith}, which is no row`));
  }
  if (compatibility && since !== undefined) {
    const [first = ""] = compatibility.charts.split("-");
    if (minorOf(first) !== since)
      problems.push(says(`a profile in charts from ${first}, and the change is of ${since}`));
    problems.push(...profileContradictions(compatibility).map(says));
    if (compatibility.through === "Istio" && !row.keep)
      problems.push(says("a profile keeps it off, and no value that does the same by itself"));
  }
  for (const [name, rule] of Object.entries(operator ?? {})) {
    const releases = distributionNames.filter((one) => one === name).flatMap((one) => distribution(one).releases);
    const { since: first, affected: range } = rule ?? {};
    if (first !== undefined && !releases.some(({ version }) => compareVersions(version, first) >= 0)) {
      problems.push(says(`since ${name} ${first}, and the catalogue has no release so new`));
    }
    if (range !== undefined && !releases.some(({ version }) => inRange(range, version))) {
      problems.push(says(`${name} ${range} names no release of the catalogue`));
    }
  }
  return problems;
}

/** The row and the table of profiles say the same of every minor whose charts were read. */
function profileContradictions({ profile, charts }: NonNullable<LedgerRow["compatibility"]>): readonly string[] {
  const [first = "", last = ""] = charts.split("-");
  return Object.entries(compatibilityProfiles).flatMap(([minor, profiles]) => {
    const said = compareVersions(`${minor}.0`, `${first}.0`) >= 0 && compareVersions(`${minor}.0`, `${last}.0`) <= 0;
    if (said === profiles.includes(profile)) return [];
    return [`profile ${profile} in charts ${charts}, and those of ${minor} ${said ? "lack" : "have"} it`];
  });
}

/** The version tables and the catalogue know the same releases, and agree on their newest Istio. */
function windowContradictions(): readonly string[] {
  const { releases } = distribution("openshift");
  const unknown = openshiftLines.flatMap(([release]) =>
    releases.some(({ version }) => version === release)
      ? []
      : [`window of ${release}: no such release in the catalogue`],
  );
  const wrong = openshiftLines.flatMap(([release, , , istio]) => {
    const newest = releases.find(({ version }) => version === release)?.installable[0];
    return istio && newest && newest !== withV(istio)
      ? [`window of ${release}: Istio ${istio}, and the catalogue's newest is ${newest}`]
      : [];
  });
  const missing = releases.flatMap(({ version }) =>
    openshiftLines.some(([release]) => release === version)
      ? []
      : [`release ${version} of OpenShift Service Mesh has no window`],
  );
  return [...unknown, ...wrong, ...missing];
}

/** Every minor that an operator installs has a Kubernetes window, and from the ledger's first minor on, rows. */
function catalogueContradictions(): readonly string[] {
  const minors = new Set(
    distributionNames.flatMap((name) =>
      distribution(name).releases.flatMap(({ installable }) => installable.map(minorOf)),
    ),
  );
  const [first = ""] = ledgerMinors;
  return [...minors]
    .filter((minor) => compareVersions(`${minor}.0`, `${first}.0`) >= 0)
    .flatMap((minor) => [
      ...(istioWindows[minor] ? [] : [`Istio ${minor} is in the catalogue and has no Kubernetes window`]),
      ...((ledgerMinors as readonly string[]).includes(minor)
        ? []
        : [`Istio ${minor} is in the catalogue and not in the ledger`]),
      ...(compatibilityProfiles[minor] ? [] : [`Istio ${minor} is in the catalogue, and its profiles are not known`]),
    ]);
}
