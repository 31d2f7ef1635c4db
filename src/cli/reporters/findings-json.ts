import type { Finding } from "../../findings/finding";
import type { Problem } from "../../findings/input-error";

/**
 * `{ "version": 1, "findings": […], "summary": { "errors": 1, "warnings": 0 } }`; where something could not be read, what and why under `unreadable`, and how
 * much in the summary.
 */
export function findingsJson(findings: readonly Finding[], broken: readonly Problem[] = []): string {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const unreadable = broken.map(({ message, hint, place }) => ({ message, hint, place }));
  const summary = {
    errors,
    warnings: findings.length - errors,
    ...(broken.length > 0 && { unreadable: broken.length }),
  };
  const report = { version: 1, findings: findings.map(ordered), ...(broken.length > 0 && { unreadable }), summary };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** What a person looks for first stands first. */
function ordered({ rule, severity, message, hint, object, place, citation, ...rest }: Finding) {
  return { rule, severity, message, hint, object, place, citation, ...rest };
}
