/** Ends a test run with `N passed, N failed`, the line that `.ci/run` closes with. A suite that cannot even be loaded is one failed test. */
class ClosingLine {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const line = `${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
    // On exit, because jest prints its own summary after every reporter is done.
    process.once("exit", () => process.stderr.write(`${line}\n`));
  }
}

module.exports = ClosingLine;
