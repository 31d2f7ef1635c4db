import { type Brought, changesFor } from "../../plan/brought";
import type { Phase } from "../../plan/phase";
import type { Comparison } from "../../verbs/diff/comparison";

/** The phases that lie between the two sides, in the order in which they are walked. */
export function walked({ rendered, from, to }: Comparison): readonly Phase[] {
  const { phases } = rendered.plan;
  const start = from.phase ?? to - 1;
  return start <= to ? phases.slice(start + 1, to + 1) : phases.slice(to + 1, start + 1).reverse();
}

export function isBackwards({ from, to }: Comparison): boolean {
  return to < (from.phase ?? -1);
}

/** What one step of a comparison brings to the mesh; a step back brings what the older versions have. */
export interface StepBrings {
  /** The phase that is promoted, or walked back. */
  readonly phase: Phase;
  readonly brought: readonly Brought[];
}

/** What each step brings, without those that bring nothing. */
export function broughtOnTheWay(comparison: Comparison): readonly StepBrings[] {
  const { mesh, phases } = comparison.rendered.plan;
  return walked(comparison).flatMap((phase): StepBrings[] => {
    const previous = phases[phases.indexOf(phase) - 1];
    if (!previous) return [];
    const [before, after] = isBackwards(comparison) ? [phase, previous] : [previous, phase];
    const brought = changesFor(before.state, after.state, mesh);
    return brought.length > 0 ? [{ phase, brought }] : [];
  });
}
