import * as z from "zod/mini";
import { validate } from "../../src/source/validate";
import { parseYamlDocuments, partAt, type YamlSource } from "../../src/source/yaml-source";
import { inputErrorOf } from "../support/folder";

const schema = z.strictObject({
  name: z.string().check(z.maxLength(5), z.regex(/^[a-z]+$/, "a word in small letters")),
  color: z._default(z.enum(["red", "green"]), "red"),
  count: z.optional(z.int().check(z.minimum(1), z.maximum(9))),
  ratio: z.optional(z.number().check(z.gt(0), z.lt(1))),
  flag: z.optional(z.boolean()),
  kind: z.optional(z.literal("Only")),
  items: z.optional(z.array(z.strictObject({ key: z.string().check(z.minLength(1)) })).check(z.minLength(1))),
  labels: z.optional(z.record(z.string().check(z.regex(/^[a-z]/, "a key in small letters")), z.string())),
  either: z.optional(z.union([z.string(), z.strictObject({ deep: z.number(), other: z.optional(z.string()) })])),
  nested: z.prefault(z.strictObject({ inner: z._default(z.string(), "x") }), {}),
  even: z.optional(z.number().check(z.refine((value) => value % 2 === 0, "expected an even number"))),
});

function source(text: string): YamlSource {
  const [first] = parseYamlDocuments(text, "f.yaml");
  if (!first) throw new Error("no document");
  return first;
}

test("returns the value with the schema's defaults", () => {
  expect(validate(schema, source("name: abc\n"))).toEqual({ name: "abc", color: "red", nested: { inner: "x" } });
});

test.each<[string, string]>([
  ["color: red\n", "f.yaml:1:1: name: missing; expected text"],
  ["name: 5\n", 'f.yaml:1:7: name: expected text, got the number 5\n  quote it: "5"'],
  ["name: 1.30\n", 'f.yaml:1:7: name: expected text, got the number 1.30\n  quote it: "1.30"'],
  ["name: no\n", 'f.yaml:1:7: name: expected text, got the truth value no\n  quote it: "no"'],
  ["name:\n", "f.yaml:1:6: name: expected text, got nothing"],
  ["name: [a]\n", "f.yaml:1:7: name: expected text, got a list"],
  ["name: {}\n", "f.yaml:1:7: name: expected text, got a map"],
  ["name: A\n", 'f.yaml:1:7: name: expected a word in small letters, got "A"'],
  ["name: abcdef\n", 'f.yaml:1:7: name: expected at most 5 characters, got "abcdef"'],
  ["name: a\ncolor: gren\n", 'f.yaml:2:8: color: expected one of red, green, got "gren"\n  did you mean green?'],
  ["name: a\ncolor: mauve\n", 'f.yaml:2:8: color: expected one of red, green, got "mauve"'],
  ["name: a\ncolor: 1\n", "f.yaml:2:8: color: expected one of red, green, got the number 1"],
  ["name: a\ncount: 0\n", "f.yaml:2:8: count: expected at least 1, got the number 0"],
  ["name: a\ncount: 10\n", "f.yaml:2:8: count: expected at most 9, got the number 10"],
  ["name: a\ncount: 1.5\n", "f.yaml:2:8: count: expected a whole number, got the number 1.5"],
  ["name: a\ncount: '2'\n", 'f.yaml:2:8: count: expected a number, got "2"\n  write it without quotes'],
  ["name: a\nratio: 0\n", "f.yaml:2:8: ratio: expected more than 0, got the number 0"],
  ["name: a\nratio: 1\n", "f.yaml:2:8: ratio: expected less than 1, got the number 1"],
  ["name: a\nflag: 'yes'\n", 'f.yaml:2:7: flag: expected true or false, got "yes"\n  write it without quotes'],
  ["name: a\nkind: Onli\n", 'f.yaml:2:7: kind: expected Only, got "Onli"\n  did you mean Only?'],
  ["name: a\nitems: []\n", "f.yaml:2:8: items: expected at least 1 entry, got a list"],
  ["name: a\nitems:\n  - key: ''\n", 'f.yaml:3:10: items.0.key: expected some text, got ""'],
  ["name: a\nitems:\n  - {}\n", "f.yaml:3:5: items.0.key: missing; expected text"],
  [
    "name: a\nitems:\n  - keyy: x\n",
    "f.yaml:3:5: items.0.key: missing; expected text\nf.yaml:3:5: items.0.keyy: unknown key\n  did you mean key?",
  ],
  ["name: a\nlabels:\n  Zone: x\n", 'f.yaml:3:3: labels.Zone: expected a key in small letters, got "Zone"'],
  ["name: a\nlabels: { zone: 1 }\n", 'f.yaml:2:17: labels.zone: expected text, got the number 1\n  quote it: "1"'],
  ["name: a\neither: 1\n", "f.yaml:2:9: either: expected text or a map, got the number 1"],
  ["name: a\neither: { deep: x }\n", 'f.yaml:2:17: either.deep: expected a number, got "x"'],
  ["name: a\neither: { deep: 1, oter: x }\n", "f.yaml:2:20: either.oter: unknown key\n  did you mean other?"],
  ["name: a\nnested: { iner: x }\n", "f.yaml:2:11: nested.iner: unknown key\n  did you mean inner?"],
  ["name: a\nnested:\n", "f.yaml:2:8: nested: expected a map, got nothing"],
  ["name: a\neven: 3\n", "f.yaml:2:7: even: expected an even number"],
  [
    "name: a\nzebra: 1\n",
    "f.yaml:2:1: zebra: unknown key\n  known here: name, color, count, ratio, flag, kind, items, labels, either, nested, even",
  ],
  ["- a\n", "f.yaml:1:1: expected a map, got a list"],
  ["text\n", 'f.yaml:1:1: expected a map, got "text"'],
  [
    `name: ${"a b".repeat(50)}\n`,
    `f.yaml:1:7: name: expected at most 5 characters, got "${"a b".repeat(20)}…"\nf.yaml:1:7: name: expected a word in small letters, got "${"a b".repeat(20)}…"`,
  ],
])("%j", (text, message) => {
  expect(inputErrorOf(() => validate(schema, source(text)))).toBe(message);
});

test("a part of a document, with its places in the whole", () => {
  const whole = source("items:\n  - name: a\n  - name: 7\n    colour: red\n");
  expect(validate(schema, partAt(whole, ["items", 0]))).toMatchObject({ name: "a" });
  expect(inputErrorOf(() => validate(schema, partAt(whole, ["items", 1])))).toBe(
    'f.yaml:3:11: name: expected text, got the number 7\n  quote it: "7"\nf.yaml:4:5: colour: unknown key\n  did you mean color?',
  );
});

test("keys of Object.prototype are unknown keys, not known ones", () => {
  expect(inputErrorOf(() => validate(schema, source("name: a\nconstructor: x\ntoString: y\n")))).toContain(
    "f.yaml:2:1: constructor: unknown key",
  );
});
