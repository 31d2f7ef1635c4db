import { lstatSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { writeFleet } from "./fleet.mjs";
import { interleaved, intoFresh, root, run, withScratch } from "./measure.mjs";
import { synth } from "./meshstep.mjs";
import { writeObjects } from "./objects.mjs";

const rounds = 3;
const plain = join(root, "bench/plain-cdk8s.cjs");

/** What would show that a file was written, even with the same bytes. */
function stamps(folder) {
  return new Map(
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => {
      const { ino, mtimeMs, ctimeMs } = lstatSync(join(folder, path));
      return [path, `${ino} ${mtimeMs} ${ctimeMs}`];
    }),
  );
}

/** Prints objects per second for many meshes, and what a second run writes. */
export function throughput() {
  withScratch((scratch) => {
    const large = join(scratch, "200");
    const json = join(scratch, "json");
    for (const folder of [large, json]) mkdirSync(folder);
    writeFleet(large, 200);

    const out = join(scratch, "out");
    synth(large, out);
    const { meshes, phases, objects } = writeObjects(out, json);

    const before = stamps(out);
    const again = synth(large, out);
    const after = stamps(out);
    const written = [...after].filter(([path, stamp]) => before.get(path) !== stamp).length;

    const fresh = (work) => () => intoFresh(scratch, work);
    const results = interleaved(
      [
        { name: "meshstep synth", start: fresh((folder) => synth(large, folder)) },
        {
          name: "cdk8s App.synth, a file per object",
          start: fresh((folder) => run(process.execPath, [plain, json, folder, "file-per-object"])),
        },
        {
          name: "cdk8s App.synth, a file per chart",
          start: fresh((folder) => run(process.execPath, [plain, json, folder])),
        },
      ],
      rounds,
    );
    const each = `${(phases / meshes).toFixed(0)} phases x ${(objects / phases).toFixed(0)} objects`;
    process.stdout.write(
      `Whole processes, ${meshes} meshes x ${each} = ${objects} objects, median of ${rounds}, in turns\n\n`,
    );
    const [own] = results;
    for (const { name, milliseconds } of results) {
      const rate = ((objects / milliseconds) * 1000).toFixed(0);
      process.stdout.write(
        `  ${name.padEnd(36)}${(milliseconds / 1000).toFixed(2).padStart(7)} s ${rate.padStart(8)} objects/s ${(milliseconds / own.milliseconds).toFixed(2).padStart(7)} x meshstep\n`,
      );
    }
    process.stdout.write(
      `\n  second synth, nothing changed: ${written} files written, ${(again.milliseconds / 1000).toFixed(2)} s\n\n`,
    );
  });
}
