import {
  Composer,
  type CST,
  type Document,
  Lexer,
  LineCounter,
  type ParsedNode,
  Parser,
  type YAMLParseError,
} from "yaml";
import type { MeshPath, Place } from "../findings/finding";
import { InputError } from "../findings/input-error";
import { inputBytesLimit, nestingLimit, tokensLimit, tooLarge } from "./limits";
import { documentsOf, fileStart, type Start, type TextPart } from "./yaml-documents";
import { isJson, refuseCharacters } from "./yaml-kubectl";
import { isNothing, readNode } from "./yaml-value";

/** One YAML document: its plain data, and where each part of it is written. */
export interface YamlSource {
  readonly value: unknown;
  readonly file: string;
  /**
   * Where a path is written; falls back to the nearest existing parent.
   * @param part the key or the value behind it @default value
   */
  readonly locate: (path: MeshPath, part?: "key" | "value") => Place;
  /** A scalar as it is written, without its quotes: `1.30` where the value is the number 1.3. */
  readonly written?: (path: MeshPath) => string | undefined;
}

/** Where an offset of a text is in its file. */
type PlaceAt = (offset: number) => Place;

/**
 * Parses YAML as kubectl does (YAML 1.1 booleans and octals; dates stay text). Documents that hold nothing are left out.
 * @param file its name in messages
 * @param start where the text starts in the file, when it is a part of it @default its first character
 * @throws InputError for text that is no YAML, too large, nested too deep, or that holds nothing
 */
export function parseYamlDocuments(text: string, file: string, start: Start = fileStart): YamlSource[] {
  if (Buffer.byteLength(text) > inputBytesLimit) throw tooLarge(file);
  refuseCharacters({ text, start }, file);
  const sources = [...documentsOf({ text, start })].flatMap((one) => parseDocument(one, file) ?? []);
  if (sources.length > 0) return sources;
  throw InputError.of("the file is empty", { place: { file, ...start }, hint: "it holds comments at most" });
}

function parseDocument({ text, start }: TextPart, file: string): YamlSource | undefined {
  const lines = new LineCounter();
  lines.addNewLine(0);
  const placeAt: PlaceAt = (offset) => {
    const { line, col } = lines.linePos(offset);
    return { file, line: line + start.line - 1, column: col + (line === 1 ? start.column - 1 : 0) };
  };
  const root = compose(text, lines, placeAt);
  if (isNothing(root)) return undefined;
  const whole = readNode(root, text, placeAt);
  const find = (path: MeshPath) => {
    let part = whole;
    for (const step of path) {
      const next = part.below.get(String(step));
      if (!next) return { part, isWhole: false };
      part = next;
    }
    return { part, isWhole: true };
  };
  return {
    value: whole.value,
    file,
    locate(path, at = "value") {
      const { key, offset } = find(path).part;
      return placeAt(at === "key" ? (key ?? offset) : offset);
    },
    written(path) {
      const { part, isWhole } = find(path);
      return isWhole ? part.written : undefined;
    },
  };
}

/** @throws InputError for what is no YAML, and for what kubectl does not see: it reads one document of each piece between two markers. */
function compose(text: string, lines: LineCounter, placeAt: PlaceAt): ParsedNode | null {
  if (/^---[ \t]/.test(text) && !/^---[ \t]*(?:#.*)?\r?(?:\n|$)/.test(text)) {
    const hint = "begin the document on a line of its own";
    throw InputError.of("kubectl reads nothing but a comment on the line of ---", { place: placeAt(0), hint });
  }
  // Failsafe: every scalar stays text here; yaml-scalar.ts decides what it stands for.
  const composer = new Composer({
    schema: "failsafe",
    resolveKnownTags: false,
    uniqueKeys: false,
    prettyErrors: false,
  });
  const documents = composer.compose(tokens(text, lines, placeAt), true, text.length);
  const [document, second] = [...(documents as Iterable<Document.Parsed<ParsedNode>>)];
  const error = document?.errors[0] ?? second?.errors[0];
  if (error) throw notYaml(error, placeAt);
  if (second && !isNothing(second.contents)) {
    const place = placeAt(second.contents.range[0]);
    throw InputError.of("kubectl reads nothing behind ... in a document", {
      place,
      hint: "write --- between documents",
    });
  }
  return document?.contents ?? null;
}

/**
 * What `Parser.parse` does, with an eye on depth and number: composing whatever comes would exhaust the stack or the
 * memory, and both end the process.
 */
function* tokens(text: string, lines: LineCounter, placeAt: PlaceAt): Iterable<CST.Token> {
  const parser = new Parser(lines.addNewLine);
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const { offset } = parser;
    const refuse = (message: string, hint?: string) => {
      throw InputError.of(message, { place: placeAt(offset), ...(hint && { hint }) });
    };
    const isInBrackets = () => isJson(text) || parser.stack.some(({ type }) => type === "flow-collection");
    if (/^\t[ \t]*$/.test(lexeme) && text[offset - 1] === "\n" && !isInBrackets()) {
      refuse("not YAML: a tab at the start of a line", "indent with spaces, and leave empty lines empty");
    }
    for (const token of parser.next(lexeme)) {
      if (token.type === "directive") refuse("kubectl reads no directives", "remove this line");
      yield token;
      if (token.type === "error") return;
    }
    count += 1;
    if (count > tokensLimit) refuse(`more than ${tokensLimit} YAML tokens`);
    if (parser.stack.length > nestingLimit) refuse(`nested deeper than ${nestingLimit} levels`);
  }
  yield* parser.end();
}

function notYaml(error: YAMLParseError, placeAt: PlaceAt): InputError {
  const hint = error.code === "TAB_AS_INDENT" ? "indent with spaces" : undefined;
  const message = error.message.replace(/\s*\n\s*/g, " ");
  return InputError.of(`not YAML: ${message}`, { place: placeAt(error.pos[0]), ...(hint ? { hint } : {}) });
}
