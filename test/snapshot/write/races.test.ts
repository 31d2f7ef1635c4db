import { readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { compareTree } from "../../../src/snapshot/write/compare";
import { takeLock } from "../../../src/snapshot/write/lock";
import { TreeWriter, writeTrees } from "../../../src/snapshot/write/writer";
import { files } from "../../support/opened";
import { contentOf, contentOfTree, newFolder, outputTree, put, removeFolders } from "./folders";

afterEach(() => {
  jest.restoreAllMocks();
  removeFolders();
});

const old = outputTree("prod", { "PLAN.md": "old" });
const next = outputTree("prod", { "PLAN.md": "new" });

test("a lock that someone quicker took between our look and our move is put back", () => {
  const out = newFolder();
  const path = join(out, ".meshstep.lock");
  put(out, { ".meshstep.lock": "nobody\n" });
  const { rename } = files;
  jest.spyOn(files, "rename").mockImplementationOnce((from, to) => {
    put(out, { ".meshstep.lock": `${process.ppid}\n` });
    rename(from, to);
  });
  expect(() => takeLock(out)).toThrow(`another meshstep (process ${process.ppid})`);
  expect(readFileSync(path, "utf8")).toBe(`${process.ppid}\n`);
  expect(Object.keys(contentOf(out))).toEqual([".meshstep.lock"]);
});

test("a comparison that meets another process's swap looks again", () => {
  const out = newFolder();
  writeTrees(out, [old]);
  const { listFolder } = files;
  const listings = jest.spyOn(files, "listFolder").mockImplementationOnce((path) => {
    renameSync(path, `${path}.away`);
    try {
      return listFolder(path);
    } finally {
      renameSync(`${path}.away`, path);
    }
  });
  expect(compareTree(out, old).unchanged).toBe(2);
  expect(listings.mock.calls.length).toBe(2);
});

test("what another process wrote between our look and our lock is what we compare with", () => {
  const out = newFolder();
  writeTrees(out, [old]);
  const { writeNew } = files;
  jest.spyOn(files, "writeNew").mockImplementationOnce((path, text) => {
    writeTrees(out, [next]);
    writeNew(path, text);
  });
  const writer = new TreeWriter(out);
  expect(writer.stage(next)).toEqual({ added: [], changed: [], removed: [], unchanged: 2 });
  writer.commit();
  expect(contentOf(join(out, "prod"))).toEqual(contentOfTree(next));
  expect(Object.keys(contentOf(out)).filter((path) => path.startsWith("."))).toEqual([]);
});
