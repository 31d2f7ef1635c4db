import { parse } from "yaml";
import { editYaml, type YamlEdit } from "../../src/yaml-edit/edit-yaml";
import { fc } from "../support/fast-check";

const edit = (text: string, ...edits: YamlEdit[]) => editYaml(text, "mesh.yaml", () => true, edits);

describe("only what changes", () => {
  test.each<[string, string, YamlEdit, string]>([
    ["a scalar, with its comment", "a: 1.2 # now\nb: 2\n", { path: ["a"], value: "v1.3" }, "a: v1.3 # now\nb: 2\n"],
    ["in its quotes", `a: "1.2"\nb: '3'\n`, { path: ["a"], value: "1.3" }, `a: "1.3"\nb: '3'\n`],
    [
      "below maps",
      "a:\n  # why\n  b:\n    c: 1\n",
      { path: ["a", "b", "c"], value: 2 },
      "a:\n  # why\n  b:\n    c: 2\n",
    ],
    ["in a flow map", "a: { b: 1, c: 2 } # x\n", { path: ["a", "c"], value: 3 }, "a: { b: 1, c: 3 } # x\n"],
    [
      "a new key behind another one",
      "a:\n  b: 1 # one\n  c: 2\nd: 3\n",
      { path: ["a", "x"], value: { z: "v1" }, after: "b" },
      "a:\n  b: 1 # one\n  x:\n    z: v1\n  c: 2\nd: 3\n",
    ],
    [
      "behind a map",
      "a:\n  b:\n    c: 1\n\n  # about d\n  d: 2\n",
      { path: ["a", "x"], value: [1, 2], after: "b" },
      "a:\n  b:\n    c: 1\n  x: [ 1, 2 ]\n\n  # about d\n  d: 2\n",
    ],
    ["at the end of a file without a line end", "a: 1", { path: ["b"], value: 2 }, "a: 1\nb: 2"],
    ["maps on the way are made", "a: 1\n", { path: ["b", "c"], value: 2 }, "a: 1\nb:\n  c: 2\n"],
    ["also in the place of nothing", "a:\nb: 1\n", { path: ["a", "c"], value: 2 }, "a:\n  c: 2\nb: 1\n"],
    ["in a flow map, a new one", "a: { b: 1 }\n", { path: ["a", "c"], value: "x" }, "a: { b: 1, c: x }\n"],
    ["in an empty flow map", "a: {}\n", { path: ["a", "c"], value: "x" }, "a: { c: x }\n"],
    ["a key out", "a:\n  b: 1\n  c: 2\nd: 3\n", { path: ["a", "b"] }, "a:\n  c: 2\nd: 3\n"],
    ["a map out", "a:\n  b: 1\n  c:\n    - d\n    - e\nf: 3\n", { path: ["a", "c"] }, "a:\n  b: 1\nf: 3\n"],
    ["the last key of a map takes the map along", "a:\n  b:\n    c: 1\nd: 2\n", { path: ["a", "b", "c"] }, "d: 2\n"],
    ["the first of a flow map", "a: { b: 1, c: 2 }\n", { path: ["a", "b"] }, "a: { c: 2 }\n"],
    ["the last of a flow map", "a: { b: 1, c: 2 }\n", { path: ["a", "c"] }, "a: { b: 1 }\n"],
    ["the first of an item", "a:\n  - b: 1\n    c: 2\n", { path: ["a", 0, "b"] }, "a:\n  - c: 2\n"],
    ["what is not there", "a: 1\n", { path: ["b", "c"] }, "a: 1\n"],
    [
      "Windows line ends",
      "a: 1\r\nb: 2\r\n",
      { path: ["c"], value: { d: 3 }, after: "a" },
      "a: 1\r\nc:\r\n  d: 3\r\nb: 2\r\n",
    ],
    [
      "a map by a map",
      "a:\n  b: 1 # old\n# of c\nc: 2\n",
      { path: ["a"], value: { d: ["x", "z"] } },
      "a:\n  d: [ x, z ]\n# of c\nc: 2\n",
    ],
    ["a map by a scalar", "a:\n  b: 1\nc: 2\n", { path: ["a"], value: "x" }, "a: x\nc: 2\n"],
  ])("%s", (_, before, one, after) => {
    expect(edit(before, one)).toBe(after);
  });
});

test("of several documents the one that is wanted", () => {
  const text = "kind: A\nv: 1\n---\n# second\nkind: B\nv: 1\n";
  const wanted = (value: unknown) => (value as { kind: string }).kind === "B";
  expect(editYaml(text, "f", wanted, [{ path: ["v"], value: 2 }])).toBe(
    "kind: A\nv: 1\n---\n# second\nkind: B\nv: 2\n",
  );
});

test.each([
  ["a: &x 1\nb: *x\n", ["a"], "mesh.yaml:1:7"],
  ["a: &x 1\nb: *x\n", ["b"], "mesh.yaml:2:4"],
  ["a: &x { c: 1 }\nb: *x\n", ["b", "c"], "mesh.yaml:2:4"],
])("an anchor is not edited: %j", (text, path, place) => {
  expect(() => edit(text, { path, value: 2 })).toThrow(/anchor or an alias/);
  expect(() => edit(text, { path, value: 2 })).toThrow(
    expect.objectContaining({ message: expect.stringContaining(place) }),
  );
});

test("what is read afterwards is what was asked for, however the map is written", () => {
  const value = fc.oneof(fc.constantFrom("v1.28.3", "on", "1.30", "", "a: b", "#x"), fc.integer());
  const inner = fc.dictionary(fc.constantFrom("b", "c", "d"), value, { minKeys: 1 });
  const style = fc.constantFrom("block" as const, "flow" as const);
  fc.assert(
    fc.property(inner, style, fc.constantFrom("b", "c", "x"), value, fc.boolean(), (map, written, key, now, out) => {
      const lines = Object.entries(map).map(([name, one]) => `${name}: ${JSON.stringify(one)}`);
      const text =
        written === "flow" ? `a: { ${lines.join(", ")} } # c\nz: 1\n` : `a:\n  ${lines.join(" # c\n  ")}\nz: 1\n`;
      const { [key]: _, ...others } = map;
      const expected = out ? others : { ...map, [key]: now };
      const after = edit(text, { path: ["a", key], ...(out ? {} : { value: now }) });
      const { a = {}, z } = parse(after);
      expect([a, z]).toEqual([expected, 1]);
    }),
  );
});
