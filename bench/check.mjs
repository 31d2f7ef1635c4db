import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { interleaved, root, run, withScratch } from "./measure.mjs";
import { teamObject } from "./team-objects.mjs";

const rounds = 3;
const count = 10_000;
const launcher = join(root, "bin/meshstep.js");
const kubeconform = process.env.KUBECONFORM || "kubeconform";
/** The CRDs that scripts/crds.mjs reads as well; kubeconform takes JSON Schema, which stands in them. */
const crdFolders = ["gateway-api-1.4.1", "istio-1.30.3"].map((name) => join(root, "../shared/crds", name));

/** Prints how long `check` takes over 10 000 objects, beside kubeconform over the same where it is there. */
export function check() {
  withScratch((scratch) => {
    const manifests = join(scratch, "manifests");
    writeManifests(manifests);
    const contenders = [{ name: "meshstep check", start: () => runCheck(manifests) }];
    const absent = missing();
    if (!absent) {
      const schemas = join(scratch, "schemas");
      writeSchemas(schemas);
      const location = join(schemas, "{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json");
      contenders.push({
        name: "kubeconform",
        start: () => run(kubeconform, ["-schema-location", location, manifests]),
      });
    }
    process.stdout.write(`Whole processes, ${count} objects in as many files, median of ${rounds}, in turns\n\n`);
    const results = interleaved(contenders, rounds);
    const [own] = results;
    for (const { name, milliseconds } of results) {
      const ratio = (milliseconds / own.milliseconds).toFixed(2);
      process.stdout.write(
        `  ${name.padEnd(36)}${(milliseconds / 1000).toFixed(2).padStart(7)} s ${ratio.padStart(7)} x meshstep\n`,
      );
    }
    if (absent) process.stdout.write(`  kubeconform: left out, ${absent}\n`);
    process.stdout.write("\n");
  });
}

function runCheck(manifests) {
  return run(process.execPath, [launcher, "check", manifests, "--distribution", "sail", "--release", "1.30.3"]);
}

/** Why kubeconform cannot be asked; undefined when it can. */
function missing() {
  if (spawnSync(kubeconform, ["-v"]).status !== 0) {
    return "it is neither on the PATH nor in KUBECONFORM (go install github.com/yannh/kubeconform/cmd/kubeconform@latest)";
  }
  const folder = crdFolders.find((one) => !existsSync(one));
  return folder && `its schemas are made from ${folder}, which is not there`;
}

/** Routes and policies of many teams: what grows in a mesh. */
function writeManifests(folder) {
  mkdirSync(folder);
  for (let index = 0; index < count; index++) {
    writeFileSync(join(folder, `${String(index).padStart(5, "0")}.yaml`), stringify(teamObject(index)));
  }
}

/** One JSON Schema for each kind and version, where kubeconform looks for it. Fields that it does not know are let through, so that kubeconform has less to do. */
function writeSchemas(folder) {
  mkdirSync(folder);
  for (const crds of crdFolders) {
    for (const file of readdirSync(crds).filter((name) => name.endsWith(".yaml"))) {
      const { names, group, versions } = parse(readFileSync(join(crds, file), "utf8")).spec;
      for (const { name, schema } of versions) {
        mkdirSync(join(folder, group), { recursive: true });
        const target = join(folder, group, `${names.kind.toLowerCase()}_${name}.json`);
        writeFileSync(target, JSON.stringify(schema.openAPIV3Schema));
      }
    }
  }
}
