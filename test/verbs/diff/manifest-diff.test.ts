import { diffManifests } from "../../../src/verbs/diff/manifest-diff";
import { formatChange, formatFile, summaryOf } from "../../../src/verbs/diff/summary";

type Files = Readonly<Record<string, string>>;

const diffOf = (before: Files, after: Files) =>
  diffManifests(new Map(Object.entries(before)), new Map(Object.entries(after)));

/** Objects, then files of which only the text differs, then what could not be read. */
function said(before: Files, after: Files): string[] {
  const { objects, files, unread } = diffOf(before, after);
  return [
    ...summaryOf(objects).map(formatChange),
    ...files.filter((file) => file.textOnly).map(formatFile),
    ...unread.map(({ place, why }) => `${place.file}:${place.line}:${place.column}: ${why}`),
  ];
}

const config = (name: string, value: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { a: ${value} }\n`;

test.each<[string, Files, Files, string[]]>([
  ["nothing", { "a.yaml": config("a", "x") }, { "a.yaml": config("a", "x") }, []],
  ["a field", { "a.yaml": config("a", "x") }, { "a.yaml": config("a", "z") }, ["ConfigMap/a data.a: x -> z"]],
  ["an object", { "a.yaml": config("a", "x") }, {}, ["ConfigMap/a: removed"]],
  [
    "only a comment",
    { "a.yaml": config("a", "x") },
    { "a.yaml": `# hi\n${config("a", "x")}` },
    ["file a.yaml: text only"],
  ],
  [
    "an object that moves to another file",
    { "a.yaml": config("a", "x") },
    { "b.yml": config("a", "x") },
    ["file a.yaml: removed", "file b.yml: added"],
  ],
  [
    "an object that moves and changes",
    { "a.yaml": config("a", "x") },
    { "b.yaml": config("a", "z") },
    ["ConfigMap/a data.a: x -> z"],
  ],
  [
    "several documents and Lists",
    { "a.yaml": `${config("a", "x")}---\n${config("b", "x")}` },
    { "a.yaml": JSON.stringify({ apiVersion: "v1", kind: "List", items: [] }) },
    ["ConfigMap/a: removed", "ConfigMap/b: removed"],
  ],
  [
    "JSON",
    { "a.json": '{"apiVersion":"v1","kind":"X","metadata":{"name":"a"},"n":1}' },
    { "a.json": '{"apiVersion":"v1","kind":"X","metadata":{"name":"a"},"n":2}' },
    ["X/a n: 1 -> 2"],
  ],
  [
    "what kustomize is told",
    { "m/kustomization.yaml": "resources: [a.yaml, b.yaml]\n" },
    { "m/kustomization.yaml": "resources: [a.yaml]\n" },
    ['Kustomization/m/kustomization.yaml resources["b.yaml"]: removed b.yaml'],
  ],
  [
    "a kustomization that goes, and one that is no map",
    { "kustomization.yaml": "resources: [a.yaml]\n", "m/kustomization.yaml": "- a\n" },
    { "m/kustomization.yaml": "- b\n" },
    ["file kustomization.yaml: removed", "file m/kustomization.yaml: text only"],
  ],
  [
    "a file that is no manifest",
    { "README.md": "apiVersion kind" },
    { "README.md": "x" },
    ["file README.md: text only"],
  ],
  ["values of a chart", { "values.yaml": "a: 1" }, {}, ["file values.yaml: removed"]],
  [
    "a file that is not UTF-8",
    { "a.yaml": `\0${config("a", "x")}` },
    { "a.yaml": config("a", "x") },
    ["ConfigMap/a: added", "a.yaml:1:1: not YAML: the control character U+0000"],
  ],
])("%s", (_, before, after, expected) => {
  expect(said(before, after)).toEqual(expected);
});

test.each<[string, string, RegExp]>([
  ["no YAML", "apiVersion: v1\nkind: X\nmetadata: { name: a\n", /^a\.yaml:\d+:\d+: not YAML: /],
  ["no name", "apiVersion: v1\nkind: X\nmetadata: {}\n", /^a\.yaml:3:\d+: metadata\.name/],
  ["a template", "apiVersion: v1\nkind: X\nmetadata: { name: {{ .x }} }\n", /^a\.yaml:\d+:\d+: a template/],
])("what cannot be read is compared as text, and said: %s", (_, text, why) => {
  const [line, reason = "", ...others] = said({ "a.yaml": text }, { "a.yaml": `${text}\n` });
  expect(line).toBe("file a.yaml: text only");
  expect(reason).toMatch(why);
  expect(others.every((one) => why.test(one))).toBe(true);
});

test("a broken kustomization", () => {
  const [line, reason] = said({ "kustomization.yaml": "resources: [" }, { "kustomization.yaml": "resources: []\n" });
  expect(line).toBe("Kustomization/kustomization.yaml: added");
  expect(reason).toMatch(/^kustomization\.yaml:\d+:\d+: not YAML: /);
});

test("files say what became of them, sorted", () => {
  const { changed, files } = diffOf({ b: "1", c: "1" }, { a: "1", c: "2" });
  expect(changed).toBe(true);
  expect(files).toEqual([
    { path: "a", change: "added", textOnly: true },
    { path: "b", change: "removed", textOnly: true },
    { path: "c", change: "changed", textOnly: true },
  ]);
});

test("an object is told once, however many files it is in", () => {
  const { files, objects } = diffOf(
    { "a.yaml": config("a", "x"), "b.yaml": config("b", "x") },
    { "a.yaml": config("a", "z"), "b.yaml": `#\n${config("b", "x")}` },
  );
  expect(objects.map(({ object }) => object)).toEqual(["ConfigMap/a"]);
  expect(files.map(({ textOnly }) => textOnly)).toEqual([false, true]);
});
