import { type Finding, formatPlace } from "../../findings/finding";
import type { LineOf } from "../source-lines";
import { printable, sourceExcerpt } from "./source-excerpt";

/**
 * One finding in a few lines: place and message, the source, what to do, where it is written down.
 * @param lineOf shows the source @default it is not shown
 */
export function findingLines(findings: readonly Finding[], lineOf?: LineOf): string {
  return findings.map((one) => findingText(one, lineOf)).join("");
}

function findingText(one: Finding, lineOf: LineOf | undefined): string {
  const { rule, severity, message, hint, citation, object, place } = one;
  const where = [place && `${formatPlace(place)}:`, object && `${object}:`].filter(Boolean).join(" ");
  const line = place && lineOf?.(place);
  const lines = [
    `${severity}[${rule}] ${where ? `${where} ` : ""}${message}`,
    ...(hint ? [`  ${hint}`] : []),
    `  (${citation}; meshstep explain ${rule})`,
  ].map((text) => `${printable(text)}\n`);
  const excerpt = place && line !== undefined ? sourceExcerpt(place, line) : "";
  return `${lines[0]}${excerpt}${lines.slice(1).join("")}`;
}
