import type { Severity } from "./finding";

/** The page of one rule: `meshstep explain`, docs and findings all read it. */
export interface RuleDoc {
  readonly severity: Severity;
  /** The rule in one line. */
  readonly says: string;
  /** What happens to a live mesh when it is broken. */
  readonly why: string;
  /** What to do about it. */
  readonly fix: string;
  /** Where it is written down; the first one is shown beside findings. */
  readonly citations: readonly string[];
}

/** Every rule that meshstep knows. Ids are stable: a retired rule's id is never used again. */
export const ruleDocs = {
  VER001: { severity: "error", says: "version not known to the distribution's catalogue", why: "", fix: "", citations: [] },
} satisfies Record<string, RuleDoc>;

export type RuleId = keyof typeof ruleDocs;
