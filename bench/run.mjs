/**
 * `npm run bench`: what meshstep costs, beside an empty Node process, plain cdk8s, kustomize and kubeconform, all measured in the same run.
 * Numbers are printed and nothing is asserted: a busy machine must not fail a build.
 *
 *   node bench/run.mjs [cold | throughput | again | memory | check | adopt]     all unless one is named
 */
import { adopt } from "./adopt.mjs";
import { again } from "./again.mjs";
import { check } from "./check.mjs";
import { cold } from "./cold.mjs";
import { scratchRoot } from "./measure.mjs";
import { memory } from "./memory.mjs";
import { missing } from "./meshstep.mjs";
import { throughput } from "./throughput.mjs";

const only = process.argv[2];
const problem = missing();
if (problem) {
  process.stderr.write(`bench: ${problem}\n`);
  process.exitCode = 2;
} else {
  process.stdout.write(
    `Node ${process.version}, V8 ${process.versions.v8}, ${process.platform} ${process.arch}, output below ${scratchRoot}\n\n`,
  );
  for (const [name, measure] of Object.entries({ cold, throughput, again, memory, check, adopt })) {
    if (only === undefined || only === name) measure();
  }
}
