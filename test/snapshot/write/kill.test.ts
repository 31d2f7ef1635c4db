import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { OutputTree } from "../../../src/snapshot/write/tree";
import { TreeWriter } from "../../../src/snapshot/write/writer";
import { buildWriter } from "./build-writer";
import { contentOf, contentOfTree, newFolder, outputTree, put, removeFolders } from "./folders";

afterEach(removeFolders);

const rounds = 20;

function row(version: string): OutputTree[] {
  return ["one", "two"].map((name) => {
    const files = Array.from({ length: 80 }, (_, index): [string, string] => {
      const layer = index % 9;
      // Half of the files stay, a quarter changes, a quarter has a name of its own in each version.
      if (index % 4 === 0) return [`phases/0${layer}/manifests/mesh/moved-${version}-${index}.yaml`, version];
      return [`phases/0${layer}/manifests/mesh/${index}.yaml`, index % 4 === 1 ? version : "same"];
    });
    return outputTree(name, Object.fromEntries(files));
  });
}

/** Starts a process that writes the two rows in turn without end; kills it `delay` ms after its first write began. */
function writeUntilKilled(argv: string[], delay: number): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, argv);
    let said = "";
    child.stdout.on("data", (data) => {
      if (said === "") setTimeout(() => child.kill("SIGKILL"), delay);
      said += data;
    });
    child.stderr.on("data", (data) => {
      said += data;
    });
    child.on("close", () => resolve(said));
  });
}

test(`killed at ${rounds} moments, each mesh is one of two trees, with what others put there`, async () => {
  const rows = [row("old"), row("new")];
  const out = join(newFolder(), "out");
  const json = newFolder();
  const plain = rows.map((trees) => trees.map(({ name, files }) => ({ name, files: [...files] })));
  put(json, { "rows.json": JSON.stringify(plain) });
  const argv = [join(__dirname, "child.js"), buildWriter(), out, join(json, "rows.json"), "1000000"];
  const wanted = ["one", "two"].map((name, index) => ({
    name,
    trees: rows.map((trees) => contentOfTree(trees[index] as OutputTree)),
  }));

  const seen = new Set<string>();
  const placed = new Set<string>();
  const isProved = () => [...seen].some((name) => name.startsWith(".meshstep-")) && placed.size === 2;
  // On a machine with other work, the first kills may all come before the work.
  for (let round = 0; round < rounds || (!isProved() && round < 20 * rounds); round++) {
    const delay = (round * 7.3) % 31;
    expect(await writeUntilKilled(argv, delay)).toBe("go\n");
    for (const name of existsSync(out) ? readdirSync(out) : []) seen.add(name);
    new TreeWriter(out);
    const content = contentOf(out);
    expect(Object.keys(content).filter((path) => path.startsWith(".meshstep"))).toEqual([]);
    for (const { name, trees } of wanted) {
      const found = Object.entries(content).filter(([path]) => path.startsWith(`${name}/`));
      const { "mine.txt": mine, ...rest } = Object.fromEntries(found.map(([path, text]) => [path.slice(4), text]));
      if (found.length > 0) expect(trees).toContainEqual(rest);
      expect({ round, mine }).toEqual({ round, mine: placed.has(name) ? name : undefined });
      if (found.length > 0 && mine === undefined) {
        put(out, { [`${name}/mine.txt`]: name });
        placed.add(name);
      }
    }
  }
  // Proof that kills hit the work and not the pauses.
  expect([...seen].filter((name) => name.startsWith(".meshstep-"))).not.toEqual([]);
  expect(placed.size).toBe(2);
});
