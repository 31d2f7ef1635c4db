import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../../src/findings/input-error";
import { writeTrees } from "../../../src/snapshot/write/writer";
import { files, owner, replacing } from "../../support/opened";
import { contentOf, contentOfTree, newFolder, outputTree, put, removeFolders } from "./folders";

/** Which call fails, and how. `from` on: the process is dead and no call after it does anything either. */
const fault = { calls: 0, at: Number.POSITIVE_INFINITY, dead: false, partly: false, code: "EIO", life: 1 };
const called: string[] = [];

replacing(files, faultyFiles());
replacing(owner, { ownId: () => `${fault.life}`, isAlive: (id) => id === `${fault.life}` });

function faultyFiles(): typeof files {
  const pure = new Set(["errorCode", "kindOf"]);
  const fail = (name: string, path: string): void => {
    const call = fault.calls++;
    called.push(name);
    if (call !== fault.at && !(fault.dead && call > fault.at)) return;
    if (fault.partly && call === fault.at) doPartly(name, path);
    throw Object.assign(new Error(fault.code), { code: fault.code, path, syscall: name });
  };
  const doPartly = (name: string, path: string): void => {
    if (name === "writeNew") writeFileSync(path, "ha", { flag: "wx" });
    if (name === "copy") writeFileSync(`${path}`, "ha", { flag: "wx" });
  };
  const wrapped = Object.entries<(...given: never[]) => unknown>({ ...files }).map(([name, work]) => {
    if (pure.has(name)) return [name, work];
    const faulty = (...given: never[]): unknown => {
      fail(name, String(name === "copy" ? given[1] : given[0]));
      return work(...given);
    };
    return [name, faulty];
  });
  return Object.fromEntries(wrapped);
}

afterEach(removeFolders);

const old = [
  outputTree("a", { "PLAN.md": "old", "keep/same": "same", "gone/x/y": "old", "turn/into": "a folder" }),
  outputTree("b", { "PLAN.md": "b", "d/e": "same" }),
  outputTree("c", { "only/removed": "old", "PLAN.md": "same" }),
];
const next = [
  outputTree("a", { "PLAN.md": "new", "keep/same": "same", "new/z": "new", turn: "a file" }),
  outputTree("b", { "PLAN.md": "b", "d/e": "same" }),
  outputTree("c", { "PLAN.md": "same" }),
  outputTree("d", { "PLAN.md": "added" }),
];
const foreign = { "a/mine.txt": "mine", "a/gone/mine.txt": "mine", "c/notes/n.txt": "mine", "top.txt": "mine" };

function prepare(): string {
  const out = newFolder();
  fault.at = Number.POSITIVE_INFINITY;
  writeTrees(out, old);
  put(out, foreign);
  symlinkSync("nowhere", join(out, "a/link"));
  mkdirSync(join(out, "a/empty"));
  return out;
}

function expected(trees: typeof old): Record<string, string> {
  const ours = trees.flatMap((tree) =>
    Object.entries(contentOfTree(tree)).map(([path, text]) => [`${tree.name}/${path}`, text]),
  );
  return { ...Object.fromEntries(ours), ...foreign, "a/link": "-> nowhere", "a/empty": "(empty)" };
}

function pick(content: Record<string, string>, mesh: string): Record<string, string> {
  return Object.fromEntries(Object.entries(content).filter(([path]) => path.startsWith(`${mesh}/`)));
}

/** Runs with the nth call failing; tells whether there was one. */
function runWithFault(out: string, given: Partial<typeof fault>): { reached: boolean; error: unknown } {
  Object.assign(fault, { calls: 0, dead: false, partly: false, code: "EIO" }, given);
  called.length = 0;
  let error: unknown;
  try {
    writeTrees(out, next);
  } catch (thrown) {
    error = thrown;
  }
  const reached = fault.calls > fault.at;
  fault.at = Number.POSITIVE_INFINITY;
  return { reached, error };
}

const oldState = expected(old);
const newState = expected(next);

describe.each(["ENOSPC", "EPERM"])("a call fails with %s", (code) => {
  test("whichever it is: the user is told why, and all is old or all is new", () => {
    let refused = 0;
    for (let at = 0; ; at++) {
      const out = prepare();
      const { reached, error } = runWithFault(out, { at, code, partly: at % 2 === 0 });
      if (!reached) {
        expect(at).toBeGreaterThan(100);
        break;
      }
      const call = `call ${at}, ${called[at]}`;
      const content = contentOf(out);
      const visible = Object.fromEntries(Object.entries(content).filter(([path]) => !path.startsWith(".meshstep")));
      if (error === undefined) {
        expect({ call, visible }).toEqual({ call, visible: newState });
      } else {
        refused++;
        expect({ call, error }).toEqual({ call, error: expect.any(InputError) });
        expect((error as InputError).message).toContain(`(${code})`);
        const done = (error as InputError).message.includes("cannot be removed");
        expect({ call, visible }).toEqual({ call, visible: done ? newState : oldState });
      }
      // Should the lock not have been removable, it goes with its process.
      fault.life++;
      writeTrees(out, next);
      expect({ call, content: contentOf(out) }).toEqual({ call, content: newState });
    }
    expect(refused).toBeGreaterThan(80);
  });
});

describe("the process dies", () => {
  test.each([false, true])(
    "at any call (in the middle of it: %s): each mesh is old or new, the next writer tidies up",
    (partly) => {
      let mixed = 0;
      for (let at = 0; ; at++) {
        const out = prepare();
        const { reached } = runWithFault(out, { at, dead: true, partly });
        if (!reached) break;
        const call = `call ${at}, ${called[at]}`;
        fault.life++;
        writeTrees(out, []);
        const content = contentOf(out);
        for (const mesh of ["a", "b", "c", "d"]) {
          const isNew = JSON.stringify(sorted(pick(content, mesh))) === JSON.stringify(sorted(pick(newState, mesh)));
          if (!isNew) expect({ call, content: pick(content, mesh) }).toEqual({ call, content: pick(oldState, mesh) });
          if (isNew && mesh !== "b" && content["d/PLAN.md"] === undefined) mixed++;
        }
        expect({ call, names: readdirSync(out).filter((name) => name.startsWith(".")) }).toEqual({ call, names: [] });
        expect(content["top.txt"]).toBe("mine");
        writeTrees(out, next);
        expect({ call, content: contentOf(out) }).toEqual({ call, content: newState });
      }
      // Between the renames of one mesh and those of another some are new already; that must be all there is of it.
      expect(mixed).toBeGreaterThan(0);
      expect(mixed).toBeLessThan(8);
    },
  );

  test("and someone removes a mesh's folder: what comes back is the whole old tree or nothing", () => {
    for (let at = 100; ; at++) {
      const out = prepare();
      if (!runWithFault(out, { at, dead: true }).reached) break;
      rmSync(join(out, "a"), { recursive: true, force: true });
      fault.life++;
      writeTrees(out, []);
      const content = pick(contentOf(out), "a");
      if (Object.keys(content).length > 0) expect({ at, content }).toEqual({ at, content: pick(oldState, "a") });
    }
  });

  test("and so does its successor while it tidies up", () => {
    const first = [100, 150, 170, 190];
    for (const at of first) {
      for (let second = 0; ; second++) {
        const out = prepare();
        runWithFault(out, { at, dead: true });
        fault.life++;
        const { reached } = runWithFault(out, { at: second, dead: true });
        fault.life++;
        if (!reached || second > 40) break;
        writeTrees(out, next);
        expect({ at, second, content: contentOf(out) }).toEqual({ at, second, content: newState });
      }
    }
  });
});

function sorted(content: Record<string, string>): [string, string][] {
  return Object.entries(content).sort(([one], [other]) => (one < other ? -1 : 1));
}
