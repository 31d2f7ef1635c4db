import {
  Composer,
  type CST,
  type Document,
  isScalar,
  Lexer,
  LineCounter,
  type ParsedNode,
  Parser,
  type YAMLParseError,
} from "yaml";
import type { Place } from "../findings/finding";
import { InputError } from "../findings/input-error";
import { inputBytesLimit, inputLimitText, nestingLimit, tokensLimit } from "./limits";
import { isJson, refuseCharacters, unfitJson, unfitScalars } from "./yaml-kubectl";
import { findSpot, scalarText } from "./yaml-locate";
import { plainValue } from "./yaml-value";

/** One YAML document: its plain data, and where each part of it is written. */
export interface YamlSource {
  readonly value: unknown;
  readonly file: string;
  /**
   * Where a path is written; falls back to the nearest existing parent.
   * @param part the key or the value behind it @default value
   */
  readonly locate: (path: readonly (string | number)[], part?: "key" | "value") => Place;
  /** A scalar as it is written, without its quotes: `1.30` where the value is the number 1.3. */
  readonly written?: (path: readonly (string | number)[]) => string | undefined;
}

/** A line and a column of a file, both from 1. */
export type Start = Omit<Place, "file">;

type PlaceAt = (offset: number) => Place;
type ComposedDocument = Document.Parsed<ParsedNode>;

/**
 * Parses YAML as kubectl does (YAML 1.1 booleans and octals; dates stay text). Documents that hold nothing are left out.
 * @param file its name in messages
 * @param start where the text starts in the file, when it is a part of it @default its first character
 * @throws InputError for text that is no YAML, too large, nested too deep, or that holds nothing
 */
export function parseYamlDocuments(text: string, file: string, start: Start = { line: 1, column: 1 }): YamlSource[] {
  if (Buffer.byteLength(text) > inputBytesLimit) throw tooLarge(file);
  const lines = new LineCounter();
  const inFile = (line: number, column: number): Place => ({
    file,
    line: line + start.line - 1,
    column: line === 1 ? column + start.column - 1 : column,
  });
  const placeAt: PlaceAt = (offset) => {
    const { line, col } = lines.linePos(offset);
    return inFile(Math.max(line, 1), Math.max(col, 1));
  };
  const plain = text.startsWith("\uFEFF") ? text.slice(1) : text;
  refuseCharacters(plain, inFile);
  const documents = compose(plain, lines, placeAt);
  const sources = documents.flatMap(({ contents }) => (isNothing(contents) ? [] : [toSource(contents, file, placeAt)]));
  if (sources.length > 0) return sources;
  throw InputError.of("the file is empty", { place: inFile(1, 1), hint: "it holds comments at most" });
}

/** What is said about an input above the limit. */
export function tooLarge(file: string): InputError {
  return InputError.of(`${file}: larger than ${inputLimitText}`, { hint: "no mesh and no manifest comes near that" });
}

function compose(text: string, lines: LineCounter, placeAt: PlaceAt): ComposedDocument[] {
  // Failsafe: every scalar stays text here; yaml-scalar.ts decides what it stands for.
  const composer = new Composer({
    schema: "failsafe",
    resolveKnownTags: false,
    uniqueKeys: false,
    prettyErrors: false,
  });
  const documents: ComposedDocument[] = [];
  for (const token of withoutEmptyDocuments(kubectlDocuments(tokens(text, lines, placeAt), text, placeAt), placeAt)) {
    documents.push(...(composer.next(token) as Iterable<ComposedDocument>));
  }
  documents.push(...(composer.end(true, text.length) as Iterable<ComposedDocument>));
  for (const { errors } of documents) if (errors[0]) throw notYaml(errors[0], placeAt);
  return documents;
}

/**
 * Refuses what kubectl does not see: it cuts a text where a line starts with `---`, and reads one document of each piece.
 * @throws InputError for directives, for text on the line of a marker, and for what stands behind `...`
 */
function* kubectlDocuments(all: Iterable<CST.Token>, text: string, placeAt: PlaceAt): Iterable<CST.Token> {
  let ended = false;
  for (const token of all) {
    const fail = (message: string, hint: string, offset = token.offset) => {
      throw InputError.of(message, { place: placeAt(offset), hint });
    };
    if (token.type === "directive") fail("kubectl reads no directives", "remove this line");
    if (token.type === "doc-end") ended = true;
    if (token.type === "document") {
      const mark = token.start.find(({ type }) => type === "doc-start");
      if (mark && !/^---[ \t]*(?:#.*)?\r?$/.test(lineAt(text, mark.offset))) {
        fail(
          "kubectl reads nothing but a comment on the line of ---",
          "begin the document on a line of its own",
          mark.offset,
        );
      }
      if (ended && !mark && token.value)
        fail("kubectl reads nothing behind ... in a document", "write --- between documents");
      ended = false;
    }
    yield token;
  }
}

function lineAt(text: string, offset: number): string {
  const end = text.indexOf("\n", offset);
  return text.slice(offset, end < 0 ? undefined : end);
}

/** Making a document is most of a composer's work, and a file may hold hundreds of thousands of markers with nothing between them. */
function* withoutEmptyDocuments(all: Iterable<CST.Token>, placeAt: PlaceAt): Iterable<CST.Token> {
  let before: "nothing" | "empty" | "document" = "nothing";
  for (const token of all) {
    if (token.type === "document") before = token.value ? "document" : isMarked(token) ? "empty" : "nothing";
    if (token.type === "doc-end" && before === "nothing") {
      throw InputError.of("not YAML: the document that ends here has not begun", { place: placeAt(token.offset) });
    }
    const isEmpty = before !== "document" && (token.type === "document" || token.type === "doc-end");
    if (!isEmpty) yield token;
  }
}

function isMarked({ start }: CST.Document): boolean {
  return start.some(({ type }) => type === "doc-start");
}

/**
 * What `Parser.parse` does, with an eye on depth and number: composing whatever comes would exhaust the stack or the
 * memory, and both end the process.
 */
function* tokens(text: string, lines: LineCounter, placeAt: PlaceAt): Iterable<CST.Token> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  const unfit = isJson(text) ? unfitJson : unfitScalars();
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const offset = parser.offset;
    const [message, hint] = unfit(lexeme) ?? [];
    if (message !== undefined) throw InputError.of(message, { place: placeAt(offset), ...(hint && { hint }) });
    for (const token of parser.next(lexeme)) {
      yield token;
      if (token.type === "error") return;
    }
    count += 1;
    if (count > tokensLimit) throw InputError.of(`more than ${tokensLimit} YAML tokens`, { place: placeAt(offset) });
    if (parser.stack.length > nestingLimit) {
      throw InputError.of(`nested deeper than ${nestingLimit} levels`, { place: placeAt(offset) });
    }
  }
  yield* parser.end();
}

function notYaml(error: YAMLParseError, placeAt: PlaceAt): InputError {
  const hint = error.code === "TAB_AS_INDENT" ? "indent with spaces" : undefined;
  const message = error.message.replace(/\s*\n\s*/g, " ");
  return InputError.of(`not YAML: ${message}`, { place: placeAt(error.pos[0]), ...(hint ? { hint } : {}) });
}

function isNothing(contents: ParsedNode | null): contents is null {
  return contents === null || (isScalar(contents) && contents.source === "" && contents.type === "PLAIN");
}

function toSource(root: ParsedNode, file: string, placeAt: PlaceAt): YamlSource {
  const [value, targets] = plainValue(root, (node) => placeAt(node.range[0]));
  return {
    value,
    file,
    locate(path, part = "value") {
      const [spot] = findSpot(root, path, targets);
      const node = part === "key" ? (spot.key ?? spot.value) : (spot.value ?? spot.key);
      return placeAt((node ?? root).range[0]);
    },
    written(path) {
      const [spot, found] = findSpot(root, path, targets);
      return found ? scalarText(spot, targets) : undefined;
    },
  };
}
