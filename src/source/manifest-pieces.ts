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
  let isEmpty = true;
  let part = 0;
  for (const to of documentEnds(text)) {
    // Each part is looked at once, however many of them hold nothing.
    isEmpty = !holdsSomething(text.slice(part, to)) && isEmpty;
    part = to;
    // Comments and directives before a marker belong to the document behind it.
    if (isEmpty) continue;
    yield { text: text.slice(from, to), start: startOf(from) };
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
