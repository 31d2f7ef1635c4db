"use strict";

/*
 * Runs the bundle over typical commands and keeps what V8 compiled on the way: bin/meshstep.js starts from it.
 *
 *   node scripts/code-cache.cjs <bundle> <cache> [arguments of a typical command…] [--then arguments of the next…]
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

/** The next command, once the one before has come to its end. */
function start() {
  if (process.exitCode || typical.length === 0) return;
  const end = typical.indexOf("--then");
  process.argv = [process.argv[0], bundle, ...typical.splice(0, end < 0 ? typical.length : end)];
  typical.shift();
  const loaded = { exports: {} };
  script.runInThisContext()(loaded.exports, require, loaded, bundle, dirname(bundle));
}

process.on("beforeExit", start);
start();
