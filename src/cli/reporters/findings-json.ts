import type { Finding } from "../../findings/finding";

/** `{ "version": 1, "findings": […], "summary": { "errors": 1, "warnings": 0 } }`. */
export function findingsJson(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const summary = { errors, warnings: findings.length - errors };
  return `${JSON.stringify({ version: 1, findings: findings.map(ordered), summary }, null, 2)}\n`;
}

/** What a person looks for first stands first. */
function ordered({ rule, severity, message, hint, object, place, citation, ...rest }: Finding) {
  return { rule, severity, message, hint, object, place, citation, ...rest };
}
