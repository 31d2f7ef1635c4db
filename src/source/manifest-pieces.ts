import { jsonSpans } from "./json-spans";
import { inputBytesLimit } from "./limits";
import { type Implied, itemsOf, type Span } from "./manifest-object";
import { behind, documentsOf, fileStart, type TextPart } from "./yaml-documents";
import { loadYaml } from "./yaml-load";

/** A document of a stream, or an item of a long List. */
export interface Piece extends TextPart {
  /** What an item takes from its List when it does not say it itself. */
  readonly implied?: Implied | undefined;
}

/**
 * What a text is made of, piece by piece, so that a file of any length never stands in memory parsed: the documents of a YAML
 * or JSON stream, and the items of long Lists. Documents that hold nothing are left out.
 */
export function* piecesOf(whole: string): Generator<Piece> {
  for (const document of documentsOf({ text: whole, start: fileStart })) {
    const { text } = document;
    let { start } = document;
    let last = 0;
    const spans: readonly Span[] = jsonSpans(text) ?? listSpans(text) ?? [{ from: 0, to: text.length }];
    for (const { from, to, implied } of spans) {
      start = behind(text.slice(last, from), start);
      last = from;
      if (!implied || text[from] !== "-") yield { text: text.slice(from, to), start, implied };
      // Spaces up to and for the dash keep every column where it is.
      else yield { text: " ".repeat(start.column) + text.slice(from + 1, to), start: { ...start, column: 1 }, implied };
    }
  }
}

/** Shorter Lists are read in one go, which also reads those that are written in an unusual way. */
const longList = 64 * 1024;

/**
 * The items of a long List in block style, such as `kubectl get -o yaml` prints: each starts with a dash below `items:`.
 * @returns undefined for anything else
 */
function listSpans(text: string): readonly Span[] | undefined {
  if (text.length < longList) return undefined;
  // Taken apart, an alias would not find its anchor; so a List with aliases is read in one go as long as it is not too large.
  if (text.length <= inputBytesLimit && /(?:^|[\s,[{])\*\w/m.test(text)) return undefined;
  const opening = /^items:[ \t]*\r?\n(?:[ \t]*(?:#.*)?\r?\n)*(?=( *)-[ \r\n])/m.exec(text);
  if (!opening) return undefined;
  const start = opening.index + opening[0].length;
  const indent = opening[1]?.length ?? 0;
  // A line that is no further to the right, no item and no comment belongs to what comes after the list.
  const after = new RegExp(`^ {0,${indent}}(?!-(?:[ \\r\\n]|$))[^\\s#]`, "gm");
  after.lastIndex = start;
  const end = after.exec(text)?.index ?? text.length;
  const lines = [...text.slice(start, end).matchAll(new RegExp(`^ {${indent}}-(?:[ \\r\\n]|$)`, "gm"))];
  const dashes = lines.map(({ index }) => start + index + indent);
  const head = loadYaml(`${text.slice(0, opening.index)}items: []\n${text.slice(end)}`);
  const items = dashes.map((from, index) => ({ from, to: (dashes[index + 1] ?? end + indent) - indent }));
  return itemsOf(head, items);
}
