import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { interleaved, intoFresh, root, run, versionOf, withScratch } from "./measure.mjs";
import { coldExample, synth } from "./meshstep.mjs";
import { readPhases, writeObjects } from "./objects.mjs";

const rounds = 10;

/** Prints medians of cold whole processes, each beside its ratio to an empty Node process. */
export function cold() {
  withScratch((scratch) => {
    const fresh = (work) => () => intoFresh(scratch, work);
    const out = join(scratch, "out");
    const json = join(scratch, "json");
    mkdirSync(json);
    synth(coldExample, out);
    const { phases, objects } = writeObjects(out, json);
    const [name] = readdirSync(out);
    const mesh = join(out, name);
    const last = join(mesh, "phases", readPhases(mesh).at(-1).dir, "manifests/mesh");
    const plain = join(root, "bench/plain-cdk8s.cjs");
    const contenders = [
      { name: "node -e 0", start: () => run(process.execPath, ["-e", "0"]) },
      { name: "meshstep synth", start: fresh((folder) => synth(coldExample, folder)) },
      {
        name: `cdk8s ${versionOf("cdk8s")}, a chart per phase`,
        start: fresh((folder) => run(process.execPath, [plain, json, folder])),
      },
    ];
    const hasKubectl = spawnSync("kubectl", ["version", "--client"]).status === 0;
    if (hasKubectl)
      contenders.push({ name: "kubectl kustomize, last phase", start: () => run("kubectl", ["kustomize", last]) });

    process.stdout.write(
      `Cold whole processes, example (a): ${phases} phases, ${objects} objects, median of ${rounds}, in turns\n\n`,
    );
    const [empty, ...others] = interleaved(contenders, rounds);
    for (const { name, milliseconds } of [empty, ...others]) {
      const ratio = (milliseconds / empty.milliseconds).toFixed(2);
      process.stdout.write(
        `  ${name.padEnd(36)}${milliseconds.toFixed(0).padStart(6)} ms ${ratio.padStart(7)} x node -e 0\n`,
      );
    }
    if (!hasKubectl) process.stdout.write("  kubectl kustomize: left out, there is no kubectl here\n");
    process.stdout.write("\n");
  });
}
