import type { Finding } from "../../findings/finding";
import { fileBelow, type ReportBase } from "./report-file";

/** Workflow commands: GitHub shows each as an annotation beside the line in a pull request. */
export function findingsGithub(findings: readonly Finding[], base: ReportBase): string {
  return findings.map((one) => annotation(one, base)).join("");
}

function annotation({ rule, severity, message, hint, citation, object, place }: Finding, base: ReportBase): string {
  const file = place?.file ?? base.fallback;
  const properties = {
    file: fileBelow(base, file) || file,
    ...(place && { line: String(place.line), col: String(place.column) }),
    title: object ? `${rule} ${object}` : rule,
  };
  const text = [message, ...(hint ? [hint] : []), `(${citation}; meshstep explain ${rule})`].join("\n");
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  return `::${severity} ${list.join(",")}::${escapeData(text)}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
