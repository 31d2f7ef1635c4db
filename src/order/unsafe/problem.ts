import type { RuleId } from "../../findings/pages";
import type { OrderEntry } from "../entry";

/** What is wrong with the order in which an engine would apply a snapshot. */
export interface OrderProblem<E extends OrderEntry = OrderEntry> {
  readonly rule: RuleId;
  readonly severity: "error" | "warning";
  /** What it is about; left out when it is about the snapshot as a whole. */
  readonly entry?: E;
  readonly message: string;
  readonly hint?: string;
}
