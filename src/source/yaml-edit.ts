import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  stringify,
  type YAMLMap,
} from "yaml";
import { InputError } from "../findings/input-error";

/** A value to be set at a path, or the key there to be taken out. Maps on the way that are missing are made. */
export interface YamlEdit {
  readonly path: readonly (string | number)[];
  /** @default the key is taken out, with a map that has no other key */
  readonly value?: unknown;
  /** Key of the same map that a new key goes behind. @default the last one */
  readonly after?: string;
}

/**
 * Edits YAML as a person would: only the lines of what changes are touched; comments, order, quotes and everything else stay as they are.
 *
 * @param isWanted which document of the text is edited
 * @throws InputError for aliases, anchors and maps that can only be edited by hand
 */
export function editYaml(
  text: string,
  file: string,
  isWanted: (value: unknown) => boolean,
  edits: readonly YamlEdit[],
): string {
  return edits.reduce((now, edit) => editOnce(now, { file, isWanted }, edit), text);
}

interface Wanted {
  readonly file: string;
  readonly isWanted: (value: unknown) => boolean;
}

function editOnce(text: string, { file, isWanted }: Wanted, edit: YamlEdit): string {
  const document = parseAllDocuments(text).find((one) => isWanted(one.toJS())) as Document | undefined;
  if (!document) throw InputError.of(`${file}: the mesh is not in it any more`);
  const spot = find(document, edit.path, (node) => refuse(text, file, node, edit.path));
  if (edit.value === undefined) return spot.pair ? remove(text, spot) : text;
  return spot.pair ? replace(text, spot, edit.value) : insert(text, spot, edit);
}

/** Where an edit takes place: the innermost map that is there, what is missing below it, and the pair if nothing is. */
interface Spot {
  readonly map: YAMLMap;
  readonly pair: Pair<Node, Node | null> | undefined;
  readonly missing: readonly string[];
  /** The way to the map, outermost first. */
  readonly parents: readonly { readonly map: YAMLMap; readonly pair: Pair<Node, Node | null> }[];
}

function find(document: Document, path: readonly (string | number)[], refused: (node: Node) => Error): Spot {
  const parents: { map: YAMLMap; pair: Pair<Node, Node | null> }[] = [];
  let node = document.contents as Node | null;
  let map: YAMLMap | undefined;
  let pair: Pair<Node, Node | null> | undefined;
  for (const [depth, key] of path.entries()) {
    if (typeof key === "number") {
      node = isSeq(node) ? (node.items[key] as Node) : null;
      if (node && isUnwieldy(node)) throw refused(node);
      continue;
    }
    if (!isMap(node)) {
      // `upgrade:` with nothing behind it is a map that is not there.
      return {
        map: map as YAMLMap,
        pair: undefined,
        missing: path.slice(depth - 1).map(String),
        parents: parents.slice(0, -1),
      };
    }
    map = node;
    const found = map.items.find((one) => isScalar(one.key) && one.key.value === key) as typeof pair;
    if (!found) return { map, pair: undefined, missing: path.slice(depth).map(String), parents };
    if (found.value && isUnwieldy(found.value)) throw refused(found.value);
    pair = found;
    node = found.value;
    if (depth < path.length - 1) parents.push({ map, pair: found });
  }
  return { map: map as YAMLMap, pair, missing: [], parents };
}

/** What stands elsewhere as well: an edit here would be one there. */
function isUnwieldy(node: Node): boolean {
  return isAlias(node) || ("anchor" in node && node.anchor !== undefined);
}

function refuse(text: string, file: string, node: Node, path: readonly (string | number)[]): InputError {
  const before = text.slice(0, node.range?.[0] ?? 0);
  const lines = before.split("\n");
  return InputError.of(`${path.join(".")} is written with an anchor or an alias, which is not edited`, {
    place: { file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 },
    hint: "Write the value itself there, without & or *.",
  });
}

function replace(text: string, { map, pair }: Spot, value: unknown): string {
  const node = pair?.value;
  const [from, to] = [node?.range?.[0], node?.range?.[1]];
  if (node && isScalar(node) && from !== undefined && to !== undefined && from < to && Object(value) !== value) {
    return text.slice(0, from) + scalarText(value, node.type) + text.slice(to);
  }
  const key = pair?.key as Node;
  const [start] = key.range ?? [0];
  const end = endOf(text, pair as Pair<Node, Node | null>);
  const written = map.flow ? flowText(value) : blockText(value, columnOf(text, start));
  const name = text.slice(start, key.range?.[1]);
  return `${text.slice(0, start)}${name}:${written}${text.slice(end)}`;
}

/** In the quotes that the value had. */
function scalarText(value: unknown, type: string | undefined): string {
  const quotes = type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE" ? type : "PLAIN";
  return stringify(value, { defaultStringType: quotes, lineWidth: 0 }).trimEnd();
}

function insert(text: string, { map, missing, parents }: Spot, { value, after }: YamlEdit): string {
  const whole = missing.slice(1).reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
  const [key = ""] = missing;
  const there = map.items.findIndex((one) => isScalar(one.key) && (one.key as { value: unknown }).value === key);
  if (there !== -1) return replace(text, { map, pair: map.items[there] as Spot["pair"], missing: [], parents }, whole);
  const index = map.items.findIndex((one) => isScalar(one.key) && (one.key as { value: unknown }).value === after);
  const behind = (index === -1 ? map.items.at(-1) : map.items[index]) as Pair<Node, Node | null> | undefined;
  if (!behind)
    return `${text.slice(0, (map.range?.[0] ?? 0) + 1)} ${key}:${flowText(whole)} ${text.slice((map.range?.[0] ?? 0) + 1)}`;
  const end = endOf(text, behind);
  if (map.flow) return `${text.slice(0, end)}, ${key}:${flowText(whole)}${text.slice(end)}`;
  const column = columnOf(text, (behind.key as Node).range?.[0] ?? 0);
  const [ending] = /\r?\n|$/.exec(text.slice(end)) ?? [""];
  const at = end + (/\r?\n|$/.exec(text.slice(end))?.index ?? 0);
  const line = `\n${" ".repeat(column)}${key}:${blockText(whole, column)}`;
  return text.slice(0, at) + (ending === "\r\n" ? line.replaceAll("\n", "\r\n") : line) + text.slice(at);
}

function remove(text: string, { map, pair, parents }: Spot): string {
  const parent = parents.at(-1);
  if (map.items.length === 1 && parent) {
    return remove(text, { map: parent.map, pair: parent.pair, missing: [], parents: parents.slice(0, -1) });
  }
  if (!pair) return text;
  const index = map.items.indexOf(pair);
  const start = pair.key.range?.[0] ?? 0;
  const next = map.items[index + 1]?.key as Node | undefined;
  const end = endOf(text, pair);
  if (map.flow) {
    if (next) return text.slice(0, start) + text.slice(next.range?.[0] ?? end);
    const before = map.items[index - 1] as Pair<Node, Node | null> | undefined;
    return text.slice(0, before ? endOf(text, before) : start) + text.slice(end);
  }
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  // The first key of an item of a list shares its line with the dash.
  if (text.slice(lineStart, start).trim() !== "") return text.slice(0, start) + text.slice(next?.range?.[0] ?? end);
  const newline = text.indexOf("\n", end);
  return text.slice(0, lineStart) + (newline === -1 ? "" : text.slice(newline + 1));
}

/** Behind the last character of a value, its comment and the empty lines after it left out. */
function endOf(text: string, { key, value }: Pair<Node, Node | null>): number {
  const end = value?.range?.[1] ?? (key.range?.[1] ?? 0) + 1;
  const start = key.range?.[0] ?? 0;
  const body = text.slice(start, end).trimEnd();
  return start + body.length;
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}

function flowText(value: unknown): string {
  return ` ${stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trimEnd()}`;
}

/** Behind the colon: on the same line for a scalar and a list, below it for a map. */
function blockText(value: unknown, column: number): string {
  if (Object(value) !== value) return ` ${scalarText(value, undefined)}`;
  if (Array.isArray(value)) return flowText(value);
  const indent = " ".repeat(column + 2);
  const lines = Object.entries(value as object).map(
    ([key, inner]) => `\n${indent}${key}:${blockText(inner, column + 2)}`,
  );
  return lines.join("");
}
