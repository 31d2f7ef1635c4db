import { jsonSpans } from "./json-spans";
import { listSpans } from "./list-spans";
import type { Implied, Span } from "./manifest-object";
import { behind, documentsOf, fileStart, type TextPart } from "./yaml-documents";

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
