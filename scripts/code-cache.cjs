"use strict";

/*
 * Runs the bundle once over a typical command and keeps what V8 compiled on the way: bin/meshstep.js starts from it.
 *
 *   node scripts/code-cache.cjs <bundle> <cache> [arguments of the typical command…]
 */

const { readFileSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { dirname } = require("node:path");
const { Script } = require("node:vm");

const [bundle, cache, ...typical] = process.argv.slice(2);
const source = readFileSync(bundle, "latin1");
// The name that traces will show wherever the package is installed: the cache remembers it.
const script = new Script(Module.wrap(source), { filename: "meshstep/dist/cli.js" });

// After the command, so that functions compiled on first use are in it; on exit, because the command may end the process.
process.on("exit", () => {
  writeFileSync(cache, Buffer.concat([Buffer.from(source.slice(2, 18), "latin1"), script.createCachedData()]));
});
process.argv = [process.argv[0], bundle, ...typical];
const loaded = { exports: {} };
script.runInThisContext()(loaded.exports, require, loaded, bundle, dirname(bundle));
