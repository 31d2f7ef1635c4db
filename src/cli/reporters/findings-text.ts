import { type Finding, formatPlace } from "../../findings/finding";

/** One finding in two or three lines: place and message, what to do, where it is written down. */
export function findingLines(findings: readonly Finding[]): string {
  return findings.map(findingText).join("");
}

function findingText({ rule, severity, message, hint, citation, object, place }: Finding): string {
  const where = [place && `${formatPlace(place)}:`, object && `${object}:`].filter(Boolean).join(" ");
  return [
    `${severity}[${rule}] ${where ? `${where} ` : ""}${message}`,
    ...(hint ? [`  ${hint}`] : []),
    `  (${citation}; meshstep explain ${rule})`,
    "",
  ].join("\n");
}
