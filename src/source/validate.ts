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
 * Checks a document and returns it with the schema's defaults filled in.
 * A check's own message in the schema names what was expected: `z.regex(…, "a DNS label")`.
 * @throws InputError with every problem: its place, its path, what was expected, and the nearest valid word
 */
export function validate<T>(schema: Schema<T>, source: YamlSource): T {
  // What an issue expected is its message, unless a check has words of its own.
  const result = z.safeParse(schema, source.value, { error: expectation });
  if (result.success) return result.data;
  throw new InputError(result.error.issues.flatMap((issue) => toProblems(issue, [], source)));
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
  const hint = hintFor(issue, value, source.written?.(path));
  return [{ message, path, place, ...(hint && { hint }) }];
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
  const isWrongKind = ({ path, code }: Issue) =>
    path.length === 0 && (code === "invalid_type" || code === "invalid_value");
  const fitting = branches.filter((issues) => !issues.some(isWrongKind));
  return fitting.length === 1 ? fitting[0] : undefined;
}

function hintFor(issue: Issue, value: unknown, written?: string): string | undefined {
  if (issue.code === "invalid_union") {
    const words = issue.errors.flat().find((one) => one.path.length === 0 && one.code === "invalid_value");
    return words && hintFor(words, value, written);
  }
  const expected = issue.code === "invalid_type" ? issue.expected : undefined;
  const words = issue.code === "invalid_value" ? issue.values : [];
  if (typeof value === "string") {
    const kind = expected === "int" ? "number" : expected;
    const isQuoted = (kind === "number" || kind === "boolean") && typeof resolveScalar(value) === kind;
    if (isQuoted) return "write it without quotes";
    const near = nearest(value, words.map(String));
    return near && `did you mean ${near}?`;
  }
  if (typeof value !== "number" && typeof value !== "boolean") return undefined;
  const text = written ?? String(value);
  // Where more than text is expected, the number in quotes would be refused next: `1.28` is no version of Istio.
  return issue.message === "text" || words.includes(text) ? `quote it: "${text}"` : undefined;
}
