import * as fs from "node:fs";
import { dirname, join } from "node:path";
import { InputError } from "../../../src/findings/input-error";
import { compareTree } from "../../../src/snapshot/write/compare";
import { writeTrees } from "../../../src/snapshot/write/writer";
import { fc } from "../../support/fast-check";
import {
  contentOf,
  contentOfTree,
  everyIdentity,
  type Files,
  identities,
  newFolder,
  outputTree,
  removeFolders,
} from "./folders";

afterEach(removeFolders);

/** Few names, so that old, new and foreign paths meet often: as the same file, or one as the folder of another. */
const path = fc
  .array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 4 })
  .chain((names) =>
    fc.constantFrom(names.join("/"), `phases/${names.join("/")}`, `phases/p/manifests/${names.join("/")}`),
  );
const text = fc.constantFrom("", "x", "y", "longer text");

/** Leaves out paths that would need another one to be both a file and a folder. */
const files = fc.array(fc.tuple(path, text), { maxLength: 9 }).map((pairs): Files => {
  const kept: Record<string, string> = {};
  for (const [one, content] of pairs) {
    if (!Object.keys(kept).some((other) => isInside(one, other) || isInside(other, one))) kept[one] = content;
  }
  return kept;
});

const foreign = fc.array(fc.tuple(path, fc.constantFrom("file", "x", "folder", "link")), { maxLength: 4 });

function isInside(inner: string, outer: string): boolean {
  return inner.startsWith(`${outer}/`);
}

/** Puts a foreign thing on the disk where there is room for it. */
function place(root: string, at: string, what: string): boolean {
  const full = join(root, at);
  try {
    if (fs.lstatSync(full, { throwIfNoEntry: false }) !== undefined) return false;
    fs.mkdirSync(dirname(full), { recursive: true });
    if (what === "folder") fs.mkdirSync(full);
    else if (what === "link") fs.symlinkSync("no/where", full);
    else fs.writeFileSync(full, what);
    return true;
  } catch {
    return false;
  }
}

/** Written anew from the promise, not from the code: may the new files go where others have put things? */
function isBlocked(wanted: Files, root: string, things: readonly string[]): boolean {
  return things.some((at) => {
    const stats = fs.lstatSync(join(root, at));
    return Object.entries(wanted).some(([mine, content]) => {
      if (isInside(at, mine)) return true;
      if (isInside(mine, at)) return !stats.isDirectory();
      return mine === at && !(stats.isFile() && fs.readFileSync(join(root, at), "utf8") === content);
    });
  });
}

test("after a write there is the new tree and what others put there; or nothing has changed at all", () => {
  const seen = { blocked: 0, written: 0 };
  fc.assert(
    fc.property(files, files, foreign, (before, after, things) => {
      const out = newFolder();
      const root = join(out, "prod");
      writeTrees(out, [outputTree("prod", before)]);
      const placed = things.filter(([at, what]) => place(root, at, what)).map(([at]) => at);
      const theirs = placed.filter((at) => !placed.some((other) => isInside(other, at)));
      const keep = contentOf(root);
      const was = identities(root);
      const everything = everyIdentity(out);
      const tree = outputTree("prod", after);

      if (isBlocked(after, root, theirs)) {
        seen.blocked++;
        expect(() => writeTrees(out, [tree])).toThrow(InputError);
        expect(everyIdentity(out)).toEqual(everything);
        return;
      }
      seen.written++;
      const change = compareTree(out, tree);
      expect(everyIdentity(out)).toEqual(everything);
      expect(writeTrees(out, [tree])[0]?.change).toEqual(change);

      const now = contentOf(root);
      const used = (at: string): boolean => [...tree.files.keys()].some((mine) => isInside(mine, at));
      const stays = theirs.filter((at) => !(keep[at] === "(empty)" && used(at)));
      const mine = contentOfTree(tree);
      expect(now).toEqual({ ...Object.fromEntries(stays.map((at) => [at, keep[at]])), ...mine });

      const names = Object.keys(mine);
      expect(change).toEqual({
        added: names.filter((name) => !(name in keep) || keep[name] === "(empty)").sort(),
        changed: names.filter((name) => name in keep && keep[name] !== mine[name]).sort(),
        removed: Object.keys(keep)
          .filter((name) => !(name in now) && !theirs.includes(name))
          .sort(),
        unchanged: names.filter((name) => keep[name] === mine[name]).length,
      });
      const is = identities(root);
      for (const name of [...names, ...stays]) {
        if (keep[name] === now[name] && !/^->|^\(/.test(now[name] ?? "")) expect(is[name]).toBe(was[name]);
      }
      const settled = everyIdentity(out);
      writeTrees(out, [tree]);
      expect(everyIdentity(out)).toEqual(settled);
    }),
    { numRuns: 250 },
  );
  expect(Math.min(seen.blocked, seen.written)).toBeGreaterThan(10);
});

test("a plan.json of any shape neither breaks the writer nor reaches out of the folder", () => {
  const anything = fc.oneof(
    fc.json(),
    fc.string(),
    fc
      .record({
        version: fc.constant(1),
        phases: fc.array(
          fc.oneof(
            fc.jsonValue(),
            fc.record({ dir: fc.oneof(hostile(), fc.jsonValue()), files: fc.dictionary(hostile(), fc.string()) }),
          ),
        ),
        written: fc.oneof(fc.jsonValue(), fc.array(hostile())),
      })
      .map((plan) => JSON.stringify(plan)),
  );
  fc.assert(
    fc.property(anything, (plan) => {
      const out = newFolder();
      fs.mkdirSync(join(out, "prod/sub"), { recursive: true });
      for (const at of ["outside", "prod/sub/inside"]) fs.writeFileSync(join(out, at), "keep");
      fs.writeFileSync(join(out, "prod/plan.json"), plan);
      try {
        writeTrees(out, [outputTree("prod", { "PLAN.md": "new" })]);
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
      }
      expect(contentOf(out)).toMatchObject({ outside: "keep", "prod/sub/inside": "keep" });
    }),
    { numRuns: 200, examples: [['{"version":1,"phases":[{"dir":{"toString":""},"files":{"a":""}}]}']] },
  );
});

function hostile(): fc.Arbitrary<string> {
  return fc.constantFrom(
    "..",
    "../outside",
    "../../outside",
    "/outside",
    "sub",
    "sub/../../outside",
    "../../../outside",
    "./sub",
    "sub/",
    "__proto__",
    "..\\outside",
    "sub//inside",
    "sub/./inside",
    "",
  );
}
