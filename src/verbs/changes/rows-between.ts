import { withV } from "../../catalog/version";
import { InputError } from "../../findings/input-error";
import { ledgerRows } from "../../ledger/rows";
import type { LedgerRow } from "../../ledger/schema";
import { rowMove } from "../../ledger/versions";

/** Every change between two Istio versions, whomever it concerns. */
export interface RowsBetween {
  readonly from: string;
  readonly to: string;
  readonly arrives: readonly LedgerRow[];
  readonly ends: readonly LedgerRow[];
}

const exact = /^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** @throws InputError for what is no exact version */
export function rowsBetween(from: string, to: string): RowsBetween {
  for (const version of [from, to]) {
    if (!exact.test(version)) throw InputError.of(`${version}: expected an exact version such as v1.30.3`);
  }
  const [start, end] = [withV(from), withV(to)];
  const moved = (what: string) =>
    ledgerRows().filter((row) => row.operator === undefined && rowMove(row, start, end) === what);
  return { from: start, to: end, arrives: moved("arrives"), ends: moved("leaves") };
}
