import { formatPlace } from "../../findings/finding";
import type { Comparison } from "../../verbs/diff/comparison";
import { formatChange, formatFile, summaryOf } from "../../verbs/diff/summary";
import { isBinary, unifiedDiff } from "../../verbs/diff/unified";

/** What `git apply` takes: of a folder as it is, of phases with `--directory` of the live folder. */
export function unifiedText({ from, before, after }: Comparison): string {
  return unifiedDiff(before, after, from.inRepository);
}

/** One line per field that differs, then the files that hold no object, or differ in nothing but their text. */
export function summaryText({ diff }: Comparison): string {
  const files = diff.files.filter((file) => file.textOnly);
  return [...summaryOf(diff.objects).map(formatChange), ...files.map(formatFile)].map((line) => `${line}\n`).join("");
}

/** `prod: 02-cni-v1.26.4 -> 03-ztunnel-v1.26.4`, and where a folder stands. */
export function comparisonTitle(comparison: Comparison): string {
  const { mesh, phases } = comparison.rendered.plan;
  return `${mesh.name}: ${comparison.from.label}${standing(comparison)} -> ${phases[comparison.to]?.dir}\n`;
}

/** What could not be compared as it should. */
export function comparisonWarnings({ before, after, diff }: Comparison): string {
  const unread = diff.unread.map(
    ({ place, why }) => `warning: ${formatPlace(place)}: ${why}; not among the objects compared\n`,
  );
  const binary = diff.files
    .filter(({ path }) => isBinary(before.get(path)) || isBinary(after.get(path)))
    .map(({ path }) => `warning: ${path}: not UTF-8 text; no patch can carry it\n`);
  return [...unread, ...binary].join("");
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
