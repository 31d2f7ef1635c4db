import type { Standing } from "../../live/standing";
import { broughtJson } from "../../snapshot/brings";
import type { Comparison } from "../../verbs/diff/comparison";
import { broughtOnTheWay } from "./diff-steps";

/** One comparison as JSON has it. */
export type DiffData = ReturnType<typeof diffData>;

/**
 * Comparisons as JSON, version 1: one as it is, several as `{ "version": 1, "changed": …, "diffs": [...] }`.
 * @param asked whether one comparison per mesh was asked for, not all that a plan has
 */
export function diffJson(diffs: readonly DiffData[], asked: boolean): string {
  const data = asked && diffs.length === 1 ? diffs[0] : { changed: diffs.some((one) => one.changed), diffs };
  return `${JSON.stringify({ version: 1, ...data }, null, 2)}\n`;
}

/** What is compared with what, and what differs. */
export function diffData(comparison: Comparison) {
  const { rendered, from, to, diff } = comparison;
  const { mesh, phases } = rendered.plan;
  return {
    mesh: mesh.name,
    from: from.label,
    to: phases[to]?.dir,
    ...(from.standing && { standing: standingOf(from.standing, (index) => phases[index]?.dir) }),
    changed: diff.changed,
    brings: broughtOnTheWay(comparison).map(({ phase, brought }) => ({
      phase: phase.dir,
      changes: brought.map(broughtJson),
    })),
    objects: diff.objects.map(({ identity: _, ...object }) => object),
    files: diff.files,
  };
}

/** Phases by their folder instead of their number. */
function standingOf(standing: Standing, dirOf: (index: number) => string | undefined) {
  switch (standing.at) {
    case "nothing":
      return { at: standing.at };
    case "no phase":
      return { at: standing.at, nearest: dirOf(standing.nearest), edits: standing.edits };
    default:
      return { at: standing.at, phase: dirOf(standing.phase) };
  }
}
