/**
 * Makes dist/: the library with its types (tsc) and the bundled command line (bundle.mjs). It is built beside the old one and swapped in
 * when all of it is there, so that nothing of a renamed file is ever packed and a meshstep that starts meanwhile still finds its bundle.
 */
import { spawnSync } from "node:child_process";
import { renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const next = join(root, `.meshstep-build-${process.pid}`);

function run(script, ...args) {
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: "inherit" });
  if (status !== 0) throw new Error(`${script} ended with ${status}`);
}

try {
  run(createRequire(import.meta.url).resolve("typescript/bin/tsc"), "-p", "tsconfig.build.json", "--outDir", next);
  run(join(root, "scripts/bundle.mjs"), "--out", join(next, "cli.js"));
  const previous = `${next}-previous`;
  try {
    renameSync(dist, previous);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  renameSync(next, dist);
  rmSync(previous, { recursive: true, force: true });
} catch (error) {
  rmSync(next, { recursive: true, force: true });
  process.stderr.write(`build: ${error.message}; dist/ is as it was\n`);
  process.exitCode = 1;
}
