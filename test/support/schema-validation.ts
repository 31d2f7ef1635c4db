import { isIP } from "node:net";
import { isDeepStrictEqual } from "node:util";
import { celRule, obeys } from "./cel";
import { mentions } from "./cel-parse";
import { isFields, type Schema } from "./structural-schema";

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}

const formats: Readonly<Record<string, (value: unknown) => boolean>> = {
  int32: (value) => typeof value !== "number" || (value >= -(2 ** 31) && value < 2 ** 31),
  int64: (value) => typeof value !== "number" || Number.isSafeInteger(value),
  "date-time": (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(String(value)),
  byte: (value) => /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(String(value)),
  ipv4: (value) => isIP(String(value)) === 4,
  ipv6: (value) => isIP(String(value)) === 6,
};

/** Yields "at least" and "at most" problems of one measure. */
function* bounds(measure: number, what: string, least?: number, most?: number): Generator<string> {
  if (least !== undefined && measure < least) yield `${what} must be at least ${least}, is ${measure}`;
  if (most !== undefined && measure > most) yield `${what} must be at most ${most}, is ${measure}`;
}

function typeProblem(value: unknown, schema: Schema): string | undefined {
  const actual = typeOf(value);
  if (value === null) return schema.nullable ? undefined : "is null and not nullable";
  if (schema["x-kubernetes-int-or-string"]) {
    return actual === "integer" || actual === "string" ? undefined : `must be integer or string, is ${actual}`;
  }
  if (schema.type === undefined || schema.type === actual || (schema.type === "number" && actual === "integer"))
    return undefined;
  return `must be ${schema.type}, is ${actual}`;
}

function* scalarProblems(value: unknown, schema: Schema): Generator<string> {
  if (schema.enum && !schema.enum.some((allowed) => isDeepStrictEqual(allowed, value))) {
    yield `must be one of ${schema.enum.map(String).join(", ")}, is ${JSON.stringify(value)}`;
  }
  if (schema.format && formats[schema.format]?.(value) === false)
    yield `${JSON.stringify(value)} is no ${schema.format}`;
  if (typeof value === "string") {
    if (schema.pattern && !new RegExp(schema.pattern, "u").test(value))
      yield `"${value}" does not match ${schema.pattern}`;
    yield* bounds([...value].length, "length", schema.minLength, schema.maxLength);
  }
  if (typeof value === "number") yield* bounds(value, "value", schema.minimum, schema.maximum);
}

function* listProblems(list: readonly unknown[], schema: Schema): Generator<string> {
  yield* bounds(list.length, "number of items", schema.minItems, schema.maxItems);
  const keys = schema["x-kubernetes-list-map-keys"];
  const identity = (item: unknown): unknown => (keys && isFields(item) ? keys.map((key) => item[key]) : item);
  if (schema["x-kubernetes-list-type"] !== "set" && schema["x-kubernetes-list-type"] !== "map") return;
  const seen = new Set<string>();
  for (const item of list.map((one) => JSON.stringify(identity(one)))) {
    if (seen.has(item))
      yield keys ? `two items have the same ${keys.join(", ")}: ${item}` : `two items are the same: ${item}`;
    seen.add(item);
  }
}

function* celProblems(value: unknown, schema: Schema): Generator<string> {
  for (const { rule, message } of schema["x-kubernetes-validations"] ?? []) {
    if (mentions(celRule(rule), "oldSelf")) continue;
    try {
      if (!obeys(rule, value)) yield message ?? `breaks the rule ${rule}`;
    } catch (error) {
      yield `${message ?? rule}: ${(error as Error).message}`;
    }
  }
}

function* combinationProblems(value: unknown, schema: Schema, path: string): Generator<string> {
  const fits = (part: Schema) => validate(value, part, path).length === 0;
  for (const part of schema.allOf ?? []) yield* validate(value, part, path);
  if (schema.anyOf && !schema.anyOf.some(fits))
    yield `${path || "object"}: fits none of the forms that the schema allows`;
  const forms = schema.oneOf?.filter(fits).length;
  if (forms !== undefined && forms !== 1)
    yield `${path || "object"}: must fit exactly one of the forms that the schema allows, fits ${forms}`;
  if (schema.not && fits(schema.not)) yield `${path || "object"}: has a form that the schema forbids`;
}

/**
 * What the API server would refuse. The value is expected as `admit` left it: pruned and defaulted.
 * Rules on `oldSelf` are left out, as on creation.
 */
export function validate(value: unknown, schema: Schema, path: string): string[] {
  const wrong = typeProblem(value, schema);
  if (wrong) return [`${path}: ${wrong}`];
  if (value === null) return [];
  const here = [...scalarProblems(value, schema)];
  const below: string[] = [];
  if (Array.isArray(value)) {
    here.push(...listProblems(value, schema));
    const { items } = schema;
    if (items) below.push(...value.flatMap((item, index) => validate(item, items, `${path}[${index}]`)));
  } else if (isFields(value)) {
    here.push(...bounds(Object.keys(value).length, "number of keys", schema.minProperties, schema.maxProperties));
    for (const key of schema.required ?? []) if (!Object.hasOwn(value, key)) here.push(`${key} is required`);
    for (const [key, inner] of Object.entries(value)) {
      const field = schema.properties?.[key] ?? schema.additionalProperties;
      if (typeof field === "object") below.push(...validate(inner, field, path ? `${path}.${key}` : key));
    }
  }
  here.push(...celProblems(value, schema));
  return [
    ...here.map((problem) => `${path || "object"}: ${problem}`),
    ...combinationProblems(value, schema, path),
    ...below,
  ];
}
