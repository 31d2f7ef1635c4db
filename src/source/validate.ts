import * as z from "zod/mini";
import { nearest } from "../basics/nearest";
import type { MeshPath } from "../findings/finding";
import { InputError, type Problem } from "../findings/input-error";
import { valueAt } from "../objects/object-paths";
import { expectation, valueWord } from "./schema-words";
import { resolveScalar } from "./yaml-scalar";
import type { YamlSource } from "./yaml-source";

type Issue = z.core.$ZodIssue;
type Schema<T> = z.core.$ZodType<T>;

/**
 * Checks a document, or the part of it at `base`, and returns it with the schema's defaults filled in.
 * A check's own message in the schema names what was expected: `z.regex(…, "a DNS label")`.
 * @param base where the checked part stands in the document @default the whole document
 * @throws InputError with every problem: its place, its path, what was expected, and the nearest valid word
 */
export function validate<T>(schema: Schema<T>, source: YamlSource, base: MeshPath = []): T {
  // What an issue expected is its message, unless a check has words of its own.
  const result = z.safeParse(schema, valueAt(source.value, ...base), { error: expectation });
  if (result.success) return result.data;
  throw new InputError(result.error.issues.flatMap((issue) => toProblems(issue, base, source)));
}

function toProblems(issue: Issue, parent: MeshPath, source: YamlSource): Problem[] {
  const path = [...parent, ...(issue.path as MeshPath)];
  const value = valueAt(source.value, ...path);
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(key, path, issue.message, source));
  if (issue.code === "invalid_union") {
    const branch = likeliest(issue.errors);
    if (branch) return branch.flatMap((one) => toProblems(one, path, source));
  }
  const isKey = issue.code === "invalid_key";
  const place = source.locate(path, isKey || value === undefined ? "key" : "value");
  if (value === undefined) return [{ message: `missing; expected ${issue.message}`, path, place }];
  const got = isKey ? JSON.stringify(path.at(-1)) : valueWord(value, source.written?.(path));
  const message = issue.code === "custom" ? issue.message : `expected ${issue.message}, got ${got}`;
  const hint = hintFor(issue, value, path, source);
  return [{ message, path, place, ...(hint ? { hint } : {}) }];
}

/** @param known the keys that are known there, between commas */
function unknownKey(key: string, parent: MeshPath, known: string, source: YamlSource): Problem {
  const path = [...parent, key];
  const near = nearest(key, known.split(", "));
  const hint = near ? `did you mean ${near}?` : `known here: ${known}`;
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
  return (kind === "number" || kind === "boolean") && typeof resolveScalar(text) === kind;
}

/** Whether a word would be right if it were quoted. */
function wantsText(issue: Issue, written: string): boolean {
  if (issue.code === "invalid_type") return issue.expected === "string";
  return issue.code === "invalid_value" && issue.values.includes(written);
}
