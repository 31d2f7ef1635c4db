/**
 * Bundles the command line into one file and prepares V8's code cache for it, so that a cold start neither looks for modules nor compiles.
 *
 *   node scripts/bundle.mjs [--entry src/cli/bin.ts] [--out dist/cli.js] [--metafile meta.json]
 *
 * The library (dist/index.js and its types) is tsc's business; see `npm run build`.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { licensesOf } from "./licenses.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const { values: options } = parseArgs({
  options: {
    entry: { type: "string", default: join(root, "src/cli/bin.ts") },
    out: { type: "string", default: join(root, "dist/cli.js") },
    /** Where to write esbuild's account of what fills the bundle. */
    metafile: { type: "string" },
  },
});
const out = resolve(options.out);
const cache = `${out}.cache`;
const example = join(root, "examples/openshift-ambient-patch/mesh.yaml");

// The old cache goes first: whatever fails below, no cache of another bundle stays behind.
rmSync(cache, { force: true });

const result = await build({
  entryPoints: [resolve(options.entry)],
  bundle: true,
  platform: "node",
  target: "node20.19",
  format: "cjs",
  // The CommonJS of jsonc-parser looks for its parts at run time, where no bundler sees them.
  mainFields: ["module", "main"],
  // Names stay, for `--debug` traces and for libraries that read a class's name.
  minifyWhitespace: true,
  minifySyntax: true,
  // Licences go into a file of their own: the bundle is read at every start.
  legalComments: "none",
  absWorkingDir: root,
  // The launcher reads the file as one byte per character.
  charset: "ascii",
  metafile: true,
  write: false,
  logLevel: "warning",
}).catch(() => process.exit(1)); // esbuild has said why
const [file] = result.outputFiles;
const id = createHash("sha256").update(file.contents).digest("hex").slice(0, 16);
mkdirSync(dirname(out), { recursive: true });
// By rename, so that a process that starts meanwhile reads the old bundle or the new one, never half of it.
writeFileSync(`${out}.new`, `//${id}\n${file.text}`, "latin1");
renameSync(`${out}.new`, out);
writeFileSync(`${out}.LICENSES.txt`, licensesOf(result.metafile, root));
if (options.metafile) writeFileSync(options.metafile, JSON.stringify(result.metafile));

// The code cache is made from a whole `synth`, which loads and runs nearly all there is, and a `check` of its output, which reads manifests; they also show
// that the bundle works.
const scratch = mkdtempSync(join(tmpdir(), "meshstep-cache-"));
const typical = existsSync(example)
  ? ["synth", "-f", example, "--out", scratch, "--then", "check", scratch]
  : ["--version"];
const warmUp = spawnSync(process.execPath, [join(root, "scripts/code-cache.cjs"), out, cache, ...typical], {
  encoding: "utf8",
});
rmSync(scratch, { recursive: true, force: true });
if (warmUp.status !== 0) {
  process.stderr.write(`${warmUp.stderr}bundle: the new ${out} does not run: ${typical.join(" ")}\n`);
  process.exitCode = 1;
}
