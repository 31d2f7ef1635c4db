import { istio124ControlPlane } from "./data/istio-1.24-control-plane";
import { istio124DataPlane } from "./data/istio-1.24-data-plane";
import { istio125ControlPlane } from "./data/istio-1.25-control-plane";
import { istio125DataPlane } from "./data/istio-1.25-data-plane";
import { istio126ControlPlane } from "./data/istio-1.26-control-plane";
import { istio126DataPlane } from "./data/istio-1.26-data-plane";
import { istio127ControlPlane } from "./data/istio-1.27-control-plane";
import { istio127DataPlane } from "./data/istio-1.27-data-plane";
import { istio128ControlPlane } from "./data/istio-1.28-control-plane";
import { istio128DataPlane } from "./data/istio-1.28-data-plane";
import { istio129ControlPlane } from "./data/istio-1.29-control-plane";
import { istio129DataPlane } from "./data/istio-1.29-data-plane";
import { istio130ControlPlane } from "./data/istio-1.30-control-plane";
import { istio130DataPlane } from "./data/istio-1.30-data-plane";
import { operatorRows } from "./data/operators";
import type { DataRow, LedgerRow } from "./schema";

/** The day (ISO date) on which the sources of our own rows were read. */
export const ledgerSeen = "2026-11-21";

/** The minors whose changes our rows hold: what came before the first, or after the last, is not in the ledger. */
export const ledgerMinors = ["1.24", "1.25", "1.26", "1.27", "1.28", "1.29", "1.30"] as const;

const data: readonly (readonly DataRow[])[] = [
  istio124ControlPlane,
  istio124DataPlane,
  istio125ControlPlane,
  istio125DataPlane,
  istio126ControlPlane,
  istio126DataPlane,
  istio127ControlPlane,
  istio127DataPlane,
  istio128ControlPlane,
  istio128DataPlane,
  istio129ControlPlane,
  istio129DataPlane,
  istio130ControlPlane,
  istio130DataPlane,
  operatorRows,
];

const ours: readonly LedgerRow[] = data.flat().map((row) => ({ ...row, seen: ledgerSeen }));

/**
 * Every row: ours, oldest minor first, then the user's.
 * @param extra rows of the user's own; one of a known id replaces ours, in its place
 */
export function ledgerRows(extra: readonly LedgerRow[] = []): readonly LedgerRow[] {
  if (extra.length === 0) return ours;
  const byId = new Map([...ours, ...extra].map((row) => [row.id, row]));
  return [...byId.values()];
}

/** The row of an id, without regard to case. */
export function findRow(id: string, extra: readonly LedgerRow[] = []): LedgerRow | undefined {
  const wanted = id.toLowerCase();
  return ledgerRows(extra).find((row) => row.id === wanted);
}
