import { InputError } from "../findings/input-error";
import { findRelease } from "./lookup";
import { compactRanges } from "./ranges";
import type { Distribution, OperatorRelease, ZtunnelApiVersion, ZtunnelField } from "./types";
import { minorOf } from "./version";

/** After this many days the catalogue probably lacks releases: distributions publish a patch every month or two. */
export const staleAfterDays = 90;

/** One line of `meshstep catalog`: data only, a reporter lays it out. */
export interface CatalogRow {
  readonly release: string;
  /** ISO date. */
  readonly released?: string;
  /** What an omitted `spec.version` becomes. */
  readonly defaultVersion?: string;
  /** Compact, newest first: `1.26.2-4`, `1.24.6`. */
  readonly installable: readonly string[];
  /** Minors of which versions are end of life in this release, newest first. */
  readonly endOfLifeMinors: readonly string[];
  readonly aliases: Readonly<Record<string, string>>;
  readonly ztunnelApiVersions: readonly ZtunnelApiVersion[];
  readonly ztunnelFields: readonly ZtunnelField[];
  /** Compact; installable versions that ZTunnel does not accept. */
  readonly ztunnelLacks: readonly string[];
  readonly notes: Readonly<Record<string, string>>;
}

/**
 * The operator releases of a distribution, oldest first, or only the one asked for.
 * Throws InputError when the distribution has no such release.
 */
export function catalogTable(d: Distribution, release?: string): CatalogRow[] {
  if (release === undefined) return d.releases.map(describe);
  const found = findRelease(d, release);
  if (!found) throw unknownRelease(d, release);
  return [describe(found)];
}

/**
 * Whole days from the day on which the data was true to today.
 *
 * @param asOf ISO date, from `catalogAsOf`
 * @param todayIso ISO date or time; the caller has the clock
 */
export function catalogAge(asOf: string, todayIso: string): number {
  const age = Math.floor((Date.parse(todayIso.slice(0, 10)) - Date.parse(asOf)) / 86_400_000);
  if (Number.isNaN(age)) throw InputError.of(`${todayIso} is no date; expected one such as 2026-11-20`);
  return age;
}

function describe(release: OperatorRelease): CatalogRow {
  const { version, released, defaultVersion, installable, endOfLife, aliases, ztunnel, notes } = release;
  return {
    release: version,
    ...(released ? { released } : {}),
    ...(defaultVersion ? { defaultVersion } : {}),
    installable: compactRanges(installable),
    endOfLifeMinors: [...new Set(endOfLife.map(minorOf))],
    aliases,
    ztunnelApiVersions: ztunnel.apiVersions,
    ztunnelFields: ztunnel.fields,
    ztunnelLacks: compactRanges(ztunnel.lacks),
    notes,
  };
}

function unknownRelease(d: Distribution, release: string): InputError {
  const newest = d.releases.at(-1);
  return InputError.of(`${d.title} has no operator release ${release}`, {
    hint: newest && `the newest one is ${newest.version}`,
  });
}
