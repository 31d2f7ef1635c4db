import { isMap, isScalar, isSeq, type ParsedNode, Scalar, stringify } from "yaml";
import type { MeshPath, Place } from "../../../findings/finding";
import { yamlOptions } from "../../../snapshot/yaml-string";
import { resolveScalar, UnfitScalar } from "../../../source/yaml-scalar";
import { endOf, indentOf, lineEnd, type MapNode, mapAt, type PairNode, pairOf } from "./yaml-spots";

/** A stretch of a text and what takes its place. */
interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * Sets or takes away one value of an object in a text of YAML or JSON; comments, order and all else stay as they are.
 * @param object where the object begins in the text
 * @param value undefined takes the key away
 * @returns undefined where that cannot be done without rewriting more
 */
export function editYaml(text: string, object: Omit<Place, "file">, at: MeshPath, value: unknown): string | undefined {
  const map = mapAt(text, object.line, object.column);
  const splice = map && (value === undefined ? removal(text, map, at) : setting(text, map, at, value));
  return splice && text.slice(0, splice.from) + splice.text + text.slice(splice.to);
}

function setting(text: string, map: MapNode, at: MeshPath, value: unknown): Splice | undefined {
  const [key, ...rest] = at;
  if (key === undefined) return undefined;
  const pair = pairOf(map, key);
  if (!pair) return insertion(text, map, key, nested(rest, value));
  const inner = pair.value;
  const [index, ...deeper] = rest;
  if (isSeq(inner) && typeof index === "number") return inItem(text, inner.items[index] as ParsedNode, deeper, value);
  if (index !== undefined && isMap(inner)) return setting(text, inner as MapNode, rest, value);
  return replacement(text, inner, nested(rest, value));
}

function inItem(text: string, item: ParsedNode | undefined, rest: MeshPath, value: unknown): Splice | undefined {
  if (item === undefined) return undefined;
  if (rest.length > 0) return isMap(item) ? setting(text, item as MapNode, rest, value) : undefined;
  return replacement(text, item, value);
}

function nested(path: MeshPath, value: unknown): unknown {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}

/** In the quotes that stood there. */
function replacement(text: string, node: ParsedNode | null, value: unknown): Splice | undefined {
  if (!isScalar(node) || typeof value === "object" || node.anchor !== undefined || node.tag !== undefined)
    return undefined;
  const [from, to] = node.range;
  // What is left open has no place of its own.
  if (from === to || text.slice(from, to).includes("\n")) return undefined;
  // A number or a word like yes that is to be text: only as it was written, which its value no longer tells.
  if (typeof value === "string" && node.type === Scalar.PLAIN && node.source !== value && !isPlainText(node.source)) {
    return undefined;
  }
  const quote = text[from];
  const isQuoted = (quote === '"' || quote === "'") && typeof value === "string" && /^[\w.,=/: -]+$/.test(value);
  return { from, to, text: isQuoted ? `${quote}${value}${quote}` : inline(value, quote === '"') };
}

function isPlainText(source: string): boolean {
  try {
    return typeof resolveScalar(source) === "string";
  } catch (error) {
    if (error instanceof UnfitScalar) return false;
    throw error;
  }
}

function insertion(text: string, map: MapNode, key: string | number, value: unknown): Splice | undefined {
  return map.flow ? intoFlow(text, map, key, value) : intoBlock(text, map, key, value);
}

/** Behind the last key, on lines of its own. */
function intoBlock(text: string, map: MapNode, key: string | number, value: unknown): Splice | undefined {
  const indent = indentOf(text, map.range[0]);
  if (indent === undefined) return undefined;
  const from = lineEnd(text, endOf(text, map) - 1);
  const isWindows = text.includes("\r\n");
  const lines = stringify({ [key]: value }, { ...yamlOptions, lineWidth: 0 })
    .trimEnd()
    .split("\n");
  const block = lines.map((line) => `\n${" ".repeat(indent)}${line}`).join("");
  const at = isWindows && text[from - 1] === "\r" ? from - 1 : from;
  return { from: at, to: at, text: isWindows ? block.replaceAll("\n", "\r\n") : block };
}

/** On a line of its own where the last key has one. */
function intoFlow(text: string, map: MapNode, key: string | number, value: unknown): Splice | undefined {
  const [open, close] = [map.range[0], map.range[1] - 1];
  const last = (map.items as PairNode[]).at(-1);
  const isJson = last ? text[last.key.range[0]] === '"' : text.trimStart().startsWith("{");
  const entry = `${isJson ? JSON.stringify(String(key)) : inline(String(key), false)}: ${inline(value, isJson)}`;
  if (!last) return { from: open + 1, to: close, text: isJson ? entry : ` ${entry} ` };
  const from = endOf(text, last.value ?? last.key);
  const indent = indentOf(text, last.key.range[0]);
  return { from, to: from, text: indent === undefined ? `, ${entry}` : `,\n${" ".repeat(indent)}${entry}` };
}

function inline(value: unknown, isJson: boolean): string {
  if (isJson) return JSON.stringify(value);
  return stringify(value, { ...yamlOptions, lineWidth: 0, collectionStyle: "flow" }).trimEnd();
}

/** With every map above that would be left empty. */
function removal(text: string, map: MapNode, at: MeshPath): Splice | undefined {
  const [key, ...rest] = at;
  const pair = key === undefined ? undefined : pairOf(map, key);
  if (!pair) return undefined;
  const inner = pair.value;
  if (rest.length === 0 || (isMap(inner) && inner.items.length === 1 && leadsDown(inner as MapNode, rest))) {
    return without(text, map, pair);
  }
  return isMap(inner) ? removal(text, inner as MapNode, rest) : undefined;
}

/** Whether nothing would be left of a map. */
function leadsDown(map: MapNode, [key, ...rest]: MeshPath): boolean {
  const pair = map.items.length === 1 && key !== undefined ? pairOf(map, key) : undefined;
  return pair !== undefined && (rest.length === 0 || (isMap(pair.value) && leadsDown(pair.value as MapNode, rest)));
}

function without(text: string, map: MapNode, pair: PairNode): Splice | undefined {
  const from = pair.key.range[0];
  const to = endOf(text, pair.value ?? pair.key);
  if (map.flow) {
    const comma = /^\s*,[ \t]*/.exec(text.slice(to))?.[0].length ?? 0;
    // The last one takes the comma before it along.
    const before = comma ? 0 : (/,\s*$/.exec(text.slice(0, from))?.[0].length ?? 0);
    return { from: from - before, to: to + comma, text: "" };
  }
  const start = text.lastIndexOf("\n", from - 1) + 1;
  // Behind the dash of a list, or with a neighbour left out of sight, more than this line would change.
  if (map.items.length < 2 || text.slice(start, from).trim() !== "") return undefined;
  return { from: start, to: Math.min(lineEnd(text, to - 1) + 1, text.length), text: "" };
}
