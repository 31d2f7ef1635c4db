import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { median, root, run, withScratch } from "./measure.mjs";
import { teamObject } from "./team-objects.mjs";

const rounds = 3;
const perFile = 100;
const counts = [10_000, 100_000];
const launcher = join(root, "bin/meshstep.js");

/** Prints how long `adopt` takes over a mesh with very many routes and policies, and what it needs at its peak. */
export function adopt() {
  process.stdout.write(`Whole processes, a mesh with so many objects, ${perFile} in a file, median of ${rounds}\n\n`);
  for (const count of counts) {
    withScratch((scratch) => {
      const manifests = join(scratch, "manifests");
      writeMesh(manifests, count);
      const adopted = join(scratch, "adopted");
      const options = ["--distribution", "sail", "--release", "1.30.3", "-o", join(adopted, "mesh.yaml")];
      const runs = Array.from({ length: rounds }, () => {
        mkdirSync(adopted);
        const result = run(process.execPath, [launcher, "adopt", manifests, ...options], { memory: true });
        rmSync(adopted, { recursive: true });
        return result;
      });
      const seconds = median(runs.map(({ milliseconds }) => milliseconds)) / 1000;
      const peak = Math.max(...runs.map(({ peakBytes }) => peakBytes)) / 2 ** 20;
      const name = `meshstep adopt, ${count} objects`;
      process.stdout.write(
        `  ${name.padEnd(36)}${seconds.toFixed(2).padStart(7)} s ${peak.toFixed(0).padStart(7)} MB\n`,
      );
    });
  }
  process.stdout.write("\n");
}

function writeMesh(folder, count) {
  mkdirSync(folder);
  writeFileSync(join(folder, "mesh.yaml"), mesh.map((one) => `---\n${stringify(one)}`).join(""));
  for (let start = 0; start < count; start += perFile) {
    const texts = Array.from({ length: perFile }, (_, index) => `---\n${stringify(teamObject(start + index))}`);
    writeFileSync(join(folder, `${String(start).padStart(6, "0")}.yaml`), texts.join(""));
  }
}

const sail = (kind, namespace, spec = {}) => ({
  apiVersion: "sailoperator.io/v1",
  kind,
  metadata: { name: "default" },
  spec: { version: "v1.30.1", namespace, ...spec },
});
const namespace = (name, labels = {}) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } });

const mesh = [
  sail("Istio", "istio-system", { profile: "ambient", values: { pilot: { trustedZtunnelNamespace: "ztunnel" } } }),
  sail("IstioCNI", "istio-cni", { profile: "ambient" }),
  sail("ZTunnel", "ztunnel"),
  ...["istio-system", "istio-cni", "ztunnel"].map((name) => namespace(name)),
  ...Array.from({ length: 200 }, (_, index) => namespace(`team-${index}`, { "istio.io/dataplane-mode": "ambient" })),
];
