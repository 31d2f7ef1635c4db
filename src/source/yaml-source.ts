import { Composer, type CST, Lexer, LineCounter, type ParsedNode, Parser } from "yaml";
import type { MeshPath, Place } from "../findings/finding";
import { InputError } from "../findings/input-error";
import { valueAt } from "../objects/object-paths";
import { inputBytesLimit, nestingLimit, tokensLimit, tooLarge } from "./limits";
import { behind, documentsOf, fileStart, type Start, type TextPart } from "./yaml-documents";
import { isJson, refuseCharacters } from "./yaml-kubectl";
import { loadYaml } from "./yaml-load";
import { isNothing, type Part, readNode } from "./yaml-value";

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

/** A part of a document, as a document of its own. */
export function partAt({ value, file, locate, written }: YamlSource, path: MeshPath): YamlSource {
  return {
    value: valueAt(value, ...path),
    file,
    locate: (inside, part) => locate([...path, ...inside], part),
    written: (inside) => written?.([...path, ...inside]),
  };
}

/**
 * As `parseYamlDocuments`, for thousands of objects of whose parts hardly any place is asked: places cost far more than values, and are worked out when
 * somebody asks.
 */
export function readYamlDocuments(text: string, file: string, start: Start = fileStart): readonly YamlSource[] {
  const value = loadYaml(text);
  const placed = () => parseYamlDocuments(text, file, start);
  if (value === undefined) return placed();
  // The object itself stands behind comments, the marker and the space that stands for a dash.
  const first = () => behind(/^(?:(?:---)?[ \t]*(?:#.*)?\n)*[ \t]*/.exec(text)?.[0] ?? "", start);
  const locate: YamlSource["locate"] = (path, part) =>
    (path.length > 0 && placed()[0]?.locate(path, part)) || { file, ...first() };
  return [{ value, file, locate, written: (path) => placed()[0]?.written?.(path) }];
}

/**
 * Parses YAML as kubectl does (YAML 1.1 booleans and octals; dates stay text). Documents that hold nothing are left out.
 * @param file its name in messages
 * @param start where the text starts in the file, when it is a part of it @default its first character
 * @throws InputError for text that is no YAML, too large, nested too deep, or that holds nothing
 */
export function parseYamlDocuments(text: string, file: string, start: Start = fileStart): YamlSource[] {
  if (Buffer.byteLength(text) > inputBytesLimit) throw tooLarge(file);
  refuseCharacters({ text, start }, file);
  const sources = [...documentsOf({ text, start })].flatMap((one) => parseDocument(one, file));
  if (sources.length > 0) return sources;
  throw InputError.of("the file is empty", { place: { file, ...start }, hint: "it holds comments at most" });
}

function parseDocument({ text, start }: TextPart, file: string): YamlSource[] {
  const lines = new LineCounter();
  lines.addNewLine(0);
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: line + start.line - 1, column: col + (line === 1 ? start.column - 1 : 0) };
  };
  const root = compose(text, lines, (offset, message, hint) =>
    InputError.of(message, { place: placeAt(offset), ...(hint && { hint }) }),
  );
  if (isNothing(root)) return [];
  const whole = readNode(root, text, placeAt);
  const partAt = (path: MeshPath) =>
    path.reduce<Part | undefined>((part, step) => part?.below.get(String(step)), whole);
  const nearestTo = (path: MeshPath): Part => partAt(path) ?? nearestTo(path.slice(0, -1));
  const locate: YamlSource["locate"] = (path, at) => {
    const { key, offset } = nearestTo(path);
    return placeAt(at === "key" ? (key ?? offset) : offset);
  };
  return [{ value: whole.value, file, locate, written: (path) => partAt(path)?.written }];
}

/** What Git leaves around the two sides of a conflict. */
const conflictMarker = /^(?:[<>]{7} .+|={7})\r?$/m;

type ErrorAt = (offset: number, message: string, hint?: string) => InputError;

/** @throws InputError for what is no YAML, and for what kubectl does not see: it reads one document of each piece between two markers. */
function compose(text: string, lines: LineCounter, errorAt: ErrorAt): ParsedNode | null {
  if (/^---[ \t]/.test(text) && !/^---[ \t]*(?:#.*)?\r?(?:\n|$)/.test(text)) {
    const hint = "begin the document on a line of its own";
    throw errorAt(0, "kubectl reads nothing but a comment on the line of ---", hint);
  }
  // Failsafe: every scalar stays text here; yaml-scalar.ts decides what it stands for.
  const options = { schema: "failsafe", resolveKnownTags: false, uniqueKeys: false } as const;
  const composer = new Composer<ParsedNode, true>(options);
  const [document, second] = [...composer.compose(tokens(text, lines, errorAt), true, text.length)];
  const error = document?.errors[0] ?? second?.errors[0];
  const unsettled = error && conflictMarker.exec(text);
  if (unsettled)
    throw errorAt(
      unsettled.index,
      "not YAML: a merge of Git is not settled here",
      "settle it, and take its markers out",
    );
  if (error) {
    const hint = error.code === "TAB_AS_INDENT" ? "indent with spaces" : undefined;
    throw errorAt(error.pos[0], `not YAML: ${error.message.replace(/\s*\n\s*/g, " ")}`, hint);
  }
  if (second && !isNothing(second.contents)) {
    const [offset] = second.contents.range;
    throw errorAt(offset, "kubectl reads nothing behind ... in a document", "write --- between documents");
  }
  return document?.contents ?? null;
}

/**
 * What `Parser.parse` does, with an eye on depth and number: composing whatever comes would exhaust the stack or the
 * memory, and both end the process.
 */
function* tokens(text: string, lines: LineCounter, errorAt: ErrorAt): Iterable<CST.Token> {
  const parser = new Parser(lines.addNewLine);
  const isInBrackets = () => isJson(text) || parser.stack.some(({ type }) => type === "flow-collection");
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const { offset } = parser;
    if (/^\t[ \t]*$/.test(lexeme) && text[offset - 1] === "\n" && !isInBrackets()) {
      const hint = "indent with spaces, and leave empty lines empty";
      throw errorAt(offset, "not YAML: a tab at the start of a line", hint);
    }
    for (const token of parser.next(lexeme)) {
      if (token.type === "directive") throw errorAt(offset, "kubectl reads no directives", "remove this line");
      yield token;
      if (token.type === "error") return;
    }
    count += 1;
    if (count > tokensLimit) throw errorAt(offset, `more than ${tokensLimit} YAML tokens`);
    if (parser.stack.length > nestingLimit) throw errorAt(offset, `nested deeper than ${nestingLimit} levels`);
  }
  yield* parser.end();
}
