import type { Cluster } from "../cluster";
import type { Verdict } from "../judge";
import type { Walk } from "../walk";

/** What a scenario has found. */
export interface Outcome {
  /** What must not be; empty when all is well. */
  readonly faults: readonly string[];
  /** What was seen, for the table: numbers and words of the engine. */
  readonly seen: readonly string[];
  readonly verdicts?: readonly Verdict[];
}

/** Something that is done to a mesh on its way. It begins at one phase and ends at another, both at rest. */
export interface Scenario {
  readonly name: string;
  /** What it asserts, in a line. */
  readonly says: string;
  /** Phase that the row stands at before, and after; -1 is the last one. */
  readonly from: number;
  readonly to: number;
  /** Pods must be made slow for it, or never ready. */
  readonly slowPods?: boolean;
  /** What is in the cluster before the mesh is. */
  prepare?(cluster: Cluster): Promise<void>;
  run(walk: Walk): Promise<Outcome>;
}

export function outcome(verdicts: readonly Verdict[], faults: readonly string[], ...seen: string[]): Outcome {
  return {
    faults: [...faults, ...verdicts.flatMap((one) => one.faults.map((fault) => `${one.phase}: ${fault}`))],
    seen,
    verdicts,
  };
}
