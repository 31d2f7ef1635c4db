import { Document } from "yaml";
import { yamlOptions } from "./yaml-string";

/** Making a document means making a schema; one serves all texts. */
const document = new Document(null, yamlOptions);

/**
 * Data as YAML that every reader reads alike, in its own order: block style, LF, no line folding, no anchors.
 *
 * Maps and lists are laid out here, which is most of a manifest and takes the yaml package, with a node for every part, ten times as long;
 * how a text is written is the package's business, and asked once for each text.
 * @throws InputError for a text with half a character
 */
export function yamlText(data: unknown): string {
  return `${inline(data, "")}\n`;
}

type Data = Readonly<Record<string, unknown>>;

/** @param indent where the lines behind the first one begin */
function inline(value: unknown, indent: string): string {
  if (Array.isArray(value)) return value.length > 0 ? list(value, indent) : "[]";
  if (value === null || value === undefined) return "null";
  if (typeof value === "object") return map(value as Data, indent) || "{}";
  return typeof value === "string" ? text(value, indent) : Object.is(value, -0) ? "-0" : String(value);
}

function list(items: readonly unknown[], indent: string): string {
  return items.map((item) => `- ${inline(item, `${indent}  `)}`).join(`\n${indent}`);
}

/** Empty where there is nothing in it. */
function map(data: Data, indent: string): string {
  const below = `${indent}  `;
  let lines = "";
  for (const [name, value] of Object.entries(data)) {
    if (value === undefined) continue;
    const written = keys.of(name);
    const isLong = written.length > longestKey;
    const isBelow = !isLong && typeof value === "object" && value !== null && hasParts(value);
    const start = isLong ? `? ${written}\n${indent}:` : `${written}:`;
    const pair = `${start}${isBelow ? `\n${below}` : " "}${inline(value, below)}`;
    lines += lines === "" ? pair : `\n${indent}${pair}`;
  }
  return lines;
}

function hasParts(value: object): boolean {
  return Array.isArray(value) ? value.length > 0 : Object.values(value).some((one) => one !== undefined);
}

/** A key that is longer is marked as one, as YAML asks. */
const longestKey = 1024;

function text(value: string, indent: string): string {
  const written = texts.of(value);
  return written.includes("\n") ? written.replace(/\n(?=[^\n])/g, `\n${indent.slice(2)}`) : written;
}

/** How texts are written, each asked once. Bounded, so that memory does not grow with the fleet. */
class Written {
  private readonly known = new Map<string, string>();

  constructor(private readonly ask: (text: string) => string) {}

  of(text: string): string {
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const written = this.ask(text);
    if (this.known.size >= limit) this.known.clear();
    this.known.set(text, written);
    return written;
  }
}

const limit = 10_000;

/** As the value of a key at the left edge, which is where a block of several lines is indented least. */
const texts = new Written((value) => printed({ x: value }).slice("x: ".length, -1));

/** At the left edge as well, where one that looks like the marker of a document is quoted. */
const keys = new Written((name) => printed({ [name]: 0 }).replace(/^\? (.*)\n: 0\n$|: 0\n$/, "$1"));

function printed(data: unknown): string {
  document.contents = document.createNode(data, { aliasDuplicateObjects: false });
  return document.toString({ lineWidth: 0, directives: false });
}
