import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { fakeKubectl } from "../verbs/verify/fake-kubectl";
import { folderAt } from "../verbs/verify/support";

const bin = join(__dirname, "../../bin/meshstep.js");

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits for something that a process does; one that has ended does nothing more. */
async function until(child: ChildProcess, condition: () => boolean): Promise<void> {
  while (!condition()) {
    if (child.exitCode !== null) throw new Error(`meshstep has ended with ${child.exitCode}; is dist/ built anew?`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** What becomes of a process that waits and gets a signal, and whether nothing that it has started is left. */
async function endedBy(signal: (typeof signals)[number]) {
  // Nothing is there, and nothing comes.
  const kubectl = fakeKubectl();
  const argv = ["verify", "--live", "live", "--kubectl", kubectl.path, "--wait", "10m", "-o", "json"];
  const child = spawn(process.execPath, [bin, ...argv], { cwd: await folderAt(3) });
  let out = "";
  child.stdout.on("data", (data) => (out += data));
  await until(child, () => kubectl.watches().length >= 4);
  child.kill(signal);
  const ended = await new Promise((resolve) => child.on("close", (_, by) => resolve(by)));
  await until(child, () => !kubectl.watches().some(isRunning));
  return [ended, out];
}

test("a signal while it waits ends it and all that it has started", async () => {
  // A shell makes 130 and the like of it; half a report is none.
  expect(await Promise.all(signals.map(endedBy))).toEqual(signals.map((signal) => [signal, ""]));
});

test("a reader that has gone is no failure", async () => {
  const argv = ["verify", "--live", "live", "--kubectl", fakeKubectl().path];
  const child = spawn(process.execPath, [bin, ...argv], { cwd: await folderAt(3) });
  child.stdout.destroy();
  let err = "";
  child.stderr.on("data", (data) => (err += data));
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect([code, err]).toEqual([1, ""]);
});
