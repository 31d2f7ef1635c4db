import type { KeptValues } from "../../ledger/kept";
import type { LedgerRow } from "../../ledger/schema";
import type { ValuesKind } from "../../ledger/subject";

/** One behaviour that was kept off and is let in, or all that one profile kept off. */
export interface BehaviourChange {
  /** The object whose values change. */
  readonly kind: ValuesKind;
  /** For the folder: the row's name, or `behaviour-1.29`. */
  readonly name: string;
  /** What is let in, as far as the ledger and the mesh tell. */
  readonly rows: readonly LedgerRow[];
  /** What still keeps something off afterwards. */
  readonly kept: KeptValues;
}
