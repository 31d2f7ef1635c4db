import { CST } from "yaml";
import type { Place } from "../findings/finding";
import { InputError } from "../findings/input-error";

/** What is wrong, and what to write instead. */
type Unfit = readonly [message: string, hint: string];

const blanksInBlock: Unfit = [
  "kubectl keeps blanks at the end of a block with an indentation indicator",
  "remove them, or use double quotes",
];

const tabAtStart: Unfit = ["not YAML: a tab at the start of a line", "indent with spaces, and leave empty lines empty"];

type InFile = (line: number, column: number) => Place;

/** JSON allows what a line of YAML does not; the rest the parser uses for itself. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unfitForJson = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
const unfitForYaml =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]|\r(?!\n)|(?<=\n)\ufeff/;

/** A surrogate without its other half. */
export const halfCharacter = /\p{Cs}/u;

/** In JSON, whole characters may be written as two of them. */
export const surrogateEscape = /\\u[dD][89a-fA-F]/;

const escapes = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|\r?\n[ \t]*\r?\n|[\s\S])/g;

/** Whether kubectl reads a text as JSON, which has other characters and other escapes. */
export function isJson(text: string): boolean {
  return /^\s*\{/.test(text);
}

/**
 * Refuses the characters that YAML has no place for, and those that end a line for kubectl, which reads YAML 1.1, and not for
 * the parser used here, which reads YAML 1.2: what stands behind them would be read as something else.
 * @throws InputError at the first of them
 */
export function refuseCharacters(text: string, inFile: InFile): void {
  const found = (isJson(text) ? unfitForJson : unfitForYaml).exec(text);
  if (!found) return;
  const before = text.slice(0, found.index).split("\n");
  const place = inFile(before.length, (before.at(-1)?.length ?? 0) + 1);
  const [message, hint] = wordsFor(found[0]);
  throw InputError.of(`not YAML: ${message}`, { place, ...(hint && { hint }) });
}

function wordsFor(character: string): readonly [message: string, hint?: string] {
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  if (/[\u0085\u2028\u2029]/.test(character)) {
    return [`U+${code} ends a line for kubectl`, `write it as "\\u${code}" in double quotes, or give JSON`];
  }
  if (character === "\ufeff")
    return ["a byte order mark inside the text", "files that were joined bring it along; remove it"];
  if (character === "\r") return ["a carriage return without a line feed", "end lines with LF or CRLF"];
  return [`the control character U+${code}`];
}

/** The same for JSON, in which only half a character is read as something else: kubectl puts U+FFFD in its place. */
export function unfitJson(lexeme: string): Unfit | undefined {
  if (!lexeme.startsWith('"') || !surrogateEscape.test(lexeme) || !halfCharacter.test(jsonText(lexeme)))
    return undefined;
  return ["half a character, which kubectl replaces", "write the character itself"];
}

function jsonText(lexeme: string): string {
  try {
    return String(JSON.parse(lexeme));
  } catch {
    return "";
  }
}

/** Looks at what the lexer gives, in order, for scalars that kubectl reads otherwise than YAML 1.2 says, or not at all. */
export function unfitScalars(): (lexeme: string) => Unfit | undefined {
  let header = "";
  let before = "";
  let depth = 0;
  /** What has come since a block with an indentation indicator. */
  let since: "block" | "blanks" | undefined;
  return (lexeme) => {
    // The lexer puts a mark before scalars without quotes and before the body of a block: a quote in it is text.
    const isBare = before === CST.SCALAR;
    const isHeader = !isBare && /^[|>][-+0-9]*$/.test(lexeme);
    const isBlanks = !isBare && /^[ \t]+$/.test(lexeme);
    const isEnd = !isBare && /^\r?\n$/.test(lexeme);
    if (since === "blanks" && isEnd) return blanksInBlock;
    if (!isBare && /^[[{]$/.test(lexeme)) depth += 1;
    if (!isBare && /^[\]}]$/.test(lexeme)) depth -= 1;
    if (depth === 0 && isBlanks && lexeme.startsWith("\t") && before.endsWith("\n")) return tabAtStart;
    const unfit = isBare ? header && unfitBlock(header, lexeme) : unfitQuoted(lexeme);
    if (isBare) since = /\d/.test(header) ? "block" : undefined;
    else if (since !== undefined && !isEnd) since = isBlanks ? "blanks" : undefined;
    if (isBare || isHeader) header = isHeader ? lexeme : "";
    before = lexeme;
    return unfit || undefined;
  };
}

function unfitQuoted(lexeme: string): Unfit | undefined {
  // A line that starts further left than the key ends it for this parser, and an escaped quote before that looks like its end.
  if (/^'[\s\S]*'$|^"[\s\S]*"$/.test(lexeme) && !/^'(?:[^']|'')*'$|^"(?:[^"\\]|\\[\s\S])*"$/.test(lexeme)) {
    return ["not YAML: a quoted text that does not end", "indent all its lines"];
  }
  return lexeme.startsWith('"') ? unfitEscape(lexeme) : undefined;
}

/** Why kubectl reads a double-quoted scalar otherwise than YAML 1.2 says, or not at all; and what to write instead. */
export function unfitEscape(source: string): Unfit | undefined {
  for (const [found, short, long] of source.matchAll(escapes)) {
    if (found === "\\/") return ["kubectl does not know the escape \\/", "write the slash alone"];
    if (/\n.*\n/s.test(found)) return ["an escaped line end before an empty line", "write \\n where a line ends"];
    const code = Number.parseInt(short ?? long ?? "0", 16);
    if (code >= 0xd800 && code <= 0xdfff) {
      return [`${found} is half a character, which kubectl does not read`, "write the character itself"];
    }
  }
  return undefined;
}

/** The same for a block of text. @param header what stands behind the key: `|`, `>-`, `|2` */
function unfitBlock(header: string, body: string): Unfit | undefined {
  const hasIndicator = /\d/.test(header);
  if (hasIndicator) return endsInBlanks(body) ? blanksInBlock : undefined;
  if (!/^(?: *\r?\n)* *\t/.test(body)) return undefined;
  return ["kubectl takes a tab at the start of a block for indentation", "write the text in double quotes, with \\t"];
}

/** Whether one of the empty lines at the end holds blanks. */
function endsInBlanks(body: string): boolean {
  let end = body.length;
  while (" \t\r\n".includes(body[end - 1] ?? "x")) end -= 1;
  return /\n[ \t]/.test(body.slice(end)) || (end === 0 && /^[ \t]/.test(body));
}
