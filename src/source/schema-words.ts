import type * as z from "zod/mini";

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

/** What a schema expected, in the words of a person who writes YAML; of a map with keys that it does not know, the keys that it knows. */
export function expectation(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return kinds[issue.expected] ?? issue.expected;
    case "invalid_value":
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.join(", ")}`;
    case "too_small":
      return bound(issue.origin, issue.inclusive === false ? "more than" : "at least", issue.minimum);
    case "too_big":
      return bound(issue.origin, issue.inclusive === false ? "less than" : "at most", issue.maximum);
    case "invalid_format":
      return issue.format === "url" ? "a URL such as http://reviews.bookinfo:9080/" : `the format ${issue.format}`;
    case "invalid_key":
      return issue.issues.map(({ message }) => message).join(" and ");
    case "invalid_union":
      return alternatives(issue.errors);
    case "unrecognized_keys":
      return Object.keys((issue.inst as z.core.$ZodObject)._zod.def.shape).join(", ");
    case "custom":
      return "expected another value";
    default:
      return "another value";
  }
}

function alternatives(branches: readonly (readonly z.core.$ZodIssue[])[]): string {
  const words = branches.flatMap((issues) =>
    issues.filter(({ path }) => path.length === 0).map(({ message }) => message),
  );
  return [...new Set(words)].join(" or ") || "another value";
}

function bound(origin: string, word: string, limit: number | bigint): string {
  if (origin === "string") return limit === 1 ? "some text" : `${word} ${limit} characters`;
  if (origin === "array") return `${word} ${limit} ${limit === 1 ? "entry" : "entries"}`;
  return `${word} ${limit}`;
}

/** A value in a message: short, and what it is when that is not obvious. */
export function valueWord(value: unknown, written?: string): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  return `the ${typeof value === "number" ? "number" : "truth value"} ${written ?? String(value)}`;
}
