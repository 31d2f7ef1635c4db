import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { isWritable, renderMesh, treeOf } from "../../../src/render/render";
import { changedPaths, type ManifestFiles, manifestsOf } from "../../../src/snapshot/write/manifest-files";
import { filePatch, unifiedDiff } from "../../../src/verbs/diff/unified";
import { meshes } from "../../properties/meshes";
import { fc } from "../../support/fast-check";
import { folderWith } from "../../support/folder";
import { filesIn, runGit, writeFiles } from "../../support/git";

const scratch = folderWith({});
let folders = 0;

/** What real git makes of the patch; it is asked first whether it would. */
function applied(before: ManifestFiles, patch: string, folder = ""): ReadonlyMap<string, string> {
  const root = join(scratch, String(folders++));
  mkdirSync(root);
  writeFiles(join(root, folder), before);
  const directory = folder ? [`--directory=${folder}`] : [];
  if (patch !== "") {
    runGit(root, ["apply", "--check", ...directory], patch);
    runGit(root, ["apply", ...directory], patch);
  }
  return filesIn(join(root, folder));
}

const sorted = (files: ManifestFiles) => new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));

const cases: Readonly<Record<string, readonly [Record<string, string>, Record<string, string>]>> = {
  "a changed file": [{ "a.yaml": "a: 1\nb: 2\n" }, { "a.yaml": "a: 1\nb: 3\n" }],
  "a new file in a new folder": [{ "a.yaml": "a\n" }, { "a.yaml": "a\n", "mesh/10-operator/b.yaml": "b\n" }],
  "a deleted file": [{ "a.yaml": "a\n", "b.yaml": "b\n" }, { "b.yaml": "b\n" }],
  "files of no bytes": [
    { "old.yaml": "", "x.yaml": "" },
    { "new.yaml": "", "x.yaml": "x\n" },
  ],
  "a file becomes empty": [{ "a.yaml": "a\n" }, { "a.yaml": "" }],
  "the final newline goes": [{ "a.yaml": "a\nb\n" }, { "a.yaml": "a\nb" }],
  "the final newline comes": [{ "a.yaml": "a\nb" }, { "a.yaml": "a\nb\n" }],
  "both without a final newline": [{ "a.yaml": "a\nb" }, { "a.yaml": "a\nc" }],
  "new and deleted without a final newline": [{ "a.yaml": "a" }, { "b.yaml": "b" }],
  "line ends of Windows": [{ "a.yaml": "a\r\nb\r\n" }, { "a.yaml": "a\r\nc\r\n" }],
  "lines that look like a patch": [
    { "a.yaml": "--- a/x\n+++ b/x\n@@ -1 +1 @@\n" },
    { "a.yaml": "--- a/y\n\\ No newline at end of file\ndiff --git a b\n" },
  ],
  "a carriage return, a form feed and an unusual line end": [
    { "a.yaml": "a\rb\n\f\n" },
    { "a.yaml": "a\rc\n\u2028\n" },
  ],
  "a file where a folder was": [{ "a/b.yaml": "b\n" }, { a: "a\n" }],
  "a folder where a file was": [{ a: "a\n" }, { "a/b.yaml": "b\n" }],
  "paths with odd characters": [
    { "a b.yaml": "1\n", 'q"uote.yaml': "1\n", "back\\slash.yaml": "1\n", "tab\there.yaml": "1\n", "é/ü.yaml": "1\n" },
    { "a b.yaml": "2\n", 'q"uote.yaml': "2\n", "back\\slash.yaml": "2\n", "é/ü.yaml": "2\n", " new one.yaml": "3\n" },
  ],
  "paths that look like a patch's own words": [
    { "dev/null": "1\n", "a/b/a/b": "1\n", "x b/x": "1\n", "line\nbreak": "1\n", "日本/🚀": "1\n" },
    { "dev/null": "2\n", "a/b/a/b": "2\n", "x b/x": "2\n", "line\nbreak": "2\n", "日本/🚀": "2\n" },
  ],
  nothing: [{ "a.yaml": "a\n" }, { "a.yaml": "a\n" }],
};

describe("git apply takes the unified diff and makes the other state of", () => {
  test.each(Object.entries(cases))("%s", (_, [old, now]) => {
    const [before, after] = [new Map(Object.entries(old)), new Map(Object.entries(now))];
    const patch = unifiedDiff(before, after);
    expect(applied(before, patch)).toEqual(sorted(after));
    expect(patch === "").toBe(changedPaths(before, after).length === 0);
  });

  test("a folder inside a repository, by its path there", () => {
    const before = new Map([["a.yaml", "1\n"]]);
    const after = new Map([["b c.yaml", "2"]]);
    expect(applied(before, unifiedDiff(before, after), "live/prod east")).toEqual(after);
    const patch = unifiedDiff(before, after, "live/prod east");
    const inRoot = new Map([["live/prod east/a.yaml", "1\n"]]);
    expect(applied(inRoot, patch)).toEqual(new Map([["live/prod east/b c.yaml", "2"]]));
  });

  test("a file with more edits than anybody reads", () => {
    const text = (letter: string) => Array.from({ length: 3000 }, (_, index) => `${letter}${index}\n`).join("");
    const before = new Map([["a.yaml", `same\n${text("a")}`]]);
    const after = new Map([["a.yaml", `same\n${text("b")}end`]]);
    const patch = unifiedDiff(before, after);
    expect(patch).toContain("@@ -1,3001 +1,3002 @@");
    expect(applied(before, patch)).toEqual(after);
  });
});

test.each([
  ["changed", "\0\uFFFD", "a: 1\n"],
  ["new", undefined, "\0\uFFFD"],
  ["deleted", "\0\uFFFD", undefined],
])("bytes that are no text, %s, make a patch that git refuses as a whole", (_, from, to) => {
  const text = filePatch("c.yaml", "1\n", "2\n");
  const binary = filePatch("b.yaml", from, to);
  const before = new Map([["c.yaml", "1\n"], ...(from ? [["b.yaml", "x"] as const] : [])]);
  for (const patch of [binary, text + binary, binary + text]) {
    expect(() => applied(before, patch)).toThrow("cannot apply binary patch");
  }
});

test("property: applying the diff of any two folders gives the other", () => {
  const text = fc
    .array(fc.constantFrom("a: 1", "b: 2", "", "- x", " ", "+++ b", "\r", "é"), { maxLength: 12 })
    .chain((lines) => fc.boolean().map((ended) => lines.join("\n") + (ended && lines.length ? "\n" : "")));
  const path = fc.constantFrom("a.yaml", "m/b.yaml", "m/c d.yaml", "m/n/é.yaml", "o");
  const files = fc.dictionary(path, text, { maxKeys: 5 }).map((record) => new Map(Object.entries(record)));
  fc.assert(
    fc.property(files, files, (before, after) => {
      expect(applied(before, unifiedDiff(before, after))).toEqual(sorted(after));
    }),
    { numRuns: 60 },
  );
});

test("property: applying the diff of neighbouring phases, forwards or back, gives exactly the other phase", () => {
  fc.assert(
    fc.property(meshes, fc.nat(), fc.boolean(), (mesh, choice, back) => {
      const rendered = renderMesh(mesh);
      // Few meshes have a row to go; those that have none are not counted, so that this is never a property about nothing.
      fc.pre(isWritable(rendered) && rendered.plan.phases.length > 1);
      const tree = treeOf(rendered);
      const { phases: row } = rendered.plan;
      const at = choice % (row.length - 1);
      const pair = [at, at + 1].map((index) => manifestsOf(tree, row[index]?.dir ?? "")) as [
        ManifestFiles,
        ManifestFiles,
      ];
      const [before, after] = back ? [pair[1], pair[0]] : pair;
      expect(before.size).toBeGreaterThan(0);
      expect(applied(before, unifiedDiff(before, after))).toEqual(sorted(after));
    }),
    { numRuns: 10 },
  );
});
