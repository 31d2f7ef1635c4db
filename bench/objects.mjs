import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** Every object of every phase of a synthesised mesh, in the order of the folders. */
export function readPhases(meshFolder) {
  const phases = join(meshFolder, "phases");
  return readdirSync(phases)
    .sort()
    .map((dir) => {
      const manifests = join(phases, dir, "manifests");
      const files = readdirSync(manifests, { recursive: true, encoding: "utf8" })
        .filter((path) => path.endsWith(".yaml") && !path.endsWith("kustomization.yaml"))
        .sort();
      return { dir, objects: files.map((path) => parse(readFileSync(join(manifests, path), "utf8"))) };
    });
}

/** Writes one JSON file per mesh under `out`, for plain cdk8s to start from; returns how many phases and objects there are. */
export function writeObjects(out, target) {
  let phaseCount = 0;
  let objectCount = 0;
  const meshes = readdirSync(out).sort();
  for (const mesh of meshes) {
    const phases = readPhases(join(out, mesh));
    phaseCount += phases.length;
    objectCount += phases.reduce((sum, { objects }) => sum + objects.length, 0);
    writeFileSync(join(target, `${mesh}.json`), JSON.stringify({ mesh, phases }));
  }
  return { meshes: meshes.length, phases: phaseCount, objects: objectCount };
}
