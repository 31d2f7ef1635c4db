import { minorDistance } from "../../src/catalog/version";
import {
  compatibilityPath,
  isTemplate,
  type KeptValues,
  keptPath,
  notKeepable,
  profileCovers,
  profilesIn,
} from "../../src/ledger/kept";
import { ledgerRows } from "../../src/ledger/rows";
import type { LedgerRow } from "../../src/ledger/schema";
import type { ValuesKind } from "../../src/ledger/subject";
import { hasRow } from "../../src/ledger/versions";
import { copiesOf, type Said, shownBy } from "./shown";

export type DataPlane = "ambient" | "sidecar";

/** One thing that is set, and all that it may change in one chart. */
export interface Case {
  /** A row's id, or `compatibilityVersion 1.28`. */
  readonly name: string;
  readonly kind: ValuesKind;
  readonly dataPlanes: readonly DataPlane[];
  /** What is set. For CNI and ZTunnel a profile is set in the chart itself: their objects have no key for it. */
  readonly kept: KeptValues;
  /** Rows that the difference is made of. */
  readonly rows: readonly string[];
  /** What must change, and to what. */
  readonly shows: Said;
  /** What may change besides: places that repeat the values that were given. */
  readonly copies: Said;
}

const bothPlanes = ["ambient", "sidecar"] as const;

/** Every row whose value is written at a version, and every profile of its charts, in each of the three charts. */
export function casesAt(version: string): readonly Case[] {
  return [...rowsAt(version).map(rowCase), ...(profilesIn(version) ?? []).flatMap((one) => profileCases(one, version))];
}

/** Rows with a value of which nothing is asked at a version, and why. */
export function leftOut(version: string): readonly { readonly id: string; readonly why: string }[] {
  return ledgerRows()
    .filter(({ keep }) => keep !== undefined)
    .flatMap((row) => {
      const why = hasRow(row, version) ? notKeepable(row, version) : `${version} does not have it`;
      return why === undefined ? [] : [{ id: row.id, why }];
    });
}

function rowsAt(version: string): readonly LedgerRow[] {
  return ledgerRows().filter(
    (row) => row.keep !== undefined && hasRow(row, version) && notKeepable(row, version) === undefined,
  );
}

function rowCase(row: LedgerRow): Case {
  const kept = valuesOf(row);
  const kinds = [...new Set(Object.keys(kept).map((path) => keptPath(path).kind))];
  const [kind = "Istio"] = kinds;
  if (kinds.length > 1) throw new Error(`row ${row.id} sets values of ${kinds.join(" and ")}: they move in two phases`);
  const dataPlanes = row.dataPlanes ?? bothPlanes;
  return { name: row.id, kind, dataPlanes, kept, rows: [row.id], shows: showsOf([row]), copies: copiesOf(kind, kept) };
}

function profileCases(profile: string, version: string): readonly Case[] {
  const name = `compatibilityVersion ${profile}`;
  const kept = { [compatibilityPath]: profile };
  const rows = ledgerRows().filter((row) => hasRow(row, version));
  const inIstio = rows.filter((row) => profileCovers(profile, row));
  const inCni = rows.filter((row) => coversInChart(profile, row));
  const one = (kind: ValuesKind, covered: readonly LedgerRow[], dataPlanes: readonly DataPlane[]): Case => ({
    name,
    kind,
    dataPlanes,
    kept,
    rows: covered.map(({ id }) => id),
    shows: showsOf(covered),
    // A profile is one file for all charts, so that istiod's also repeats what is meant for the CNI.
    copies: copiesOf(kind, { ...kept, ...Object.assign({}, ...[...inIstio, ...inCni].map(valuesOf)) }),
  });
  // What a profile does in the charts of ambient parts shows where ambient is on.
  return [one("Istio", inIstio, bothPlanes), one("IstioCNI", inCni, ["ambient"]), one("ZTunnel", [], ["ambient"])];
}

function coversInChart(profile: string, { compatibility }: LedgerRow): boolean {
  return (
    compatibility?.through === "chart only" &&
    minorDistance(profile, compatibility.profile) >= 0 &&
    !compatibility.lackedBy?.includes(profile)
  );
}

function showsOf(rows: readonly LedgerRow[]): Said {
  return Object.assign(
    {},
    ...rows.flatMap((row) => Object.entries(valuesOf(row)).map(([path, value]) => shownBy(path, value))),
  );
}

/** What people fill in is filled in here as a person would. */
function valuesOf(row: LedgerRow): KeptValues {
  const { set = {} } = row.keep ?? {};
  return isTemplate(row) ? Object.fromEntries(Object.keys(set).map((path) => [path, "kiali,monitoring"])) : set;
}
