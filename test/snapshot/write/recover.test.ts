import { existsSync, mkdirSync, readdirSync, renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { compareTree } from "../../../src/snapshot/write/compare";
import { TreeWriter, writeTrees } from "../../../src/snapshot/write/writer";
import { contentOf, contentOfTree, everyIdentity, newFolder, outputTree, put, removeFolders } from "./folders";

afterEach(removeFolders);

const old = outputTree("prod", { "PLAN.md": "old" });

test("a half-built tree is removed", () => {
  const out = newFolder();
  writeTrees(out, [old]);
  put(out, { ".meshstep-prod.next/deep/x": "half", ".meshstep-gone.next/x": "half" });
  new TreeWriter(out);
  expect(readdirSync(out)).toEqual(["prod"]);
  expect(contentOf(join(out, "prod"))).toEqual(contentOfTree(old));
});

test("a tree that was moved away comes back, and is compared with before it does", () => {
  const out = newFolder();
  writeTrees(out, [old]);
  renameSync(join(out, "prod"), join(out, ".meshstep-prod.previous"));
  put(out, { ".meshstep-prod.next/PLAN.md": "new" });
  const before = everyIdentity(out);
  expect(compareTree(out, old)).toEqual({ added: [], changed: [], removed: [], unchanged: 2 });
  expect(everyIdentity(out)).toEqual(before);
  new TreeWriter(out);
  expect(contentOf(out)).toEqual({ "prod/PLAN.md": "old", "prod/plan.json": old.files.get("plan.json") });
});

test("the old tree of a swap that was done is removed", () => {
  const out = newFolder();
  writeTrees(out, [old]);
  put(out, { ".meshstep-prod.previous/PLAN.md": "older" });
  new TreeWriter(out);
  expect(readdirSync(out)).toEqual(["prod"]);
});

test("a folder made by hand meanwhile is not traded for the one from before", () => {
  const out = newFolder();
  put(out, { "prod/x": "hand", ".meshstep-prod.previous/mine": "1", ".meshstep-prod.next/x": "2" });
  const before = contentOf(out);
  expect(() => new TreeWriter(out)).toThrow(
    /prod: made anew after meshstep was stopped[\s\S]*\.meshstep-prod\.previous/,
  );
  expect(contentOf(out)).toEqual(before);
});

test("links under hidden names are removed, not followed", () => {
  const out = newFolder();
  put(out, { "target/x": "x" });
  symlinkSync("target", join(out, ".meshstep-prod.next"));
  new TreeWriter(out);
  expect(contentOf(out)).toEqual({ "target/x": "x" });
});

test("other hidden names are none of ours", () => {
  const out = newFolder();
  mkdirSync(join(out, ".meshstep"));
  put(out, { ".meshstep-x": "", ".meshstep-x.next.txt": "", ".meshstep.yaml": "", ".gitignore": "" });
  const before = everyIdentity(out);
  new TreeWriter(out);
  expect(everyIdentity(out)).toEqual(before);
  expect(existsSync(join(out, ".meshstep"))).toBe(true);
});
