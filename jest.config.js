/** tsx strips the types; `npm run typecheck` checks them. */
module.exports = {
  // All files of a worker share one Node as it is: no context of their own, in which each module would be loaded and warmed up anew.
  runner: "<rootDir>/test/support/runner.mjs",
  globalSetup: "<rootDir>/test/support/temporary-folder.js",
  setupFiles: ["<rootDir>/test/support/worker.mjs"],
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  reporters: ["default", "<rootDir>/test/support/closing-line.js"],
  maxWorkers: 2,
};
