import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "..", "..");

/** `npx meshstep` as after `npm ci`, and the alias of the tour: both start this checkout's command line. */
export function shell(folder: string): (command: string) => string {
  const bin = mkdtempSync(join(tmpdir(), "meshstep-bin-"));
  for (const [name, shift] of [
    ["npx", "shift\n"],
    ["meshstep", ""],
  ] as const) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${shift}exec node ${join(root, "bin/meshstep.js")} "$@"\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const env = {
    ...process.env,
    PATH: `${bin}:${process.env["PATH"]}`,
    NO_COLOR: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    ...Object.fromEntries(
      ["AUTHOR", "COMMITTER"].flatMap((who) => [
        [`GIT_${who}_NAME`, "A newcomer"],
        [`GIT_${who}_EMAIL`, "newcomer@example.com"],
        [`GIT_${who}_DATE`, "2026-11-21T12:00:00Z"],
      ]),
    ),
  };
  // Differences and findings are no failures here: what they print is what is compared.
  return (command) =>
    execFileSync("bash", ["-c", `{ ${command}\n} 2>&1 || true`], { cwd: folder, env, encoding: "utf8" });
}

/** The text with each `$ command` of its console blocks followed by what it prints now. */
export function retell(text: string, run: (command: string) => string): string {
  return text.replace(/^```console\n([\s\S]*?)^```$/gm, (_, body: string) => {
    const commands = body.split("\n").filter((line) => line.startsWith("$ "));
    return `\`\`\`console\n${commands.map((line) => `${line}\n${run(line.slice(2))}`).join("")}\`\`\``;
  });
}
