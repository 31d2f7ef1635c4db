import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { writeFleet } from "./fleet.mjs";
import { root, run, withScratch } from "./measure.mjs";
import { synth } from "./meshstep.mjs";

const sizes = [50, 200];
const launcher = join(root, "bin/meshstep.js");

/** Prints what `synth`, `check` and `adopt` need at their peak for few meshes and for many: it does not grow with their number. */
export function memory() {
  process.stdout.write(`Peak memory of whole processes, ${sizes.join(" and ")} meshes\n\n`);
  const peaks = sizes.map((count) => withScratch((scratch) => peaksFor(count, scratch)));
  for (const name of Object.keys(peaks[0])) {
    const shown = peaks.map((one) => `${(one[name] / 2 ** 20).toFixed(0)} MB`.padStart(8)).join(" ");
    process.stdout.write(`  ${`meshstep ${name}`.padEnd(36)}${shown}\n`);
  }
  process.stdout.write("\n");
}

function peaksFor(count, scratch) {
  const [meshes, out, live] = ["meshes", "out", "live"].map((name) => join(scratch, name));
  writeFleet(meshes, count);
  const written = synth(meshes, out, { memory: true });
  // What runs: the first phase of each.
  for (const name of readdirSync(out)) {
    const [first] = readdirSync(join(out, name, "phases")).sort();
    cpSync(join(out, name, "phases", first, "manifests/mesh"), join(live, name), { recursive: true });
  }
  const adopt = ["adopt", live, "--all", "--distribution", "openshift", "--release", "3.1.1"];
  return {
    synth: written.peakBytes,
    check: peakOf(["check", out]),
    "adopt --all": peakOf([...adopt, "-o", join(scratch, "adopted")]),
  };
}

function peakOf(args) {
  return run(process.execPath, [launcher, ...args], { memory: true }).peakBytes;
}
