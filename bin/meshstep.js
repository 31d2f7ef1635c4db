#!/usr/bin/env node

/*
 * Loads dist/cli.js, with V8's code cache beside it where this V8 accepts it. A cache of another build or another V8 costs nothing but time:
 * the bundle is then compiled as usual.
 */

const { readFileSync } = require("node:fs");
const Module = require("node:module");
const { dirname, join } = require("node:path");
const { setFlagsFromString } = require("node:v8");
const { Script } = require("node:vm");

const bundle = join(__dirname, "..", "dist", "cli.js");

/** The cache of exactly this bundle: both start with the bundle's hash, because V8 itself compares no more than lengths. */
function cacheFor(source) {
  try {
    const id = source.slice(2, 18);
    const cache = readFileSync(`${bundle}.cache`);
    return cache.latin1Slice(0, id.length) === id ? cache.subarray(id.length) : undefined;
  } catch {
    return undefined;
  }
}

function fail(message) {
  process.stderr.write(`meshstep: ${message}\n`);
  process.exitCode = 2;
}

function load() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) return fail(`needs Node 20.19 or newer, this is ${process.version}`);
  let source;
  try {
    source = readFileSync(bundle, "latin1");
  } catch {
    return fail(`${bundle} is missing. In a checkout, run \`npm run build\`; otherwise install meshstep again.`);
  }
  try {
    const script = new Script(Module.wrap(source), { filename: bundle, cachedData: cacheFor(source) });
    // Node 22 and newer keep a cache of their own for each V8.
    if (script.cachedDataRejected) Module.enableCompileCache?.();
    // V8 lets the heap of a busy process grow to several times what lives in it, and the more the longer it runs: a fleet would need more than a mesh.
    // Only now: a cache that was made under other flags is refused.
    setFlagsFromString("--heap-growing-percent=60");
    const loaded = { exports: {} };
    script.runInThisContext()(loaded.exports, require, loaded, bundle, dirname(bundle));
  } catch (error) {
    if (process.argv.includes("--debug")) throw error;
    return fail(`cannot start: ${error.message} (--debug shows where)`);
  }
}

load();
