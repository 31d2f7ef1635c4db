import { formatPlace } from "../../findings/finding";
import type { Comparison } from "../../workflow/diff/comparison";
import { isBinary, unifiedDiff } from "../../workflow/phase-diff";
import { formatChange, formatFile, summaryOf } from "../../workflow/summary";

/** What `git apply` takes: of a folder as it is, of phases with `--directory` of the live folder. */
export function unifiedText({ from, before, after }: Comparison): string {
  return unifiedDiff(before, after, from.inRepository);
}

/** One line per field that differs, then the files that hold no object, or differ in nothing but their text. */
export function summaryText({ diff }: Comparison): string {
  const files = diff.files.filter((file) => file.textOnly);
  return [...summaryOf(diff.objects).map(formatChange), ...files.map(formatFile)].map((line) => `${line}\n`).join("");
}

/** What is compared with what, and what could not be compared as it should. */
export function comparisonNotes(comparison: Comparison): string {
  const { rendered, from, to, before, after, diff } = comparison;
  const { mesh, phases } = rendered.plan;
  const unread = diff.unread.map(({ place, why }) => `warning: ${formatPlace(place)}: ${why}; compared as text\n`);
  const binary = diff.files
    .filter(({ path }) => isBinary(before.get(path)) || isBinary(after.get(path)))
    .map(({ path }) => `warning: ${path}: not UTF-8 text; no patch can carry it\n`);
  return [`${mesh.name}: ${from.label}${standing(comparison)} -> ${phases[to]?.dir}\n`, ...unread, ...binary].join("");
}

function standing({ rendered, from }: Comparison): string {
  const dir = rendered.plan.phases[from.phase ?? -1]?.dir;
  switch (from.standing?.at) {
    case "phase":
      return ` (at ${dir})`;
    case "earlier plan":
      return ` (at ${dir} of an earlier plan)`;
    case "nothing":
      return " (empty)";
    case "no phase": {
      const count = from.standing.edits.length;
      return ` (at no phase; nearest ${dir}, ${count} ${count === 1 ? "file differs" : "files differ"})`;
    }
    default:
      return "";
  }
}
