import { expandRanges } from "./ranges";
import type { Distribution, OperatorRelease, ZtunnelApiVersion, ZtunnelField } from "./types";
import { minorOf } from "./version";

/** What one operator release serves of the ZTunnel API. Rows share these, since they change once in a few minors. */
export interface ZtunnelRow {
  /** Newest first. */
  readonly apiVersions: readonly ZtunnelApiVersion[];
  readonly fields: readonly ZtunnelField[];
}

/** One operator release as the data files write it; sets of versions are ranges (see ranges.ts). */
export interface ReleaseRow {
  readonly version: string;
  readonly released?: string;
  /** Newest first; the first one is what an omitted `spec.version` becomes, unless {@link fromReleaseNotes}. */
  readonly installable: string;
  /** @default none */
  readonly endOfLife?: string;
  /** Minors that have an alias, where not every installable minor has one: `1.25 1.24`. @default every installable minor */
  readonly aliases?: string;
  readonly ztunnel: ZtunnelRow;
  /** Installable versions that ZTunnel does not accept. @default none */
  readonly ztunnelLacks?: string;
  /** Only the vendor's release notes are public, not the operator's own files: what it installs by default is unknown. */
  readonly fromReleaseNotes?: true;
  /** Versions of companions. */
  readonly notes?: Readonly<Record<string, string>>;
}

/** One data file: a distribution whose releases are still rows, and the day on which the rows were true. */
export interface DistributionData extends Omit<Distribution, "releases"> {
  /** The day (ISO date) of the newest source: not that on which somebody looked. */
  readonly asOf: string;
  /** Oldest first. */
  readonly rows: readonly ReleaseRow[];
}

/** Version, ISO date (empty when unknown), installable versions, and what is particular to this release. */
export type ReleaseLine = readonly [
  version: string,
  released: string,
  installable: string,
  particular?: Partial<ReleaseRow>,
];

/** Rows of releases that have something in common, mostly the ZTunnel API and what is end of life. */
export function releases(
  common: Pick<ReleaseRow, "ztunnel"> & Partial<ReleaseRow>,
  lines: readonly ReleaseLine[],
): ReleaseRow[] {
  return lines.map(([version, released, installable, particular]) => ({
    version,
    ...(released ? { released } : {}),
    installable,
    ...common,
    ...particular,
  }));
}

/** Turns the rows of a data file into releases. */
export function expandReleases(data: DistributionData): OperatorRelease[] {
  return data.rows.map(expandRow);
}

function expandRow(row: ReleaseRow): OperatorRelease {
  const installable = expandRanges(row.installable);
  const [newest] = installable;
  return {
    version: row.version,
    ...(row.released ? { released: row.released } : {}),
    ...(newest && !row.fromReleaseNotes ? { defaultVersion: newest } : {}),
    installable,
    endOfLife: expandRanges(row.endOfLife ?? ""),
    aliases: aliasesOf(installable, row.aliases?.split(" ")),
    ztunnel: {
      apiVersions: row.ztunnel.apiVersions,
      fields: row.ztunnel.fields,
      lacks: expandRanges(row.ztunnelLacks ?? ""),
    },
    notes: row.notes ?? {},
  };
}

/**
 * `v1.26-latest` to the newest installable patch of that minor, for every minor or only for those given.
 * Every operator release whose own version list is public keeps to this rule.
 *
 * @param installable versions with their `v`, newest first
 */
export function aliasesOf(installable: readonly string[], minors?: readonly string[]): Record<string, string> {
  const aliases: Record<string, string> = {};
  for (const version of installable) {
    const minor = minorOf(version);
    if (!minors || minors.includes(minor)) aliases[`v${minor}-latest`] ??= version;
  }
  return aliases;
}
