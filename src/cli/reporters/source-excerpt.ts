import type { Place } from "../../findings/finding";

/** How much of a long line is shown on each side of the column. */
const before = 60;
const after = 60;

/**
 * The line of a place with a caret below the column; a long line is cut around it.
 * ```
 *   12 |   version: 1.26.4
 *      |            ^
 * ```
 */
export function sourceExcerpt({ line, column }: Place, text: string): string {
  const at = Math.min(column - 1, text.length);
  const from = at > before ? at - before : 0;
  const to = Math.min(text.length, at + after);
  const head = `${from > 0 ? "…" : ""}${text.slice(from, at)}`;
  const shown = printable(`${head}${text.slice(at, to)}${to < text.length ? "…" : ""}`);
  const number = String(line);
  // A tab stays a tab, so that the caret stands where the terminal puts the character.
  const indent = printable(head).replace(/[^\t]/g, " ");
  return `  ${number} | ${shown}\n  ${" ".repeat(number.length)} | ${indent}^\n`;
}

/** Text from files without what a terminal would act on. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\uFFFD");
}
