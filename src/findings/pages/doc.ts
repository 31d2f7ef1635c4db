/** `error` stops emission (exit code 1); `warning` is shown and kept in plan.json. */
export type Severity = "error" | "warning";

/** The page of one rule: `meshstep explain`, the docs and every finding read it. */
export interface RuleDoc {
  /** What a finding of this rule is unless the finding says otherwise. */
  readonly severity: Severity;
  /** The rule in one line. */
  readonly says: string;
  /** What happens to a live mesh when it is broken. */
  readonly why: string;
  /** What to do about it. */
  readonly fix: string;
  /** Where it is written down; the first one is shown beside findings. */
  readonly citations: readonly [string, ...string[]];
}
