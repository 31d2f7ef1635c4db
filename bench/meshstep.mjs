import { existsSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./measure.mjs";

const launcher = join(root, "bin/meshstep.js");

/** The example of the cold-start target. */
export const coldExample = join(root, "examples/openshift-ambient-patch/mesh.yaml");

/** One whole `meshstep synth`, from a mesh file or a folder of them. */
export function synth(source, out, options) {
  return run(process.execPath, [launcher, "synth", "-f", source, "--out", out], options);
}

/** What must be there before anything is measured; the message of the first thing that is not. */
export function missing() {
  if (!existsSync(join(root, "dist/cli.js"))) return "dist/cli.js is missing: run `npm run build`";
  if (!existsSync(coldExample)) return `${coldExample} is missing`;
  return undefined;
}
