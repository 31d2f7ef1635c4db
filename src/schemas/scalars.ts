import { isIP } from "node:net";
import { isDeepStrictEqual } from "node:util";
import type { SchemaNode } from "./node";

const formats: Readonly<Record<string, (value: unknown) => boolean>> = {
  int32: (value) => typeof value !== "number" || (value >= -(2 ** 31) && value < 2 ** 31),
  int64: (value) => typeof value !== "number" || Number.isInteger(value),
  "date-time": (value) => /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(String(value)),
  byte: (value) => /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(String(value)),
  ipv4: (value) => isIP(String(value)) === 4,
  ipv6: (value) => isIP(String(value)) === 6,
};

/** How many allowed words a message lists. */
const listed = 12;

/** What kind of value it is, in the words of schemas. */
export function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}

/** Undefined when the value is of a type that the node takes. */
export function typeProblem(value: unknown, node: SchemaNode): string | undefined {
  const actual = typeOf(value);
  if (value === null) return node.nullable ? undefined : "expected a value, got null";
  if (node.intOrString) {
    return actual === "integer" || actual === "string" ? undefined : `expected a number or a text, got ${shown(value)}`;
  }
  if (node.type === undefined || node.type === actual || (node.type === "number" && actual === "integer"))
    return undefined;
  return `expected ${words[node.type]}, got ${shown(value)}`;
}

const words: Readonly<Record<string, string>> = {
  object: "a map",
  array: "a list",
  string: "a text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
};

/** The value that a wrong one stands for: another type of the same text, or an allowed word in other letters. Undefined where none does. */
export function meantValue(value: unknown, node: SchemaNode): unknown {
  if (typeof value === "object") return undefined;
  const text = String(value).trim();
  const retyped = typeProblem(value, node) === undefined ? value : inType(text, node.type);
  if (retyped === undefined) return undefined;
  const word = node.enum?.find((one) => String(one).toLowerCase() === text.toLowerCase()) ?? retyped;
  const fits = typeProblem(word, node) === undefined && scalarProblems(word, node).length === 0;
  return fits && word !== value ? word : undefined;
}

function inType(text: string, type: string | undefined): unknown {
  if (type === "string") return text;
  if (type === "boolean") return text === "true" || text === "false" ? text === "true" : undefined;
  const isNumber = type === "integer" || type === "number";
  return isNumber && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** A value as messages show it: texts in quotes, so that "15" is told from 15. */
function shown(value: unknown): string {
  if (typeof value === "object" && value !== null) return words[typeOf(value)] ?? "something else";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** Enums, formats, patterns and bounds of one value. */
export function scalarProblems(value: unknown, node: SchemaNode): readonly string[] {
  const found: string[] = [];
  if (node.enum && !node.enum.some((allowed) => isDeepStrictEqual(allowed, value))) {
    const allowed = node.enum.slice(0, listed).map((one) => (one === "" ? '""' : String(one)));
    const more = node.enum.length > listed ? " ..." : "";
    found.push(`${shown(value)} is not one of ${allowed.join(", ")}${more}`);
  }
  if (node.format && formats[node.format]?.(value) === false) found.push(`${shown(value)} is no ${node.format}`);
  if (typeof value === "string") {
    if (node.pattern !== undefined && patternOf(node.pattern)?.test(value) === false) {
      found.push(`${shown(value)} does not match ${node.pattern}`);
    }
    found.push(...bounds(() => [...value].length, "its length", node.minLength, node.maxLength));
  }
  if (typeof value === "number") found.push(...bounds(() => value, "it", node.minimum, node.maximum));
  return found;
}

/** Says when a measure is outside of its bounds; most have none, and are not measured. */
export function bounds(measured: () => number, what: string, least?: number, most?: number): readonly string[] {
  if (least === undefined && most === undefined) return [];
  const measure = measured();
  const found: string[] = [];
  if (least !== undefined && measure < least) found.push(`${what} is ${measure}, and at least ${least} is needed`);
  if (most !== undefined && measure > most) found.push(`${what} is ${measure}, and at most ${most} is allowed`);
  return found;
}

const patterns = new Map<string, RegExp | undefined>();

/** Undefined for a pattern that only Go understands. */
function patternOf(pattern: string): RegExp | undefined {
  if (!patterns.has(pattern)) patterns.set(pattern, compiled(pattern));
  return patterns.get(pattern);
}

function compiled(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return undefined;
  }
}
