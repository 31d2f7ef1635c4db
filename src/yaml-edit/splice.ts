import { isMap, isScalar, isSeq, type ParsedNode, stringify } from "yaml";
import type { MeshPath } from "../findings/finding";
import { yamlOptions } from "../source/yaml-text";
import { endOf, indentOf, isOpen, lineEnd, type MapNode, type PairNode, pairOf } from "./spots";

/** A stretch of a text and what takes its place. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The text with a splice in it. */
export function spliced(text: string, { from, to, text: fresh }: Splice): string {
  return text.slice(0, from) + fresh + text.slice(to);
}

/**
 * Sets one value below a map; comments, order, quotes and all else stay as they are. Maps on the way that are missing are made.
 * @param after key of the same map that a new key goes behind @default the last one
 * @returns undefined where that cannot be done without rewriting more: anchors, aliases, tags, texts of several lines
 */
export function setting(text: string, map: MapNode, at: MeshPath, value: unknown, after?: string): Splice | undefined {
  const [key, ...rest] = at;
  if (key === undefined) return undefined;
  const pair = pairOf(map, key);
  if (!pair) return insertion(text, map, key, nested(rest, value), after);
  const inner = pair.value;
  const [index, ...deeper] = rest;
  if (index === undefined) return replacement(text, map, pair, value);
  if (isSeq(inner) && typeof index === "number") return inItem(text, inner.items[index] as ParsedNode, deeper, value);
  if (isMap(inner)) return setting(text, inner as MapNode, rest, value, after);
  return isOpen(pair) ? replacement(text, map, pair, nested(rest, value)) : undefined;
}

function inItem(text: string, item: ParsedNode | undefined, rest: MeshPath, value: unknown): Splice | undefined {
  if (item === undefined) return undefined;
  if (rest.length > 0) return isMap(item) ? setting(text, item as MapNode, rest, value) : undefined;
  return scalar(text, item, value);
}

function nested(path: MeshPath, value: unknown): unknown {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}

/** A scalar by a scalar, in the quotes that stood there; a whole value by another one where either is none. */
function replacement(text: string, map: MapNode, pair: PairNode, value: unknown): Splice | undefined {
  const isPlain = Object(value) !== value;
  if (isPlain && isScalar(pair.value) && !isOpen(pair)) return scalar(text, pair.value, value);
  // An alias has no anchor of its own, and is no value either.
  if (pair.value && !isMap(pair.value) && !isSeq(pair.value) && !isOpen(pair)) return undefined;
  if (pair.value && "anchor" in pair.value && pair.value.anchor !== undefined) return undefined;
  const key = pair.key.range[1];
  const to = Math.max(endOf(text, pair.value ?? pair.key), text.indexOf(":", key) + 1);
  return { from: key, to, text: map.flow || isPlain ? `: ${inline(value, false)}` : block(text, pair, value) };
}

/** Below its key. */
function block(text: string, pair: PairNode, value: unknown): string {
  const name = text.slice(pair.key.range[0], pair.key.range[1]);
  const indent = indentOf(text, pair.key.range[0]) ?? 0;
  return lines(text, { [name]: value }, indent).slice(indent + name.length);
}

function scalar(text: string, node: ParsedNode | null, value: unknown): Splice | undefined {
  if (!isScalar(node) || Object(value) === value || node.anchor !== undefined || node.tag !== undefined)
    return undefined;
  const [from, to] = node.range;
  // What is left open has no place of its own.
  if (from === to || text.slice(from, to).includes("\n")) return undefined;
  const quote = text[from];
  const isQuoted = (quote === '"' || quote === "'") && typeof value === "string" && /^[\w.,=/: -]+$/.test(value);
  return { from, to, text: isQuoted ? `${quote}${value}${quote}` : inline(value, quote === '"') };
}

function insertion(text: string, map: MapNode, key: string | number, value: unknown, after?: string) {
  const behind = (after === undefined ? undefined : pairOf(map, after)) ?? (map.items as PairNode[]).at(-1);
  return map.flow ? intoFlow(text, map, behind, key, value) : behind && intoBlock(text, behind, key, value);
}

/** On lines of its own. */
function intoBlock(text: string, behind: PairNode, key: string | number, value: unknown): Splice | undefined {
  const indent = indentOf(text, behind.key.range[0]);
  if (indent === undefined) return undefined;
  const from = lineEnd(text, endOf(text, behind.value ?? behind.key) - 1);
  const at = text[from] === "\n" && text[from - 1] === "\r" ? from - 1 : from;
  const [newline] = /\r?\n/.exec(text) ?? ["\n"];
  return { from: at, to: at, text: newline + lines(text, { [key]: value }, indent) };
}

/** YAML on lines that begin with so many blanks, with the line ends of a text. */
function lines(text: string, value: unknown, indent: number): string {
  const [newline] = /\r?\n/.exec(text) ?? ["\n"];
  return stringify(value, { ...yamlOptions, lineWidth: 0 })
    .trimEnd()
    .split("\n")
    .map((line) => " ".repeat(indent) + line)
    .join(newline);
}

/** On a line of its own where the key before has one. */
function intoFlow(
  text: string,
  map: MapNode,
  behind: PairNode | undefined,
  key: string | number,
  value: unknown,
): Splice {
  const [open, close] = [map.range[0], map.range[1] - 1];
  const isJson = behind ? text[behind.key.range[0]] === '"' : text.trimStart().startsWith("{");
  const entry = `${isJson ? JSON.stringify(String(key)) : inline(String(key), false)}: ${inline(value, isJson)}`;
  if (!behind) return { from: open + 1, to: close, text: isJson ? entry : ` ${entry} ` };
  const from = endOf(text, behind.value ?? behind.key);
  const indent = indentOf(text, behind.key.range[0]);
  return { from, to: from, text: indent === undefined ? `, ${entry}` : `,\n${" ".repeat(indent)}${entry}` };
}

function inline(value: unknown, isJson: boolean): string {
  if (isJson) return JSON.stringify(value);
  return stringify(value, { ...yamlOptions, lineWidth: 0, collectionStyle: "flow" }).trimEnd();
}
