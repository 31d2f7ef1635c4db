/** A line and a column of a file, both from 1. */
export interface Start {
  readonly line: number;
  readonly column: number;
}

/** The first character of a file. */
export const fileStart: Start = { line: 1, column: 1 };

/** A part of a file that can be read by itself. */
export interface TextPart {
  readonly text: string;
  /** Where it starts in the file. */
  readonly start: Start;
}

/** Where what follows a text starts, when the text itself starts at `start`. */
export function behind(text: string, start: Start): Start {
  let { line } = start;
  let from = 0;
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", from)) {
    from = end + 1;
    line += 1;
  }
  return { line, column: text.length - from + (from === 0 ? start.column : 1) };
}

/**
 * The documents of a stream, cut as kubectl cuts it: wherever a line starts with a marker, in a block of text, too. Those that hold nothing but comments and
 * markers are left out.
 */
export function* documentsOf({ text, start }: TextPart): Generator<TextPart> {
  let at = start;
  let before = "";
  // Some editors write a byte order mark.
  const plain = text.startsWith("\uFEFF") ? text.slice(1) : text;
  for (const part of plain.split(/^(?=---(?:[ \t\r\n]|$))/m)) {
    at = behind(before, at);
    before = part;
    if (holdsSomething(part)) yield { text: part, start: at };
  }
}

function holdsSomething(part: string): boolean {
  return /^(?!(?:---|\.\.\.)[ \t\r]*(?:#.*)?$)[ \t]*[^\s#]/m.test(part);
}
