import { type Finding, finding } from "../../findings/finding";
import type { Problem } from "../../findings/input-error";

/**
 * `{ "version": 1, "findings": […], "summary": { "errors": 1, "warnings": 0 } }`; what could not be read is a finding (SCH005), and stands under `unreadable`
 * as well: what and why, and how much in the summary.
 * @param notes what was assumed, and what could not be judged; left out where there is nothing to say
 */
export function findingsJson(
  findings: readonly Finding[],
  broken: readonly Problem[] = [],
  notes: readonly string[] = [],
): string {
  const all = [...broken.map(unread), ...findings];
  const errors = all.filter(({ severity }) => severity === "error").length;
  const unreadable = broken.map(({ message, hint, place }) => ({ message, hint, place }));
  const summary = {
    errors,
    warnings: all.length - errors,
    ...(broken.length > 0 && { unreadable: broken.length }),
  };
  const report = {
    version: 1,
    findings: all.map(ordered),
    ...(broken.length > 0 && { unreadable }),
    ...(notes.length > 0 && { notes }),
    summary,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function unread({ message, hint, place }: Problem): Finding {
  return finding("SCH005", { message, ...(hint !== undefined && { hint }), ...(place && { place }) });
}

/** What a person looks for first stands first. */
function ordered({ rule, severity, message, hint, object, place, citation, ...rest }: Finding) {
  return { rule, severity, message, hint, object, place, citation, ...rest };
}
