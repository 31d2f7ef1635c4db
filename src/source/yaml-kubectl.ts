import { Scalar } from "yaml";
import { InputError } from "../findings/input-error";
import { behind, type TextPart } from "./yaml-documents";

/** What is wrong, and what to write instead. */
type Unfit = readonly [message: string, hint: string];

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
export function refuseCharacters({ text, start }: TextPart, file: string): void {
  const found = (isJson(text) ? unfitForJson : unfitForYaml).exec(text);
  if (!found) return;
  const [message, hint] = wordsFor(found[0]);
  const place = { file, ...behind(text.slice(0, found.index), start) };
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

/**
 * Why kubectl reads a scalar otherwise than YAML 1.2 says, or not at all; and what to write instead.
 * @param text of the whole document
 */
export function unfitScalar({ type, range, value }: Scalar.Parsed, text: string): Unfit | undefined {
  const [from, to] = range;
  const source = text.slice(from, to);
  switch (type) {
    case Scalar.QUOTE_SINGLE:
      return /^'(?:[^']|'')*'$/.test(source) ? undefined : openQuote;
    case Scalar.QUOTE_DOUBLE:
      if (!/^"[^"\\]*(?:\\[\s\S][^"\\]*)*"$/.test(source)) return openQuote;
      if (!isJson(text)) return unfitEscape(source);
      return surrogateEscape.test(source) && halfCharacter.test(String(value)) ? halfInJson : undefined;
    case Scalar.BLOCK_FOLDED:
    case Scalar.BLOCK_LITERAL:
      return unfitBlock(source, text, from);
    default:
      return undefined;
  }
}

/** A line that starts further left than the key ends it for the parser used here, and an escaped quote before that looks like its end. */
const openQuote: Unfit = ["not YAML: a quoted text that does not end", "indent all its lines"];

const halfInJson: Unfit = ["half a character, which kubectl replaces", "write the character itself"];

function unfitEscape(source: string): Unfit | undefined {
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

function unfitBlock(source: string, text: string, from: number): Unfit | undefined {
  if (!/^[|>][-+]?\d/.test(source)) return /^.*\n(?: *\r?\n)* *\t/.test(source) ? tabInBlock : undefined;
  // A line of blanks that follows the last line with text, at once or behind empty ones.
  const blanks = /[ \t\r]*\n(?:\r?\n)*[ \t]+(?:\r?\n|$)/y;
  blanks.lastIndex = from + source.trimEnd().length;
  return blanks.test(text) ? blanksInBlock : undefined;
}

const tabInBlock: Unfit = [
  "kubectl takes a tab at the start of a block for indentation",
  "write the text in double quotes, with \\t",
];
const blanksInBlock: Unfit = [
  "kubectl keeps blanks at the end of a block with an indentation indicator",
  "remove them, or use double quotes",
];
