import type { Finding, Place } from "../../findings/finding";
import type { Problem } from "../../findings/input-error";
import { fileBelow, type ReportBase } from "./report-file";

/** Workflow commands: GitHub shows each as an annotation beside the line in a pull request. */
export function findingsGithub(
  findings: readonly Finding[],
  base: ReportBase,
  broken: readonly Problem[] = [],
): string {
  return [...findings.map((one) => annotation(one, base)), ...broken.map((one) => unreadable(one, base))].join("");
}

function unreadable({ message, hint, place }: Problem, base: ReportBase): string {
  return command("error", "not readable", [message, ...(hint ? [hint] : [])], place, base);
}

function annotation({ rule, severity, message, hint, citation, object, place }: Finding, base: ReportBase): string {
  const text = [message, ...(hint ? [hint] : []), `(${citation}; meshstep explain ${rule})`];
  return command(severity, object ? `${rule} ${object}` : rule, text, place, base);
}

function command(
  severity: Finding["severity"],
  title: string,
  text: readonly string[],
  place: Place | undefined,
  base: ReportBase,
): string {
  const file = place?.file ?? base.fallback;
  const properties = {
    file: fileBelow(base, file) || file,
    ...(place && { line: String(place.line), col: String(place.column) }),
    title,
  };
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  return `::${severity} ${list.join(",")}::${escapeData(text.join("\n"))}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
