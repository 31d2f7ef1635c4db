import "tsx";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

require("./starter").startBeside();

/*
 * Modules of which tests replace functions: what a module exports cannot be changed, so they are put into plain objects before anybody
 * loads them. Whoever replaces one puts it back when his file is done.
 */
for (const name of ["render/render", "snapshot/write/files", "snapshot/write/owner"]) {
  const path = require.resolve(`../../src/${name}.ts`);
  const exports = { ...require(path) };
  require.cache[path].exports = exports;
}
