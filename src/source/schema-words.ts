import type * as z from "zod/mini";

type Schema = z.core.$ZodType;

/** What each kind of value is called in messages. */
const kinds: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "a map",
  record: "a map",
  array: "a list",
  null: "nothing",
};

/** `expected` of a schema issue, in the words of a person who writes YAML. */
export function kindWord(expected: string): string {
  return kinds[expected] ?? expected;
}

/** A value in a message: short, and what it is when that is not obvious. */
export function valueWord(value: unknown, written?: string): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  return `the ${typeof value === "number" ? "number" : "truth value"} ${written ?? String(value)}`;
}

/** The keys that the schema knows in the map at `path`; empty when it takes any. */
export function keysAt(schema: Schema, path: readonly PropertyKey[]): readonly string[] {
  let at: readonly Schema[] = unwrap(schema);
  for (const step of path) at = at.flatMap((one) => childrenOf(one, step).flatMap(unwrap));
  return at.flatMap((one) => (isObject(one) ? Object.keys(one._zod.def.shape) : []));
}

function childrenOf(schema: Schema, step: PropertyKey): readonly Schema[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === "object") {
    const child = Object.hasOwn(def.shape, step) ? def.shape[step as string] : def.catchall;
    return child ? [child] : [];
  }
  if (def.type === "array") return [def.element];
  return def.type === "record" ? [def.valueType] : [];
}

/** The schemas that a value meets below defaults, optionals and unions. */
function unwrap(schema: Schema): readonly Schema[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === "union") return def.options.flatMap(unwrap);
  if ("innerType" in def) return unwrap(def.innerType);
  return [schema];
}

function isObject(schema: Schema): schema is z.core.$ZodObject {
  return schema._zod.def.type === "object";
}
