import type { Start } from "./yaml-source";

/** A part of a file that can be read by itself: a document of a stream. */
export interface Piece {
  readonly text: string;
  /** Where it starts in the file. */
  readonly start: Start;
}

/** The documents of a YAML stream, one by one, so that a file of any length never stands in memory parsed. Documents that hold nothing are left out. */
export function* piecesOf(text: string): Generator<Piece> {
  // A line that starts like this ends a document wherever it stands, in a block of text, too.
  const marker = /^---(?=[ \t\r\n]|$)/gm;
  let from = 0;
  let line = 1;
  const piece = (to: number): Piece | undefined => {
    const part = text.slice(from, to);
    // Comments and directives before a marker belong to the document behind it.
    if (!holdsSomething(part)) return undefined;
    const start = { line, column: 1 };
    line += linesIn(part);
    from = to;
    return { text: part, start };
  };
  for (const match of text.matchAll(marker)) {
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

function linesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}
