import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { InputError } from "../../../src/findings/input-error";
import { compareTree } from "../../../src/snapshot/write/compare";
import { reasonOf, toInputError } from "../../../src/snapshot/write/io-error";
import { syncLimit } from "../../../src/snapshot/write/sync";
import { TreeWriter, writeTrees } from "../../../src/snapshot/write/writer";
import { files } from "../../support/opened";
import { contentOf, contentOfTree, identities, newFolder, outputTree, put, removeFolders } from "./folders";

const mounts: string[] = [];

afterEach(() => {
  jest.restoreAllMocks();
  for (const mount of mounts.splice(0).reverse()) execFileSync("umount", [mount]);
  removeFolders();
});

/** A little disk of our own; only root on Linux may have one, and not in every container. */
function mountDisk(at: string, options: string): boolean {
  try {
    fs.mkdirSync(at, { recursive: true });
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", at], { stdio: "ignore" });
    mounts.push(at);
    return true;
  } catch {
    return false;
  }
}

const canMount = mountDisk(newFolder(), "size=64k");
const old = outputTree("prod", { "PLAN.md": "old", "keep/same": "same" });
const next = outputTree("prod", { "PLAN.md": "new", "keep/same": "same" });
const big = outputTree("prod", {
  "PLAN.md": "new",
  ...Object.fromEntries([..."abcdefgh"].map((name) => [name, name.repeat(9000)])),
});

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: some words, write`), { code });
}

describe("reasons", () => {
  test.each([
    ["EACCES", "permission denied"],
    ["EPERM", "not permitted"],
    ["EROFS", "read-only"],
    ["ENOSPC", "no space"],
    ["EDQUOT", "quota"],
    ["ENOTDIR", "not a folder"],
    ["EEXIST", "already there"],
    ["EMFILE", "too many files"],
    ["ENAMETOOLONG", "too long"],
    ["EBUSY", "mount point"],
    ["ESTRANGE", "system error"],
  ])("%s is told in words, with the path that the user knows", (code, words) => {
    const error = Object.assign(systemError(code), { path: "out/.meshstep-prod.next/deep/x.yaml" });
    const told = toInputError(error);
    expect(told).toBeInstanceOf(InputError);
    expect((told as Error).message).toMatch(/^out\/prod\/deep\/x\.yaml: /);
    expect((told as Error).message).toContain(words);
    expect((told as Error).message).toContain(code);
    const moved = toInputError(Object.assign(systemError(code), { path: "out/.meshstep-prod.previous" }));
    expect((moved as Error).message).toMatch(/^out\/prod: /);
  });

  test.each([
    new Error("bug"),
    new InputError([{ message: "x" }]),
    systemError("ERR_INVALID_ARG_TYPE"),
    undefined,
    "x",
  ])("%s is not the system's", (error) => {
    expect(toInputError(error)).toBe(error);
    expect(reasonOf(error)).toBeUndefined();
  });
});

describe("an out folder that cannot be", () => {
  test.each([
    ["a file", (folder: string) => join(folder, "file"), /file: is not a folder/],
    ["below a file", (folder: string) => join(folder, "file/out"), /file\/out: a part of this path is not a folder/],
    ["in the kernel's own tree", () => "/proc/meshstep-out", /\/proc\/meshstep-out: .+\(E[A-Z]+\)/],
    ["too long a name", (folder: string) => join(folder, "x".repeat(300)), /the name is too long/],
    ["a link to nowhere", (folder: string) => join(folder, "nowhere"), /nowhere: .+\(E[A-Z]+\)/],
  ])("%s", (_, out, message) => {
    const folder = newFolder();
    put(folder, { file: "mine" });
    fs.symlinkSync("no/such", join(folder, "nowhere"));
    const before = contentOf(folder);
    expect(() => writeTrees(out(folder), [old])).toThrow(InputError);
    expect(() => writeTrees(out(folder), [old])).toThrow(message);
    expect(contentOf(folder)).toEqual(before);
  });

  test("compareTree says so as well", () => {
    const folder = newFolder();
    put(folder, { file: "mine" });
    expect(() => compareTree(join(folder, "file"), old)).toThrow(/file: is not a folder/);
  });

  test("a path in the tree that is too long", () => {
    const out = newFolder();
    expect(() => writeTrees(out, [old, outputTree("long", { ["x".repeat(300)]: "" })])).toThrow(
      /long\/x+: the name is too long/,
    );
    expect(fs.readdirSync(out)).toEqual([]);
  });
});

describe(canMount ? "a real disk" : "a simulated disk (skipped the real one: no tmpfs can be mounted here)", () => {
  test("that fills up: old output stays whole, nothing is left, and it works again with room", () => {
    const out = newFolder();
    if (canMount) mountDisk(out, "size=64k");
    else jest.spyOn(files, "writeNew").mockImplementation(failAtTotal(40_000));
    writeTrees(out, [old]);
    expect(() => writeTrees(out, [big])).toThrow(/prod\/[a-h]: no space is left on the disk \(ENOSPC\)/);
    expect(contentOf(out)).toEqual({
      "prod/PLAN.md": "old",
      "prod/keep/same": "same",
      "prod/plan.json": old.files.get("plan.json"),
    });
    writeTrees(out, [next]);
    expect(contentOf(join(out, "prod"))).toEqual(contentOfTree(next));
  });

  test("that is full to the last byte: not even the lock fits, and none is left", () => {
    const out = newFolder();
    if (canMount) mountDisk(out, "size=64k");
    writeTrees(out, [old]);
    if (canMount) fillUp(join(out, "filler"));
    else jest.spyOn(files, "writeNew").mockImplementation(failAtTotal(0));
    expect(() => writeTrees(out, [next])).toThrow(/no space is left on the disk/);
    expect(fs.readdirSync(out).sort()).toEqual(canMount ? ["filler", "prod"] : ["prod"]);
    expect(writeTrees(out, [old])[0]?.change.unchanged).toBe(3);
  });

  test("that is read-only: told in words; a run without changes is none the wiser", () => {
    const out = newFolder();
    if (canMount) mountDisk(out, "size=64k");
    writeTrees(out, [old]);
    if (canMount) execFileSync("mount", ["-o", "remount,ro", out]);
    else jest.spyOn(files, "writeNew").mockImplementation(() => fail("EROFS"));
    expect(() => writeTrees(out, [next])).toThrow(/the file system is read-only \(EROFS\)/);
    expect(writeTrees(out, [old])[0]?.change.unchanged).toBe(3);
  });

  test("mounted inside a mesh's folder is not emptied", () => {
    const out = newFolder();
    writeTrees(out, [old]);
    put(out, { "prod/mine/x": "x" });
    if (canMount) {
      mountDisk(join(out, "prod/mine"), "size=64k");
      put(out, { "prod/mine/mounted": "keep" });
    } else {
      const real = files.lstat;
      jest.spyOn(files, "lstat").mockImplementation((path) => {
        const stats = real(path);
        return stats && path.endsWith("prod/mine") ? Object.assign(stats, { dev: -1 }) : stats;
      });
    }
    const before = contentOf(out);
    expect(() => writeTrees(out, [next])).toThrow(/prod\/mine: another file system is mounted here/);
    expect(contentOf(out)).toEqual(before);
  });
});

describe("without hard links", () => {
  test.each(["EXDEV", "EPERM", "ENOTSUP", "EMLINK"])("(%s) what stays is copied, with its time and mode", (code) => {
    const out = newFolder();
    writeTrees(out, [old]);
    put(out, { "prod/mine.txt": "mine" });
    fs.chmodSync(join(out, "prod/mine.txt"), 0o640);
    fs.utimesSync(join(out, "prod/keep/same"), 1_000_000_000.123, 1_000_000_000.123);
    const times = () => ["mine.txt", "keep/same"].map((path) => fs.statSync(join(out, "prod", path)).mtimeMs);
    const before = times();
    const link = jest.spyOn(files, "link").mockImplementation(() => fail(code));
    writeTrees(out, [next]);
    expect(link).toHaveBeenCalledTimes(3);
    times().forEach((time, index) => {
      expect(Math.abs(time - (before[index] ?? 0))).toBeLessThan(0.01);
    });
    expect(identities(join(out, "prod"))["mine.txt"]).toMatch(/ 100640$/);
    expect(contentOf(join(out, "prod"))).toEqual({ ...contentOfTree(next), "mine.txt": "mine" });
  });

  test("any other error is one", () => {
    const out = newFolder();
    writeTrees(out, [old]);
    jest.spyOn(files, "link").mockImplementation(() => fail("EIO"));
    expect(() => writeTrees(out, [next])).toThrow(/input\/output error/);
    expect(contentOf(join(out, "prod"))).toEqual(contentOfTree(old));
  });
});

describe("forcing to the disk", () => {
  const many = (count: number, text: string) =>
    outputTree("prod", Object.fromEntries(Array.from({ length: count }, (_, index) => [`d/${index}`, text])));

  test("each changed file, before the first rename; what stays is not", () => {
    const out = newFolder();
    writeTrees(out, [old]);
    const order: string[] = [];
    const note = (name: string, path: string) => order.push(`${name} ${path.slice(out.length + 1)}`);
    const { rename } = files;
    jest.spyOn(files, "syncFile").mockImplementation((path) => void note("syncFile", path));
    jest.spyOn(files, "syncFolder").mockImplementation((path) => void note("syncFolder", path));
    jest.spyOn(files, "rename").mockImplementation((from, to) => {
      note("rename", from);
      rename(from, to);
    });
    writeTrees(out, [next]);
    expect(order).toEqual([
      "syncFile .meshstep-prod.next/PLAN.md",
      "syncFolder .meshstep-prod.next",
      "rename prod",
      "rename .meshstep-prod.next",
      "syncFolder ",
      "rename .meshstep-prod.previous",
    ]);
  });

  test("of a mass of files, plan.json alone", () => {
    const out = newFolder();
    const syncFile = jest.spyOn(files, "syncFile");
    writeTrees(out, [many(syncLimit - 1, "a")]);
    expect(syncFile).toHaveBeenCalledTimes(syncLimit);
    syncFile.mockClear();
    const writer = new TreeWriter(out);
    writer.stage(many(syncLimit + 1, "b"));
    writer.commit();
    expect(syncFile.mock.calls.map(([path]) => path.split("/").pop())).toEqual(["plan.json"]);
  });
});

function fail(code: string): never {
  throw systemError(code);
}

/** A disk with room for so many bytes: like a real one, it takes the name and a part of a file that does not fit. */
function failAtTotal(room: number): typeof files.writeNew {
  let left = room;
  return (path, text) => {
    fs.writeFileSync(path, text.slice(0, Math.max(0, left)), { flag: "wx" });
    left -= text.length;
    if (left < 0) {
      left += text.length;
      throw Object.assign(systemError("ENOSPC"), { path });
    }
  };
}

function fillUp(path: string): void {
  const file = fs.openSync(path, "w");
  try {
    for (;;) fs.writeSync(file, Buffer.alloc(4096));
  } catch {
    fs.closeSync(file);
  }
}
