import { jsonPieces } from "./json-pieces";
import { lineFinder } from "./line-finder";
import { listPieces } from "./list-pieces";
import type { Piece } from "./piece";

/**
 * What a text is made of, piece by piece, so that a file of any length never stands in memory parsed: the documents of a YAML
 * or JSON stream, and the items of long Lists. Documents that hold nothing are left out.
 */
export function* piecesOf(text: string): Generator<Piece> {
  for (const document of documentsOf(text)) yield* jsonPieces(document) ?? listPieces(document) ?? [document];
}

function* documentsOf(text: string): Generator<Piece> {
  const startOf = lineFinder(text);
  let from = 0;
  const piece = (to: number): Piece | undefined => {
    const part = text.slice(from, to);
    // Comments and directives before a marker belong to the document behind it.
    if (!holdsSomething(part)) return undefined;
    const start = startOf(from);
    from = to;
    return { text: part, start };
  };
  // A line that starts like this ends a document wherever it stands, in a block of text, too.
  for (const match of text.matchAll(/^---(?=[ \t\r\n]|$)/gm)) {
    const found = match.index > from && piece(match.index);
    if (found) yield found;
  }
  const last = piece(text.length);
  if (last) yield last;
}

/** Whether there is more than comments, directives and markers. */
function holdsSomething(part: string): boolean {
  return /^(?!(?:---|\.\.\.)[ \t\r]*(?:#.*)?$)[ \t]*(?:[^\s#%]|%(?!YAML|TAG))/m.test(part);
}
