import type { DistributionName } from "../catalog/types";
import { compareVersions, minorOf } from "../catalog/version";
import { type Finding, finding, type MeshPath } from "../findings/finding";
import { rowApplies } from "../ledger/applies";
import { ledgerRows } from "../ledger/rows";
import type { LedgerRow } from "../ledger/schema";
import { hasRow, operatorHasRow } from "../ledger/versions";
import type { Mesh } from "../mesh/mesh";
import { subjectOf } from "../mesh/subject";
import { type FaultCount, type Hop, type HopRequest, stopOf } from "./hop";
import { findHops } from "./hops";

/** The known faults that a mesh should go around, and where they are. */
export interface Faults extends FaultCount {
  /** Rows of the ledger that this mesh meets where a hop leads. */
  rowsOf(hop: Hop): readonly LedgerRow[];
}

/** Faults bad enough to avoid that matter to this mesh, but for those that the user accepts by name. */
export function faultsFor(mesh: Mesh): Faults {
  const subject = subjectOf(mesh);
  const accepted = mesh.upgrade?.acceptFaults ?? [];
  const rows = ledgerRows(mesh.extraRows).filter(
    (row) => row.avoid && !accepted.includes(row.id) && rowApplies(row, subject).applies === "yes",
  );
  const met = new Map<string, readonly LedgerRow[]>();
  const find = (hop: Hop) => {
    const from = hop.kind === "istio" ? hop.from : undefined;
    return rows.filter(
      (row) => isAt(row, mesh.distribution, hop) && rowApplies(row, subject, { from }).applies === "yes",
    );
  };
  const rowsOf = (hop: Hop) => {
    const name = hop.kind === "istio" ? `${hop.from} ${hop.to}` : hop.to.version;
    const found = met.get(name) ?? find(hop);
    met.set(name, found);
    return found;
  };
  return {
    key: JSON.stringify(rows.map(({ id, affected, operator, when }) => [id, affected, operator, when?.leaves])),
    of: (hop) => rowsOf(hop).length,
    rowsOf,
  };
}

function isAt(row: LedgerRow, distribution: DistributionName, hop: Hop): boolean {
  if (hop.kind === "operator") return operatorHasRow(row, distribution, hop.to.version);
  return row.operator === undefined && hasRow(row, hop.to);
}

/** A version that the row does not stop at because of its faults, although it would be the usual choice. */
export interface Detour {
  /** `Istio v1.30.1`, `operator release 3.4.0`. */
  readonly around: string;
  readonly faults: readonly LedgerRow[];
}

/** What the planner went around: the stops of the row that it would have taken if it knew of no faults. */
export function wentAround(request: HopRequest, hops: readonly Hop[], faults: Faults): readonly Detour[] {
  const blind = findHops({ ...request, faults: undefined }) ?? [];
  const taken = new Set(hops.map(stopOf));
  return blind
    .filter((hop) => !taken.has(stopOf(hop)) && faults.of(hop) > 0)
    .map((hop) => ({ around: stopOf(hop), faults: faults.rowsOf(hop) }));
}

/** VER008 for every stop of a row that has known faults, with what would go around it. */
export function faultFindings(request: HopRequest, hops: readonly Hop[], faults: Faults): readonly Finding[] {
  return hops.flatMap((hop) => {
    const rows = faults.rowsOf(hop);
    if (rows.length === 0) return [];
    const better = cleaner(request, hop, faults);
    const names = rows.map(({ id }) => id).join(", ");
    return [
      finding("VER008", {
        path: pathOf(request, hop),
        message: `${stopOf(hop)} has known faults that this mesh meets: ${rows.map(({ id, title }) => `${title} (${id})`).join("; ")}`,
        hint: `${better ? `${better} has fewer. ` : ""}To accept that, write acceptFaults: [${names}].`,
      }),
    ];
  });
}

function pathOf({ finalRelease }: HopRequest, hop: Hop): MeshPath {
  const asked = hop.kind === "operator" && finalRelease?.version === hop.to.version;
  return asked ? ["spec", "upgrade", "operator", "release"] : ["spec", "upgrade", "to"];
}

/** The stop of the same minor with the fewest faults, and of those the newest; undefined when none has fewer. */
function cleaner({ distribution }: HopRequest, hop: Hop, faults: Faults): string | undefined {
  const known = faults.of(hop);
  const others: readonly Hop[] =
    hop.kind === "operator"
      ? distribution.releases.map((to) => ({ ...hop, to }))
      : [...new Set(distribution.releases.flatMap(({ installable }) => installable))].map((to) => ({ ...hop, to }));
  const version = (one: Hop) => (one.kind === "operator" ? one.to.version : one.to);
  const [best] = others
    .filter((one) => minorOf(version(one)) === minorOf(version(hop)) && faults.of(one) < known)
    .sort((a, b) => faults.of(a) - faults.of(b) || compareVersions(version(b), version(a)));
  return best && stopOf(best);
}
