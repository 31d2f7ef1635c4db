import { spawn } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyFolder } from "../support/copy";
import { folderWith } from "../support/folder";

export const root = join(__dirname, "../..");

/** Of this package. */
export const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };

/** What a script did. */
export interface ScriptResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** The command lines with which it called npx. */
  readonly npx: readonly string[];
}

/** Runs a script as a runner does, with an `npx` that calls the meshstep of this checkout. */
export async function runScript(
  shell: readonly string[],
  script: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<ScriptResult> {
  const bin = folderWith({
    npx: `#!/bin/sh\nprintf '%s\\n' "$*" >>"$NPX_LOG"\nshift 2\nexec "${process.execPath}" "${join(root, "bin/meshstep.js")}" "$@"\n`,
  });
  chmodSync(join(bin, "npx"), 0o755);
  const log = join(bin, "npx.log");
  const [program = "", ...args] = shell;
  const child = spawn(program, [...args, script], {
    cwd,
    env: { PATH: `${bin}:${process.env["PATH"]}`, HOME: cwd, NPX_LOG: log, ...env },
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (data) => (out += data));
  child.stderr.on("data", (data) => (err += data));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, out, err, npx: existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n") : [] };
}

/** A repository with a mesh and its phases, as synth writes them. */
export function repository(): string {
  const folder = folderWith({});
  copyFolder(join(root, "examples/openshift-ambient-patch"), folder);
  copyFolder(join(root, "out/prod-east"), join(folder, "out/prod-east"));
  return folder;
}

/** Writes a version without its `v` into a phase, which is an error and a difference. */
export function breakPhase(repo: string): void {
  const path = join(repo, "out/prod-east/phases/00-baseline/manifests/mesh/20-control-plane/istio-default.yaml");
  writeFileSync(path, readFileSync(path, "utf8").replace("v1.26.3", "1.26.3"));
}
