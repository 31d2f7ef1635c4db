import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { isHeld, releaseLock, takeLock } from "../../../src/snapshot/write/lock";
import { isAlive, ownId } from "../../../src/snapshot/write/owner";
import { TreeWriter, writeTrees } from "../../../src/snapshot/write/writer";
import { buildWriter } from "./build-writer";
import { contentOf, contentOfTree, everyIdentity, newFolder, outputTree, put, removeFolders } from "./folders";

afterEach(removeFolders);

const tree = outputTree("prod", { "PLAN.md": "new" });

function deadPid(): number {
  return spawnSync(process.execPath, ["--version"]).pid;
}

describe("isAlive", () => {
  test("knows itself and its parent", () => {
    expect(isAlive(ownId())).toBe(true);
    expect(isAlive(`${process.ppid}`)).toBe(true);
    expect(isAlive("1")).toBe(true);
  });

  test.each(["", "x", "0", "-1", "1.5", " 1"])("%j is nobody", (id) => expect(isAlive(id)).toBe(false));

  test("a process that ended is gone", () => expect(isAlive(`${deadPid()}`)).toBe(false));

  test("a process that ended and was not collected is gone", async () => {
    const parent = spawn("sh", ["-c", "true & echo $!; exec sleep 20"]);
    const pid = await new Promise<string>((resolve) => parent.stdout.once("data", (data) => resolve(`${data}`.trim())));
    for (let patience = 2000; patience > 0 && isAlive(pid); patience--) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(isAlive(pid)).toBe(false);
    expect(isAlive(`${parent.pid}`)).toBe(true);
    parent.kill();
  });

  const linux = process.platform === "linux";
  test(linux ? "an id that came round again is someone else" : "start times are known on Linux only", () => {
    expect(isAlive(`${process.pid} 1`)).toBe(!linux);
  });
});

describe("the lock", () => {
  test("holds the process id and goes with release", () => {
    const out = newFolder();
    const lock = takeLock(out);
    expect(readFileSync(join(out, ".meshstep.lock"), "utf8")).toMatch(new RegExp(`^${process.pid}( \\d+)?\\n$`));
    expect(isHeld(lock)).toBe(true);
    releaseLock(lock);
    expect(existsSync(lock.path)).toBe(false);
    expect(isHeld(lock)).toBe(false);
    expect(() => releaseLock(lock)).not.toThrow();
  });

  test("is refused while its holder lives, with a word on what to do", () => {
    const out = newFolder();
    put(out, { ".meshstep.lock": `${process.ppid}\n` });
    const before = everyIdentity(out);
    const message = `.meshstep.lock: another meshstep (process ${process.ppid}) is writing here`;
    expect(() => takeLock(out)).toThrow(message);
    expect(() => new TreeWriter(out)).toThrow(message);
    expect(everyIdentity(out)).toEqual(before);
  });

  test("is refused to a second writer of the same process", () => {
    const out = newFolder();
    const first = new TreeWriter(out);
    const second = new TreeWriter(out);
    first.stage(tree);
    expect(() => second.stage(outputTree("other", {}))).toThrow(`another meshstep (process ${process.pid})`);
    first.commit();
    expect(contentOf(join(out, "prod"))).toEqual(contentOfTree(tree));
  });

  test.each([
    ["a dead process", () => `${deadPid()}\n`],
    ["a dead process with a start time", () => `${deadPid()} 12345\n`],
    ["nobody", () => "hello\n"],
    ["a process that died before it wrote its id", () => ""],
  ])("of %s is taken over", (_, holder) => {
    const out = newFolder();
    put(out, { ".meshstep.lock": holder(), ".meshstep.lock.99999": "left over" });
    utimesSync(join(out, ".meshstep.lock"), 1, 1);
    new TreeWriter(out);
    expect(contentOf(out)).toEqual({});
  });

  test("is not given away when someone else has it by now", () => {
    const out = newFolder();
    const lock = takeLock(out);
    put(out, { ".meshstep.lock": "1\n" });
    releaseLock(lock);
    expect(existsSync(lock.path)).toBe(true);
  });

  test("lost to someone else stops the commit, and his staging is left alone", () => {
    const out = newFolder();
    const writer = new TreeWriter(out);
    writer.stage(tree);
    put(out, { ".meshstep.lock": "1\n" });
    expect(() => writer.commit()).toThrow("another meshstep began to write here at the same time");
    expect(contentOf(out)).toMatchObject({ ".meshstep.lock": "1\n", ".meshstep-prod.next/PLAN.md": "new" });
    expect(existsSync(join(out, "prod"))).toBe(false);
  });
});

test("processes that start at once over a stale lock: some write, others are told, nothing is mixed", async () => {
  const script = buildWriter();
  const out = newFolder();
  const trees = [0, 1, 2, 3, 4, 5].map((writer) => {
    const paths = Array.from({ length: 60 }, (_, index) => [`d${(index + writer) % 7}/f${index}`, `${writer}`]);
    return outputTree("prod", Object.fromEntries(paths));
  });
  writeTrees(out, [tree]);
  put(out, { ".meshstep.lock": `${deadPid()}\n`, "prod/mine.txt": "mine" });
  const ends = trees.map((one, index) => {
    const json = join(newFolder(), `${index}.json`);
    put(json, {});
    put(join(json, ".."), { [`${index}.json`]: JSON.stringify([[{ name: one.name, files: [...one.files] }]]) });
    return new Promise<{ code: number | null; said: string }>((resolve) => {
      let said = "";
      const child = spawn(process.execPath, [join(__dirname, "child.js"), script, out, json, "20"]);
      child.stdout.on("data", (data) => {
        said += data;
      });
      child.on("close", (code) => resolve({ code, said }));
    });
  });
  const results = await Promise.all(ends);
  for (const { code, said } of results) {
    if (code !== 0) expect(said).toMatch(/InputError: .*(another meshstep|somebody changed it)/);
  }
  expect(results.some(({ code }) => code === 0)).toBe(true);
  new TreeWriter(out);
  const { "mine.txt": mine, ...rest } = contentOf(join(out, "prod"));
  expect(mine).toBe("mine");
  expect(trees.map(contentOfTree)).toContainEqual(rest);
});
