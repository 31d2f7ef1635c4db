import * as z from "zod/mini";
import { nearest } from "../basics/nearest";
import type { MeshPath } from "../findings/finding";
import { InputError, type Problem } from "../findings/input-error";
import { valueAt } from "../objects/object-paths";
import { keysAt, kindWord, valueWord } from "./schema-words";
import { resolveScalar, UnfitScalar } from "./yaml-scalar";
import type { YamlSource } from "./yaml-source";

type Issue = z.core.$ZodIssue;
type Schema<T> = z.core.$ZodType<T>;

/** What zod says when a check gives no words of its own. */
const noWords = "Invalid input";

/**
 * Checks a document, or the part of it at `base`, and returns it with the schema's defaults filled in.
 * A check's own message in the schema names what was expected: `z.regex(…, "a DNS label")`.
 * @param base where the checked part stands in the document @default the whole document
 * @throws InputError with every problem: its place, its path, what was expected, and the nearest valid word
 */
export function validate<T>(schema: Schema<T>, source: YamlSource, base: MeshPath = []): T {
  const result = z.safeParse(schema, valueAt(source.value, ...base));
  if (result.success) return result.data;
  const context: Context = { schema, source, base };
  throw new InputError(result.error.issues.flatMap((issue) => toProblems(issue, [], context)));
}

interface Context {
  readonly schema: Schema<unknown>;
  readonly source: YamlSource;
  readonly base: MeshPath;
}

function toProblems(issue: Issue, parent: MeshPath, context: Context): Problem[] {
  const inner = [...parent, ...(issue.path as MeshPath)];
  const path = [...context.base, ...inner];
  const value = valueAt(context.source.value, ...path);
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(context.schema, inner);
    return issue.keys.map((key) => unknownKey(key, path, known, context.source));
  }
  if (issue.code === "invalid_union") {
    const branch = likeliest(issue.errors);
    if (branch) return branch.flatMap((one) => toProblems(one, inner, context));
  }
  const expected = issue.code === "invalid_union" ? alternatives(issue.errors) : expectation(issue);
  const onKey = issue.code === "invalid_key" || value === undefined;
  const place = context.source.locate(path, onKey ? "key" : "value");
  if (value === undefined) return [{ message: `missing; expected ${expected}`, path, place }];
  const got =
    issue.code === "invalid_key" ? JSON.stringify(path.at(-1)) : valueWord(value, context.source.written?.(path));
  const message =
    issue.code === "custom" && issue.message !== noWords ? issue.message : `expected ${expected}, got ${got}`;
  const hint = hintFor(issue, value, path, context.source);
  return [{ message, path, place, ...(hint ? { hint } : {}) }];
}

function unknownKey(key: string, parent: MeshPath, known: readonly string[], source: YamlSource): Problem {
  const path = [...parent, key];
  const near = nearest(key, known);
  const hint = near ? `did you mean ${near}?` : `known here: ${known.join(", ")}`;
  return { message: "unknown key", path, place: source.locate(path, "key"), hint };
}

/** The branch of a union that the value was meant for: the only one whose own kind fits. */
function likeliest(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const fitting = branches.filter((issues) => !issues.some((issue) => issue.path.length === 0 && isWrongKind(issue)));
  return fitting.length === 1 ? fitting[0] : undefined;
}

function isWrongKind(issue: Issue): boolean {
  return issue.code === "invalid_type" || issue.code === "invalid_value";
}

function alternatives(branches: readonly (readonly Issue[])[]): string {
  const words = branches.flatMap((issues) => issues.filter((issue) => issue.path.length === 0).map(expectation));
  return [...new Set(words)].join(" or ") || "another value";
}

function expectation(issue: Issue): string {
  if (issue.message !== noWords) return issue.message;
  switch (issue.code) {
    case "invalid_type":
      return kindWord(issue.expected);
    case "invalid_value":
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.join(", ")}`;
    case "too_small":
      return bound(issue.origin, issue.inclusive === false ? "more than" : "at least", issue.minimum);
    case "too_big":
      return bound(issue.origin, issue.inclusive === false ? "less than" : "at most", issue.maximum);
    case "invalid_format":
      return issue.format === "url" ? "a URL such as http://reviews.bookinfo:9080/" : `the format ${issue.format}`;
    case "invalid_key":
      return issue.issues.map(expectation).join(" and ");
    default:
      return "another value";
  }
}

function bound(origin: string, word: string, limit: number | bigint): string {
  if (origin === "string") return limit === 1 ? "some text" : `${word} ${limit} characters`;
  if (origin === "array") return `${word} ${limit} ${limit === 1 ? "entry" : "entries"}`;
  return `${word} ${limit}`;
}

function hintFor(issue: Issue, value: unknown, path: MeshPath, source: YamlSource): string | undefined {
  if (issue.code === "invalid_union") {
    const words = issue.errors.flat().filter((one) => one.path.length === 0 && one.code === "invalid_value");
    return words[0] && hintFor(words[0], value, path, source);
  }
  if (issue.code === "invalid_value" && typeof value === "string") {
    const near = nearest(value, issue.values.map(String));
    return near && `did you mean ${near}?`;
  }
  if (issue.code === "invalid_type" && typeof value === "string" && isQuoted(value, issue.expected)) {
    return "write it without quotes";
  }
  if (typeof value !== "number" && typeof value !== "boolean") return undefined;
  const written = source.written?.(path) ?? String(value);
  return wantsText(issue, written) ? `quote it: "${written}"` : undefined;
}

/** Whether text would be what is expected if it were not quoted. */
function isQuoted(text: string, expected: string): boolean {
  const kind = expected === "int" ? "number" : expected;
  try {
    return kind !== "string" && typeof resolveScalar(text) === kind;
  } catch (error) {
    if (error instanceof UnfitScalar) return false;
    throw error;
  }
}

/** Whether a word would be right if it were quoted. */
function wantsText(issue: Issue, written: string): boolean {
  if (issue.code === "invalid_type") return issue.expected === "string";
  return issue.code === "invalid_value" && issue.values.includes(written);
}
