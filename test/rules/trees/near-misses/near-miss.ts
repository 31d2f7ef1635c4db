import type { Edit } from "../breakages";

/**
 * What spares a tree that breaks a rule: one more change of the broken tree, after which the rule has nothing to say. It is close
 * by its making, and right in a way of its own: it does not take the breakage back.
 */
export type NearMiss = readonly [
  rule: string,
  /** The row of the tables of breakages, by its words. */
  of: string,
  /** What is otherwise, and therefore right. */
  but: string,
  edits: readonly Edit[],
  /** For steps: what is otherwise in the state before. */
  first?: readonly Edit[],
];
