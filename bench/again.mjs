import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fleet } from "./fleet.mjs";
import { interleaved, intoFresh, root, run, withScratch } from "./measure.mjs";

const rounds = 3;
const count = 1000;

/** A fleet in CI: nothing has changed, or one mesh of many; and what it costs merely to write the same bytes. */
export function again() {
  withScratch((scratch) => {
    const meshstep = published(scratch);
    const [input, out] = ["in", "out"].map((name) => join(scratch, name));
    for (const { name, yaml } of fleet(count)) {
      mkdirSync(join(input, name), { recursive: true });
      writeFileSync(join(input, name, "mesh.yaml"), yaml);
    }
    const synth = (folder) => run(process.execPath, [meshstep, "synth", "-f", input, "--out", folder]);
    synth(out);
    const files = filesIn(out);
    const changed = join(input, "mesh-001/mesh.yaml");
    let replicas = 2;
    const results = interleaved(
      [
        { name: "all of them, into an empty folder", start: () => intoFresh(scratch, synth) },
        { name: "nothing changed", start: () => synth(out) },
        {
          name: "one changed",
          start: () => {
            replicas += 1;
            const yaml = readFileSync(changed, "utf8");
            writeFileSync(changed, yaml.replace(/minReplicas: \d+/, `minReplicas: ${replicas}`));
            return synth(out);
          },
        },
        {
          name: "mkdir and write of the same bytes, a plain loop",
          start: () => intoFresh(scratch, (folder) => written(files, folder)),
        },
      ],
      rounds,
    );
    process.stdout.write(
      `Fleet of ${count} meshes, ${files.size} files: whole processes but for the loop, median of ${rounds}, in turns\n\n`,
    );
    const [all] = results;
    for (const { name, milliseconds } of results) {
      process.stdout.write(
        `  ${name.padEnd(50)}${(milliseconds / 1000).toFixed(2).padStart(7)} s ${(milliseconds / all.milliseconds).toFixed(3).padStart(7)} x all\n`,
      );
    }
    process.stdout.write("\n");
  });
}

/** meshstep as it is installed: in a checkout it takes nothing for granted of what it wrote before. */
function published(scratch) {
  const folder = join(scratch, "package");
  for (const one of ["bin", "dist", "schema", "templates", "package.json"]) {
    cpSync(join(root, one), join(folder, one), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return join(folder, "bin/meshstep.js");
}

function filesIn(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length + 1), readFileSync(path)];
    }),
  );
}

function written(files, folder) {
  const before = performance.now();
  const made = new Set();
  for (const [path, bytes] of files) {
    const above = join(folder, dirname(path));
    if (!made.has(above)) mkdirSync(above, { recursive: true });
    made.add(above);
    writeFileSync(join(folder, path), bytes);
  }
  return { milliseconds: performance.now() - before };
}
