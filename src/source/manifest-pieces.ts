import { jsonSpans } from "./json-spans";
import { listSpans } from "./list-spans";
import type { Implied, Span } from "./manifest-object";
import type { Start } from "./yaml-source";

/** A part of a file that can be read by itself: a document of a stream, or an item of a long List. */
export interface Piece {
  readonly text: string;
  /** Where it starts in the file. */
  readonly start: Start;
  /** What an item takes from its List when it does not say it itself. */
  readonly implied?: Implied | undefined;
}

/**
 * What a text is made of, piece by piece, so that a file of any length never stands in memory parsed: the documents of a YAML
 * or JSON stream, and the items of long Lists. Documents that hold nothing are left out.
 */
export function* piecesOf(text: string): Generator<Piece> {
  let line = 1;
  let lineStart = 0;
  for (const document of documentsOf(text)) {
    const whole = text.slice(document.from, document.to);
    for (const { from, to, implied, isItem } of jsonSpans(whole) ??
      listSpans(whole) ?? [{ from: 0, to: whole.length }]) {
      const offset = document.from + from;
      for (let end = text.indexOf("\n", lineStart); end >= 0 && end < offset; end = text.indexOf("\n", lineStart)) {
        lineStart = end + 1;
        line += 1;
      }
      const column = offset - lineStart + 1;
      // Spaces up to and for the dash keep every column where it is.
      yield isItem
        ? { text: " ".repeat(column) + whole.slice(from + 1, to), start: { line, column: 1 }, implied }
        : { text: whole.slice(from, to), start: { line, column }, implied };
    }
  }
}

function* documentsOf(text: string): Generator<Span> {
  let from = 0;
  let isEmpty = true;
  let part = 0;
  for (const to of documentEnds(text)) {
    // Each part is looked at once, however many of them hold nothing.
    isEmpty = !holdsSomething(text.slice(part, to)) && isEmpty;
    part = to;
    // Comments and directives before a marker belong to the document behind it.
    if (isEmpty) continue;
    yield { from, to };
    from = to;
    isEmpty = true;
  }
}

/** Where a line starts with a marker, which ends a document wherever it stands, in a block of text, too; then the end of the text. */
function* documentEnds(text: string): Generator<number> {
  for (let at = text.indexOf("\n---"); at >= 0; at = text.indexOf("\n---", at + 1)) {
    const after = text[at + 4];
    if (after === undefined || /[ \t\r\n]/.test(after)) yield at + 1;
  }
  yield text.length;
}

/** Whether there is more than comments, directives and markers. */
function holdsSomething(part: string): boolean {
  return /^(?!(?:---|\.\.\.)[ \t\r]*(?:#.*)?$)[ \t]*(?:[^\s#%]|%(?!YAML|TAG))/m.test(part);
}
