import type { PhaseDraft } from "./in-place/draft";
import type { ReachableState } from "./phase";
import { reachableStates, reasonsOf } from "./proof";

/**
 * What each phase leaves apart while it lasts, as the proof has it: a sentence or two, and none where every state that it can stop in obeys the skew rule.
 * Of that, nothing is written but what its user has accepted by name, and what the mesh breaks as it runs before any phase does anything.
 */
export function apartIn(
  drafts: readonly PhaseDraft[],
  dirs: readonly string[],
  acceptedJumps: readonly string[],
): readonly (readonly string[])[] {
  const rows = drafts.map(({ state }, index) =>
    reachableStates(
      { phase: dirs[index] ?? "", before: drafts[index - 1]?.state ?? state, after: state },
      acceptedJumps,
    ),
  );
  return rows.map((states, index) => {
    const until = lastWith(rows, index);
    return apartWords(states, until > index ? dirs[until] : undefined);
  });
}

/** The last phase in a row of them that shares something of what a phase leaves apart. */
function lastWith(rows: readonly (readonly ReachableState[])[], index: number): number {
  const reasons = new Set(reasonsOf(rows[index] ?? []));
  let last = index;
  while (reasonsOf(rows[last + 1] ?? []).some((one) => reasons.has(one))) last++;
  return last;
}

/** @param until the phase with which it ends, or nothing where that is this one */
function apartWords(states: readonly ReachableState[], until: string | undefined): readonly string[] {
  const reasons = reasonsOf(states);
  if (reasons.length === 0) return [];
  const verdicts = new Set(states.map(({ verdict }) => verdict));
  const end = until === undefined ? "the checks of this phase hold" : `${until} is over`;
  return [
    `Until ${end} there can be states in which ${reasons.join("; ")}: do not leave the mesh there.`,
    ...(verdicts.has("jump")
      ? ["Istio supports one minor between them; the vendor publishes this jump, and mesh.yaml accepts it by name."]
      : []),
    ...(verdicts.has("proxies ahead")
      ? ["Istio does not promise that a newer proxy understands an older istiod; mesh.yaml accepts it by name."]
      : []),
  ];
}
