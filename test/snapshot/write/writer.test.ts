import * as fs from "node:fs";
import { join } from "node:path";
import { compareTree } from "../../../src/snapshot/write/compare";
import { TreeWriter, writeTrees } from "../../../src/snapshot/write/writer";
import {
  contentOf,
  contentOfTree,
  everyIdentity,
  identities,
  newFolder,
  outputTree,
  put,
  removeFolders,
} from "./folders";

afterEach(removeFolders);

const old = outputTree("prod", {
  "PLAN.md": "old",
  "phases/00-baseline/PHASE.md": "why",
  "phases/00-baseline/manifests/mesh/a.yaml": "a",
  "phases/01-cni/manifests/mesh/30-cni/cni.yaml": "cni",
});
const next = outputTree("prod", {
  "PLAN.md": "new",
  "phases/00-baseline/PHASE.md": "why",
  "phases/00-baseline/manifests/mesh/a.yaml": "a",
  "phases/01-cni-v1.26.4/manifests/mesh/30-cni/cni.yaml": "cni",
});
const change = {
  added: ["phases/01-cni-v1.26.4/manifests/mesh/30-cni/cni.yaml"],
  changed: ["PLAN.md", "plan.json"],
  removed: ["phases/01-cni/manifests/mesh/30-cni/cni.yaml"],
  unchanged: 2,
};

describe("a first run", () => {
  test("makes the out folder and the tree", () => {
    const out = join(newFolder(), "deep/out");
    expect(compareTree(out, old)).toMatchObject({ added: [...old.files.keys()].sort(), changed: [], removed: [] });
    expect(fs.existsSync(out)).toBe(false);
    expect(writeTrees(out, [old])).toEqual([{ name: "prod", change: compareTree("/nowhere", old) }]);
    expect(contentOf(join(out, "prod"))).toEqual(contentOfTree(old));
    expect(fs.readdirSync(out)).toEqual(["prod"]);
  });

  test("aborted, takes away the folders it made and no others", () => {
    const above = newFolder();
    const writer = new TreeWriter(join(above, "deep/out"));
    writer.stage(old);
    expect(fs.existsSync(join(above, "deep/out"))).toBe(true);
    writer.abort();
    expect(fs.readdirSync(above)).toEqual([]);

    fs.mkdirSync(join(above, "deep"));
    const again = new TreeWriter(join(above, "deep/out"));
    again.stage(old);
    again.abort();
    expect(contentOf(above)).toEqual({ deep: "(empty)" });
  });
});

describe("a second run", () => {
  test("touches what changes and nothing else", () => {
    const out = newFolder();
    writeTrees(out, [old]);
    const before = identities(join(out, "prod"));
    expect(compareTree(out, next)).toEqual(change);
    expect(writeTrees(out, [next])).toEqual([{ name: "prod", change }]);
    const after = identities(join(out, "prod"));
    expect(contentOf(join(out, "prod"))).toEqual(contentOfTree(next));
    expect(fs.readdirSync(out)).toEqual(["prod"]);
    for (const path of ["phases/00-baseline/PHASE.md", "phases/00-baseline/manifests/mesh/a.yaml"]) {
      expect(after[path]).toBe(before[path]);
    }
    expect(after["PLAN.md"]).not.toBe(before["PLAN.md"]);
  });

  test("that changes nothing writes nothing at all", () => {
    const out = newFolder();
    writeTrees(out, [old, outputTree("test", { "PLAN.md": "x" })]);
    put(out, { "prod/notes.txt": "mine", "elsewhere/x": "mine" });
    const before = everyIdentity(out);
    const staged = writeTrees(out, [outputTree("test", { "PLAN.md": "x" }), old]);
    expect(staged.map((one) => one.change)).toEqual([
      { added: [], changed: [], removed: [], unchanged: 2 },
      { added: [], changed: [], removed: [], unchanged: 5 },
    ]);
    expect(everyIdentity(out)).toEqual(before);
  });

  test.each(["before", "after"])("stages nothing for the mesh that stays, %s one that changes", (order) => {
    const out = newFolder();
    const other = outputTree("other", { "PLAN.md": "x" });
    writeTrees(out, [old, other]);
    const before = everyIdentity(join(out, "other"));
    const writer = new TreeWriter(out);
    for (const tree of order === "before" ? [other, next] : [next, other]) writer.stage(tree);
    expect(fs.readdirSync(out).sort()).toEqual([".meshstep-prod.next", ".meshstep.lock", "other", "prod"]);
    expect(contentOf(join(out, "prod"))).toEqual(contentOfTree(old));
    writer.commit();
    expect(everyIdentity(join(out, "other"))).toEqual(before);
    expect(contentOf(join(out, "prod"))).toEqual(contentOfTree(next));
  });

  test("keeps mode bits of folders and of changed files", () => {
    const out = newFolder();
    writeTrees(out, [old]);
    fs.chmodSync(join(out, "prod"), 0o2770);
    fs.chmodSync(join(out, "prod/phases"), 0o700);
    fs.chmodSync(join(out, "prod/PLAN.md"), 0o600);
    writeTrees(out, [next]);
    const mode = (path: string): string => (fs.statSync(join(out, "prod", path)).mode & 0o7777).toString(8);
    expect([mode(""), mode("phases"), mode("PLAN.md")]).toEqual(["2770", "700", "600"]);
  });

  test("tells a change of bytes from one of time, and of the same length", () => {
    const out = newFolder();
    writeTrees(out, [old]);
    fs.utimesSync(join(out, "prod/PLAN.md"), 1, 1);
    expect(compareTree(out, old).changed).toEqual([]);
    put(out, { "prod/PLAN.md": "odd" });
    expect(compareTree(out, old).changed).toEqual(["PLAN.md"]);
  });

  test("writes text as UTF-8 and compares it so", () => {
    const out = newFolder();
    const tree = outputTree("prod", { "PLAN.md": "Größe → 日本 😀\n" });
    writeTrees(out, [tree]);
    expect(fs.readFileSync(join(out, "prod/PLAN.md"), "utf8")).toBe("Größe → 日本 😀\n");
    expect(compareTree(out, tree)).toMatchObject({ changed: [], unchanged: 2 });
  });

  test("lets a file become a folder and a folder a file", () => {
    const out = newFolder();
    const one = outputTree("prod", { a: "file", "b/c/d": "deep", "b/e": "x" });
    const two = outputTree("prod", { "a/x/y": "deep", b: "file" });
    writeTrees(out, [one]);
    writeTrees(out, [two]);
    expect(contentOf(join(out, "prod"))).toEqual(contentOfTree(two));
    writeTrees(out, [one]);
    expect(contentOf(join(out, "prod"))).toEqual(contentOfTree(one));
  });

  test("lets a name change its case", () => {
    const out = newFolder();
    writeTrees(out, [outputTree("prod", { "A.yaml": "1" })]);
    writeTrees(out, [outputTree("prod", { "a.yaml": "1" })]);
    expect(fs.readdirSync(join(out, "prod")).sort()).toEqual(["a.yaml", "plan.json"]);
  });

  test("removes the folder of a tree that has nothing left", () => {
    const out = newFolder();
    writeTrees(out, [old]);
    writeTrees(out, [{ name: "prod", files: new Map() }]);
    expect(fs.readdirSync(out)).toEqual([]);
  });
});

describe("several meshes", () => {
  test("the third one fails: nothing has changed, nothing is left", () => {
    const out = newFolder();
    writeTrees(out, [old]);
    put(out, { "third/plan.json": "[]" });
    const before = everyIdentity(out).filter((line) => !line.startsWith(" "));
    const writer = new TreeWriter(out);
    writer.stage(next);
    writer.stage(outputTree("second", { "PLAN.md": "x" }));
    expect(() => writer.stage(outputTree("third", { "PLAN.md": "x" }))).toThrow(/third\/plan\.json: meshstep did not/);
    expect(contentOf(join(out, "prod"))).toEqual(contentOfTree(old));
    expect(fs.readdirSync(out).sort()).toEqual(["prod", "third"]);
    const names = (lines: string[]) => lines.map((line) => line.split(" ").slice(0, 3).join(" "));
    expect(names(everyIdentity(out).filter((line) => !line.startsWith(" ")))).toEqual(names(before));
    expect(() => writer.commit()).toThrow("has been committed or aborted");
  });

  test("an error of whoever renders them aborts as well", () => {
    const out = join(newFolder(), "out");
    function* trees() {
      yield old;
      throw new Error("cannot render");
    }
    expect(() => writeTrees(out, trees())).toThrow("cannot render");
    expect(fs.existsSync(out)).toBe(false);
  });

  test.each(["prod", "PROD"])("%s beside prod is refused", (name) => {
    const out = join(newFolder(), "out");
    expect(() => writeTrees(out, [old, outputTree(name, {})])).toThrow(
      `"prod" and "${name}" would be written into one`,
    );
    expect(fs.existsSync(out)).toBe(false);
  });

  test("a writer is for one run", () => {
    const writer = new TreeWriter(newFolder());
    writer.commit();
    expect(() => writer.commit()).toThrow("has been committed or aborted");
    expect(() => writer.stage(old)).toThrow("has been committed or aborted");
    expect(() => writer.abort()).not.toThrow();
  });
});

test("the out folder may be a link, and may have no name", () => {
  const folder = newFolder();
  fs.mkdirSync(join(folder, "real"));
  fs.symlinkSync("real", join(folder, "out"));
  writeTrees(join(folder, "out"), [old]);
  expect(contentOf(join(folder, "real/prod"))).toEqual(contentOfTree(old));
  const cwd = process.cwd();
  try {
    process.chdir(join(folder, "real"));
    expect(compareTree("", old).unchanged).toBe(5);
    writeTrees("", [next]);
  } finally {
    process.chdir(cwd);
  }
  expect(contentOf(join(folder, "real/prod"))).toEqual(contentOfTree(next));
});
