import type { Finding } from "../../findings/finding";

/** `{ "version": 1, "findings": […], "summary": { "errors": 1, "warnings": 0 } }`. */
export function findingsJson(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const summary = { errors, warnings: findings.length - errors };
  return `${JSON.stringify({ version: 1, findings, summary }, null, 2)}\n`;
}
