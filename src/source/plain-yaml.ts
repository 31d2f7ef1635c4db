import { nestingLimit } from "./limits";
import { unfitEscape } from "./yaml-kubectl";
import { resolveScalar, UnfitScalar } from "./yaml-scalar";

/*
 * A fast reader for the YAML that tools write: block maps and lists, scalars on one line, literal blocks. The full parser takes
 * a tenth of a millisecond for the smallest object, which is too long for a hundred thousand. Everything that is not plainly
 * of that form is left to it; what is read here reads the same there (test/source/plain-yaml.test.ts).
 */

/** Thrown where the text is more than this reader knows. */
const notPlain = new Error("not plain YAML");

const keyAndRest = /^([A-Za-z_.][-A-Za-z0-9_./]*(?::[-A-Za-z0-9_./]+)*):(?: +(.*))?$/;
const plainScalar = /^[A-Za-z0-9_./+\-$(<=^~\\;](?!.*(?:: |:$| #|\t)).*$/;
const doubleQuoted = /^"(?:[^"\\\t]|\\.)*"$/;
const singleQuoted = /^'(?:[^'\t]|'')*'$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const anythingUnusual = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/;

interface Lines {
  readonly all: string[];
  /** The line that is read next. */
  at: number;
}

/** The map that a document holds, or undefined when it takes the full parser to say. */
export function plainYaml(text: string): Readonly<Record<string, unknown>> | undefined {
  if (anythingUnusual.test(text) || !text.endsWith("\n")) return undefined;
  const lines: Lines = { all: text.slice(0, -1).split("\n"), at: 0 };
  if (lines.all[0] === "---") lines.at = 1;
  try {
    const indent = nextIndent(lines);
    if (indent < 0 || isItem(lines.all[lines.at] ?? "", indent)) return undefined;
    const value = readMap(lines, indent, 0);
    return nextIndent(lines) < 0 ? value : undefined;
  } catch (error) {
    if (error === notPlain || error instanceof UnfitScalar) return undefined;
    throw error;
  }
}

/** Goes to the next line that says something and tells its indentation; -1 at the end. */
function nextIndent(lines: Lines): number {
  for (; lines.at < lines.all.length; lines.at += 1) {
    const indent = indentOf(lines.all[lines.at] ?? "");
    if (indent >= 0) return indent;
  }
  return -1;
}

/** -1 for lines that are empty or a comment. */
function indentOf(line: string): number {
  let indent = 0;
  while (line[indent] === " ") indent += 1;
  const first = line[indent];
  if (first === "\t") throw notPlain;
  return first === undefined || first === "#" ? -1 : indent;
}

function isItem(line: string, indent: number): boolean {
  return line[indent] === "-" && (line[indent + 1] === " " || line.length === indent + 1);
}

function readMap(lines: Lines, indent: number, depth: number): Record<string, unknown> {
  if (depth > nestingLimit / 2) throw notPlain;
  const map: Record<string, unknown> = {};
  for (let next = indent; next === indent; next = nextIndent(lines)) {
    const line = lines.all[lines.at] ?? "";
    if (isItem(line, indent)) break;
    const [, key = "", rest = ""] = keyAndRest.exec(line.slice(indent)) ?? [];
    if (key === "" || resolveScalar(key) !== key || key === "__proto__" || Object.hasOwn(map, key)) throw notPlain;
    lines.at += 1;
    const text = withoutSpaces(rest);
    map[key] = text === "" ? readBelow(lines, indent, depth) : readInline(text, lines, indent);
  }
  if (nextIndent(lines) > indent) throw notPlain;
  return map;
}

/** What stands below `key:`. A list may stand as far to the left as its key. */
function readBelow(lines: Lines, indent: number, depth: number): unknown {
  const next = nextIndent(lines);
  const line = lines.all[lines.at] ?? "";
  if (next >= indent && isItem(line, next)) return readList(lines, next, depth + 1);
  return next > indent ? readMap(lines, next, depth + 1) : null;
}

function readList(lines: Lines, indent: number, depth: number): unknown[] {
  if (depth > nestingLimit / 2) throw notPlain;
  const list: unknown[] = [];
  for (let next = indent; next === indent; next = nextIndent(lines)) {
    const line = lines.all[lines.at] ?? "";
    if (!isItem(line, indent)) break;
    const rest = line.slice(indent + 1).replace(/^ +/, "");
    const inner = line.length - rest.length;
    const nested = isItem(line, inner);
    if (rest === "") throw notPlain;
    if (nested || keyAndRest.test(rest)) {
      lines.all[lines.at] = " ".repeat(inner) + rest;
      list.push(nested ? readList(lines, inner, depth + 1) : readMap(lines, inner, depth + 1));
    } else {
      lines.at += 1;
      list.push(readInline(withoutSpaces(rest), lines, indent));
    }
  }
  if (nextIndent(lines) > indent) throw notPlain;
  return list;
}

/** YAML's own white space only: a no-break space belongs to the text. */
function withoutSpaces(text: string): string {
  return withoutLast(" ", text);
}

/** In one pass: a pattern for this looks at each run of them inside the text as often as it is long. */
function withoutLast(character: string, text: string): string {
  let end = text.length;
  while (text[end - 1] === character) end -= 1;
  return text.slice(0, end);
}

/** A value that starts on the line of its key or dash. */
function readInline(text: string, lines: Lines, indent: number): unknown {
  if (text === "|" || text === "|-" || text === "|+") return readBlock(text.slice(1), lines, indent);
  // A deeper line would go on with this scalar.
  if (nextIndent(lines) > indent) throw notPlain;
  if (text === "{}") return {};
  if (text === "[]") return [];
  if (singleQuoted.test(text)) return text.slice(1, -1).replaceAll("''", "'");
  if (doubleQuoted.test(text)) return readEscapes(text);
  if (!plainScalar.test(text) || isItem(text, 0)) throw notPlain;
  return resolveScalar(text);
}

/** JSON's escapes mean the same in YAML but for those that kubectl does not read; YAML has more of them. */
function readEscapes(text: string): string {
  if (!text.includes("\\")) return text.slice(1, -1);
  if (unfitEscape(text)) throw notPlain;
  try {
    return JSON.parse(text) as string;
  } catch {
    throw notPlain;
  }
}

function readBlock(chomping: string, lines: Lines, parent: number): string {
  const content: string[] = [];
  let indent = -1;
  for (; lines.at < lines.all.length; lines.at += 1) {
    const line = lines.all[lines.at] ?? "";
    const start = line.search(/[^ ]/);
    if (start < 0) {
      if (indent < 0 || line.length > indent) throw notPlain;
      content.push("");
      continue;
    }
    if (start <= parent) break;
    if (indent < 0) indent = start;
    if (content.length === 0 && line[start] === "\t") throw notPlain;
    if (start < indent) throw notPlain;
    content.push(line.slice(indent));
  }
  if (indent < 0) throw notPlain;
  const text = content.join("\n");
  if (chomping === "+") return `${text}\n`;
  return withoutLast("\n", text) + (chomping === "-" ? "" : "\n");
}
