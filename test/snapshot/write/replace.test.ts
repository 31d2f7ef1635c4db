import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { recoverFolder, replaceFolder, whereaboutsOf } from "../../../src/snapshot/write/replace";
import { inputErrorOf } from "../../support/folder";
import { files, replacing } from "../../support/opened";
import { contentOf, type Files, identities, newFolder, put, removeFolders } from "./folders";

/** The call to the file system that fails, counted from 0; `dead`: and every one after it. */
const fault = { calls: 0, at: Number.POSITIVE_INFINITY, dead: false, code: "EROFS" };

replacing(files, faultyFiles());

function faultyFiles(): typeof files {
  const faulty = Object.entries<(...given: never[]) => unknown>({ ...files }).map(([name, work]) => [
    name,
    name === "errorCode" || name === "kindOf"
      ? work
      : (...given: never[]): unknown => {
          const call = fault.calls++;
          if (call === fault.at || (fault.dead && call > fault.at)) {
            throw Object.assign(new Error(fault.code), { code: fault.code, path: String(given[0]) });
          }
          return work(...given);
        },
  ]);
  return Object.fromEntries(faulty);
}

afterEach(removeFolders);

const old: Files = { "kustomization.yaml": "old", "mesh/same.yaml": "same", "gone/x.yaml": "x", turn: "a file" };
const next: Files = {
  "kustomization.yaml": "new",
  "mesh/same.yaml": "same",
  "mesh/new.yaml": "n",
  "turn/into": "a folder",
};
const mapOf = (files: Files): ReadonlyMap<string, string> => new Map(Object.entries(files));

function liveWith(files: Files): string {
  const live = join(newFolder(), "live");
  mkdirSync(live);
  put(live, files);
  return live;
}

function faulty(at: number, dead: boolean, work: () => void): boolean {
  Object.assign(fault, { calls: 0, at, dead });
  try {
    work();
    return fault.calls > at;
  } catch (error) {
    expect((error as Error).name).toBe("InputError");
    return true;
  } finally {
    fault.at = Number.POSITIVE_INFINITY;
  }
}

test("only what changes is touched, and undo brings all of it back", () => {
  const live = liveWith(old);
  const before = identities(live);
  const { change, undo } = replaceFolder(live, mapOf(old), mapOf(next));
  expect(change).toEqual({
    added: ["mesh/new.yaml", "turn/into"],
    changed: ["kustomization.yaml"],
    removed: ["gone/x.yaml", "turn"],
    unchanged: 1,
  });
  expect(contentOf(join(live, ".."))).toEqual(
    Object.fromEntries(Object.entries(next).map(([path, text]) => [`live/${path}`, text])),
  );
  expect(identities(live)["mesh/same.yaml"]).toBe(before["mesh/same.yaml"]);
  writeFileSync(join(live, "somebody's"), "file");
  undo();
  expect(contentOf(live)).toEqual(old);
  expect(identities(live)["mesh/same.yaml"]).toBe(before["mesh/same.yaml"]);
});

test("a folder that is not there is made, with those above it, and undo removes them again", () => {
  const top = newFolder();
  const { undo } = replaceFolder(join(top, "a/b/live"), new Map(), mapOf(next));
  expect(contentOf(join(top, "a/b/live"))).toEqual(next);
  undo();
  expect(contentOf(top)).toEqual({});
});

test("an empty folder is one again after undo", () => {
  const live = liveWith({});
  replaceFolder(live, new Map(), mapOf(next)).undo();
  expect(contentOf(join(live, ".."))).toEqual({ live: "(empty)" });
});

test.each<[string, (live: string) => void, RegExp]>([
  [
    "another text",
    (live) => put(live, { turn: "A file" }),
    /\/live: somebody changed it just now\n {2}Nothing was replaced; run again\.$/,
  ],
  ["one file more", (live) => put(live, { "mesh/more.yaml": "" }), /\/live: somebody changed it just now/],
  ["one file less", (live) => rmSync(join(live, "turn")), /\/live: somebody changed it just now/],
  [
    "a link in place of a file",
    (live) => {
      renameSync(join(live, "turn"), join(live, "../turn"));
      symlinkSync("../turn", join(live, "turn"));
    },
    /\/live\/turn: not a plain file\n/,
  ],
])("%s: nothing is replaced", (_, edit, message) => {
  const live = liveWith(old);
  edit(live);
  const before = contentOf(join(live, ".."));
  expect(inputErrorOf(() => replaceFolder(live, mapOf(old), mapOf(next)))).toMatch(message);
  expect(contentOf(join(live, ".."))).toEqual(before);
});

test("whatever call fails, the folder is the old one or the new one, and nothing lies about", () => {
  let at = 0;
  let failed = true;
  for (; failed; at++) {
    const live = liveWith(old);
    failed = faulty(at, false, () => void replaceFolder(live, mapOf(old), mapOf(next)));
    const now = contentOf(live);
    expect([old, next]).toContainEqual(now);
    recoverFolder(live);
    expect(contentOf(live)).toEqual(now);
  }
  expect(at).toBeGreaterThan(30);
});

test("whenever the process dies, the next run finds the old folder or the new one", () => {
  const seen = new Set<string>();
  let failed = true;
  for (let at = 0; failed; at++) {
    const live = liveWith(old);
    failed = faulty(at, true, () => void replaceFolder(live, mapOf(old), mapOf(next)));
    // The lock names this very process, which is not dead.
    rmSync(join(live, "../.meshstep.lock"), { force: true });
    const before = contentOf(whereaboutsOf(live));
    expect([old, next]).toContainEqual(before);
    seen.add(String(existsSync(live)));
    recoverFolder(live);
    expect([old, next]).toContainEqual(contentOf(live));
  }
  // Between the two renames it is under its other name.
  expect([...seen].sort()).toEqual(["false", "true"]);
});

test("a read-only disk: the reason in words, and nothing written", () => {
  const live = liveWith(old);
  Object.assign(fault, { calls: 0, at: 0, dead: true });
  const message = inputErrorOf(() => replaceFolder(live, mapOf(old), mapOf(next)));
  fault.at = Number.POSITIVE_INFINITY;
  expect(message).toMatch(/^\/.*: the file system is read-only \(EROFS\)$/);
  expect(contentOf(live)).toEqual(old);
  expect(readFileSync(join(live, "turn"), "utf8")).toBe("a file");
});
