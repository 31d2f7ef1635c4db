import { compareVersions, minorDistance, minorOf } from "../catalog/version";
import { inRange } from "../catalog/version-set";
import type { LedgerRow } from "./schema";

/**
 * Whether an Istio version behaves as the row says. With `arrivesAt`: a listed patch of its own minor is not newer than it, or its
 * minor is newer than all that are listed.
 */
export function hasRow(row: LedgerRow, version: string): boolean {
  if (row.affected !== undefined) return inRange(row.affected, version);
  if (row.since === undefined) return false;
  if (!row.arrivesAt) return minorDistance(row.since, version) >= 0;
  const sameMinor = row.arrivesAt.filter((patch) => minorOf(patch) === minorOf(version));
  if (sameMinor.length > 0) return sameMinor.some((patch) => compareVersions(version, patch) >= 0);
  return row.arrivesAt.every((patch) => minorDistance(patch, version) > 0);
}

/** What a move from one version to another does with a row. */
export type RowMove = "arrives" | "leaves" | "stays" | "absent";

export function rowMove(row: LedgerRow, from: string, to: string): RowMove {
  const before = hasRow(row, from);
  const after = hasRow(row, to);
  if (before === after) return before ? "stays" : "absent";
  return after ? "arrives" : "leaves";
}

/** Whether an operator release does what the row says. */
export function operatorHasRow(row: LedgerRow, distribution: string, release: string): boolean {
  const rule = row.operator?.[distribution as keyof NonNullable<LedgerRow["operator"]>];
  if (!rule) return false;
  if (rule.affected !== undefined) return inRange(rule.affected, release);
  return rule.since !== undefined && compareVersions(release, rule.since) >= 0;
}
