import { inputBytesLimit } from "./limits";
import { lineFinder } from "./line-finder";
import { type Implied, impliedBy, isList } from "./manifest-object";
import type { Piece } from "./piece";
import { loadYaml } from "./yaml-load";

/** Shorter Lists are read in one go, which also reads those that are written in an unusual way. */
const longList = 64 * 1024;

/**
 * The items of a long List in block style, such as `kubectl get -o yaml` prints: each starts with a dash below `items:`.
 * @returns undefined for anything else
 */
export function listPieces({ text, start }: Piece): Iterable<Piece> | undefined {
  if (text.length < longList) return undefined;
  const opening = /^items:[ \t]*\r?\n((?:[ \t]*(?:#.*)?\r?\n)*)( *)-(?=[ \r\n])/m.exec(text);
  if (!opening) return undefined;
  const indent = (opening[2] ?? "").length;
  const from = opening.index + opening[0].length - 1 - indent;
  const list = itemsFrom(text, from, indent);
  const head = loadYaml(`${text.slice(0, opening.index)}items: []\n${text.slice(list.end)}`);
  if (!isList(head) || mayHoldAliases(text)) return undefined;
  return pieces(text, start.line, list, impliedBy(head));
}

interface Items {
  /** Where the dashes are. */
  readonly items: readonly number[];
  /** Where the list ends. */
  readonly end: number;
}

function itemsFrom(text: string, from: number, indent: number): Items {
  const item = `( {${indent}})-(?=[ \\r\\n]|$)`;
  // A line further to the left that is no comment belongs to what comes after the list.
  const after = indent === 0 ? "[^ \\t\\r\\n#]" : ` {0,${indent - 1}}[^ \\t\\r\\n#]`;
  const lines = new RegExp(`^(?:${item}|${after})`, "gm");
  lines.lastIndex = from;
  const items: number[] = [];
  for (let match = lines.exec(text); match; match = lines.exec(text)) {
    if (match[1] === undefined) return { items, end: match.index };
    items.push(match.index + indent);
  }
  return { items, end: text.length };
}

function* pieces(text: string, line: number, { items, end }: Items, implied: Implied): Generator<Piece> {
  const startOf = lineFinder(text, line);
  for (const [index, dash] of items.entries()) {
    const { line, column } = startOf(dash);
    // Spaces up to and for the dash keep every column where it is.
    const body = " ".repeat(column) + text.slice(dash + 1, lineStart(text, items[index + 1] ?? end));
    yield { text: body, start: { line, column: 1 }, implied };
  }
}

function lineStart(text: string, offset: number): number {
  return offset === text.length ? offset : text.lastIndexOf("\n", offset - 1) + 1;
}

/** Taken apart, an alias would not find its anchor; so a List with aliases is read in one go as long as it is not too large. */
function mayHoldAliases(text: string): boolean {
  return text.length <= inputBytesLimit && /(?:^|[\s,[{])\*\w/m.test(text);
}
