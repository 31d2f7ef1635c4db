/** swc strips the types; `npm run typecheck` checks them. */
module.exports = {
  testEnvironment: "<rootDir>/test/support/environment.js",
  globalSetup: "<rootDir>/test/support/temporary-folder.js",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  transform: {
    "\\.ts$|cel-js/lib/.+\\.js$": [
      "@swc/jest",
      {
        jsc: { target: "es2022", parser: { syntax: "typescript" } },
        module: { type: "commonjs" },
        sourceMaps: "inline",
      },
    ],
  },
  // An ES module, which Jest's own require does not load.
  transformIgnorePatterns: ["/node_modules/(?!@marcbachmann/cel-js/)"],
  reporters: ["default", "<rootDir>/test/support/closing-line.js"],
  // For whoever has other work on the machine: no test asserts a time, this only ends one that hangs.
  testTimeout: 180_000,
  // Looked up in a context of its own, a global takes many times as long as a parameter: a third of what the tests take.
  sandboxInjectedGlobals: [
    "Array",
    "Boolean",
    "Error",
    "JSON",
    "Map",
    "Math",
    "Number",
    "Object",
    "Promise",
    "RegExp",
    "Set",
    "String",
    "Symbol",
    "WeakMap",
    "WeakSet",
  ],
  maxWorkers: 2,
  // A worker that starts anew compiles all modules again.
  workerIdleMemoryLimit: "700MB",
};
