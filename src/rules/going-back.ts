import { textAt } from "../objects/object-paths";
import { isMarker } from "./objects";
import type { ManifestSet, Step } from "./rule";

/** Whether a step walks a row of ours back: both states are phases of one plan, and the second is the earlier one. */
export function goesBack({ before, after }: Step): boolean {
  const [from, to] = [markerIn(before), markerIn(after)];
  return from?.phase !== undefined && to?.phase !== undefined && from.plan === to.plan && to.phase < from.phase;
}

/** Whether a step is one of a plan of ours: a phase, or two folders that are phases of one plan. */
export function isPlanned({ kind, before, after }: Step): boolean {
  const plan = markerIn(before)?.plan;
  return kind !== undefined || (plan !== undefined && plan === markerIn(after)?.plan);
}

function markerIn({ objects }: ManifestSet) {
  const marker = objects.find(({ object }) => isMarker(object))?.object;
  // Numbers of phases have the same width in a plan, so folders are in the order of the row.
  return marker && { plan: textAt(marker, "data", "plan"), phase: textAt(marker, "data", "phase") };
}
