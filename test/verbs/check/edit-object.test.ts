import type { MeshPath } from "../../../src/findings/finding";
import { editObject } from "../../../src/verbs/check/fix/edit-object";

/** The text after one change of the object that begins at its first line. */
const edit = (text: string, at: MeshPath, value: unknown, line = 1, column = 1) =>
  editObject(text, { line, column }, at, value);

test.each<[what: string, text: string, at: MeshPath, value: unknown, after: string]>([
  ["a plain word", "a: one # why\nb: 2\n", ["a"], "two", "a: two # why\nb: 2\n"],
  ["a text keeps its quotes", 'a: "x" # why\n', ["a"], "v1", 'a: "v1" # why\n'],
  ["and single ones", "a: 'x'\n", ["a"], "v1", "a: 'v1'\n"],
  ["a number for a text", 'a: "2"\n', ["a"], 2, "a: 2\n"],
  ["a text that reads as a number is quoted", "a: x\n", ["a"], "1", 'a: "1"\n'],
  ["behind the last key", "a:\n  b: 1\n  # of b\n\nc: 2\n", ["a", "d"], "x", "a:\n  b: 1\n  d: x\n  # of b\n\nc: 2\n"],
  ["with what is missing above it", "a: 1", ["b", "c", "d"], true, "a: 1\nb:\n  c:\n    d: true"],
  [
    "behind a block of text",
    "a:\n  b: |\n    one\n    two\nc: 1\n",
    ["a", "d"],
    1,
    "a:\n  b: |\n    one\n    two\n  d: 1\nc: 1\n",
  ],
  ["with the line ends of the file", "a: 1\r\nb: 2\r\n", ["c"], 3, "a: 1\r\nb: 2\r\nc: 3\r\n"],
  ["in a list", "a:\n- b: 1\n  c: 2\n", ["a", 0, "c"], 3, "a:\n- b: 1\n  c: 3\n"],
  ["an item of a list", "a: [one, two]\n", ["a", 1], "three", "a: [one, three]\n"],
  ["a new key of an item", "a:\n  - b: 1\nc: 2\n", ["a", 0, "d"], 3, "a:\n  - b: 1\n    d: 3\nc: 2\n"],
  ["between braces", "a: { b: 1 }\n", ["a", "c"], "x", "a: { b: 1, c: x }\n"],
  ["between empty braces", "a: {}\n", ["a", "c"], "x", "a: { c: x }\n"],
  ["JSON", '{\n  "a": 1\n}\n', ["b", "c"], "x", '{\n  "a": 1,\n  "b": {"c":"x"}\n}\n'],
  ["a key goes with its line", "a: 1\n# of b\nb: 2 # two\nc: 3\n", ["b"], undefined, "a: 1\n# of b\nc: 3\n"],
  ["and with the maps that would be empty", "a:\n  b:\n    c: 1\nd: 2\n", ["a", "b", "c"], undefined, "d: 2\n"],
  ["out of braces", "a: { b: 1, c: 2 }\n", ["a", "b"], undefined, "a: { c: 2 }\n"],
  ["out of braces, the last", "a: { b: 1, c: 2 }\n", ["a", "c"], undefined, "a: { b: 1 }\n"],
])("%s", (_what, text, at, value, after) => {
  expect(edit(text, at, value)).toBe(after);
});

test.each<[what: string, text: string, at: MeshPath, value: unknown]>([
  ["an alias", "x: &x { b: 1 }\na: *x\n", ["a", "b"], 2],
  ["what others repeat", "a: &a x\nb: *a\n", ["a"], "y"],
  ["a value that is left open", "a:\nb: 1\n", ["a", "c"], 1],
  ["a map in the place of a text", "a: x\n", ["a", "b"], 1],
  ["an octal number to be text", "a: 0700\n", ["a"], "448"],
  ["the only key of a list's item", "a:\n  - b: 1\n", ["a", 0, "b"], undefined],
  ["what is no YAML", "a: [\n", ["a"], 1],
  ["a place where nothing begins", "\n\na: 1\n", ["a"], 2],
])("is left alone: %s", (_what, text, at, value) => {
  expect(edit(text, at, value)).toBeUndefined();
});
