import { copyFolder } from "../support/copy";
import "../support/git-env";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { filesIn, runGit } from "../support/git";
import { type CliResult, runCli } from "../support/run-cli";
import { lastingFolder, scratchFolder } from "../support/scratch";

/** Six phases; 01 is one way. */
export const liveMesh = `apiVersion: meshstep.dev/v1alpha1
kind: Mesh
metadata: { name: prod }
spec:
  distribution: openshift
  dataPlane: ambient
  version: v1.26.3
  operator: { release: 3.1.1, catalog: pinned, subscription: { namespace: openshift-operators, channel: stable-3.1, approval: Manual, source: mesh-pinned } }
  upgrade: { to: v1.26.4, operator: { release: 3.1.2 } }
`;

export const phaseDirs = [
  "00-baseline",
  "01-operator-3.1.2",
  "02-control-plane-v1.26.4",
  "03-cni-v1.26.4",
  "04-ztunnel-v1.26.4",
  "05-verify-v1.26.4",
];

const templates = new Map<string, Promise<string>>();

function template(key: string, make: (folder: string) => Promise<void>): Promise<string> {
  const known = templates.get(key);
  if (known) return known;
  const folder = lastingFolder();
  const made = make(folder).then(() => folder);
  templates.set(key, made);
  return made;
}

/** A folder with mesh.yaml, out/ as synth writes it, and live/ at a phase: without Git. */
export async function folderAt(phase?: number): Promise<string> {
  return copyOf(await template(`folder ${phase}`, (folder) => fill(folder, phase)));
}

/** The same, committed on main. */
export async function repoAt(phase?: number): Promise<string> {
  const repo = await template(`repo ${phase}`, async (folder) => {
    await fill(folder, phase);
    runGit(folder, ["init", "--quiet", "--initial-branch=main"]);
    commitAll(folder, "start");
  });
  return copyOf(repo);
}

export function commitAll(folder: string, message: string): void {
  runGit(folder, ["add", "--all"]);
  runGit(folder, ["commit", "--quiet", "--message", message]);
}

async function fill(folder: string, phase: number | undefined): Promise<void> {
  const synthesised = await template("synth", async (empty) => {
    writeFileSync(join(empty, "mesh.yaml"), liveMesh);
    await runCli(["synth"], empty);
  });
  copyFolder(synthesised, folder);
  if (phase !== undefined) copyFolder(manifests(folder, phase), join(folder, "live"));
}

function copyOf(source: string): string {
  const folder = scratchFolder();
  copyFolder(source, folder);
  return folder;
}

/** The folder of a phase's manifests. */
export function manifests(folder: string, phase: number): string {
  return join(folder, "out/prod/phases", phaseDirs[phase] ?? "", "manifests");
}

export function promoteIn(folder: string, ...words: string[]): Promise<CliResult> {
  return runCli(["promote", "--live", "live", ...words], folder);
}

/** A hook of the repository, as a shell script. */
export function addHook(repo: string, name: string, script: string): void {
  mkdirSync(join(repo, ".git/hooks"), { recursive: true });
  writeFileSync(join(repo, ".git/hooks", name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(repo, ".git/hooks", name), 0o755);
}

/** All that a failed promote must leave alone: files, index, HEAD, branches. */
export function everything(repo: string): unknown {
  return {
    files: filesIn(repo),
    status: runGit(repo, ["status", "--porcelain=v2", "--branch", "--untracked-files=all"]),
    refs: runGit(repo, ["for-each-ref"]),
  };
}

/** A repository at phase 1 whose branches `main` and `other` cannot be joined. */
export async function repoWithConflict(): Promise<string> {
  const repo = await template("conflict", async (folder) => {
    copyFolder(await repoAt(1), folder);
    runGit(folder, ["checkout", "--quiet", "-b", "other"]);
    writeFileSync(join(folder, "text"), "theirs");
    commitAll(folder, "theirs");
    runGit(folder, ["checkout", "--quiet", "main"]);
    writeFileSync(join(folder, "text"), "ours");
    commitAll(folder, "ours");
  });
  return copyOf(repo);
}
