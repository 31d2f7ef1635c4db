import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a script did: everything that it printed, in order, and how it ended. */
export interface Ran {
  readonly status: number | null;
  readonly out: string;
}

/**
 * Runs a command as a person does, with a `kubectl` and an `oc` that answer from files, and a `sleep` that does not:
 * three looks are as good as sixty. For `date +%s`, each sleep took ten seconds.
 *
 * @param answers the body of the fake client, in sh: `$*` is what was asked, the files are in `$state`
 * @param files what the files hold at first
 */
export function runWith(command: string, answers: string, files: Readonly<Record<string, string>>, shell = "sh"): Ran {
  const root = mkdtempSync(join(tmpdir(), "meshstep-cluster-"));
  const [bin, state] = [join(root, "bin"), join(root, "state")];
  for (const folder of [bin, state]) mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(state, name), text);
  const client = `#!/bin/sh\nstate=${state}\n${answers}\n`;
  // Time passes: what is in the file of the next second happens.
  const sleep = `#!/bin/sh\nstate=${state}\necho x >> "$state/.slept"\nevent="$state/after-$(wc -l < "$state/.slept" | tr -d ' ')"\n[ ! -f "$event" ] || . "$event"\n`;
  const date = `#!/bin/sh\necho $((1000 + 10 * $(cat "${state}/.slept" 2>/dev/null | wc -l)))\n`;
  for (const [name, text] of Object.entries({ kubectl: client, oc: client, sleep, date })) {
    writeFileSync(join(bin, name), text);
    chmodSync(join(bin, name), 0o755);
  }
  const { status, stdout } = spawnSync(shell, ["-c", `{ ${command}\n} 2>&1`], {
    encoding: "utf8",
    env: { ...process.env, TRIES: "3", PATH: `${bin}:${process.env["PATH"]}` },
  });
  rmSync(root, { recursive: true });
  return { status, out: stdout };
}
