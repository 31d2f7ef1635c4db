import { existsSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { firstFew } from "../../basics/first-few";
import { layers } from "../../constructs/layers";
import { hasErrors } from "../../findings/finding";
import { InputError } from "../../findings/input-error";
import type { Refusal } from "../../findings/refusal";
import { openLiveFolder } from "../../live/folder";
import { meshOf } from "../../live/mesh";
import { startedAt } from "../../live/start";
import type { LoadedMesh } from "../../mesh/load";
import { isUnchanged, type TreeChange } from "../../snapshot/write/tree";
import { leftOver } from "../../verbs/synth/left-over";
import { compare, type SynthResult, synth } from "../../verbs/synth/synth";
import { loadStarted } from "../inputs";
import { type CliIo, type ExitCode, exitCodes } from "../io";
import { findingLines } from "../reporters/findings-text";
import { refusalText } from "../reporters/promote-text";
import { interruptible } from "../signals";

export interface SynthOptions {
  readonly file: readonly string[];
  readonly out: string;
  readonly live?: string;
  readonly check?: boolean;
  readonly dryRun?: boolean;
}

/** `meshstep synth`: writes, compares (`--check`) or lists (`--dry-run`). */
export async function synthCommand(options: SynthOptions, io: CliIo): Promise<ExitCode> {
  if (options.check && options.dryRun) throw InputError.of("--check and --dry-run exclude each other");
  if (options.out === "") throw InputError.of("--out is empty", { hint: "name a folder, for example out" });
  const outDir = resolve(io.cwd, options.out);
  refuseTaken(options.out, outDir);
  const meshes = startedMeshes(options, outDir, io);
  if ("refused" in meshes) {
    io.err(refusalText(meshes.refused));
    return exitCodes.findings;
  }
  const touchesNothing = options.check || options.dryRun;
  const summaries: string[] = [];
  const names: string[] = [];
  let stopped = false;
  const report = (result: SynthResult) => {
    const stale = options.check ? result.stale : [];
    stopped ||= hasErrors([...result.findings, ...stale]);
    if (touchesNothing) io.out(changeLines(options.out, result));
    io.err(findingLines([...result.findings, ...stale]));
    names.push(result.mesh);
    summaries.push(`${options.out}/${result.mesh}: ${summary(result, options)}\n`);
  };
  if (touchesNothing) compare(meshes, outDir, report);
  else await interruptible((pause) => synth(meshes, outDir, report, pause));
  // Said last: until the commit nothing is true of the output folder.
  io.err(stopped && !touchesNothing ? "Nothing was written.\n" : summaries.join(""));
  io.err(names.map((name) => notesOn(options.out, outDir, name)).join(""));
  return stopped ? exitCodes.findings : exitCodes.ok;
}

/** Phases of another row: promote passes them over, and who reads the folder does not. */
function notesOn(out: string, outDir: string, name: string): string {
  const left = leftOver(join(outDir, name)).map((dir) => `${out}/${name}/phases/${dir}`);
  if (left.length === 0) return "";
  const [are, them] = left.length === 1 ? ["is no phase", "it"] : ["are no phases", "them"];
  return `note: ${firstFew(left)} ${are} of this row, and plan.json does not list ${them}: where a merge has left ${them}, take ${them} away\n`;
}

/** With a live folder, its mesh starts from what that holds. */
function startedMeshes(options: SynthOptions, outDir: string, io: CliIo): Iterable<LoadedMesh> | { refused: Refusal } {
  const sources = loadStarted(options.file, io, options.out);
  if (options.live === undefined) return sources;
  const live = openLiveFolder(options.live, io.cwd);
  const meshes = [...sources];
  const own = meshOf(live, meshes);
  const started = startedAt(live, own, outDir);
  return "refused" in started ? started : meshes.map((one) => (one === own ? started : one));
}

/** Folders that are somebody's: what is written there would be taken for theirs. */
function refuseTaken(shown: string, outDir: string): void {
  const hint = "Give the output a folder of its own.";
  if (outDir.split(sep).includes(".git"))
    throw InputError.of(`${shown}: inside a .git folder, which is Git's own`, { hint });
  if (existsSync(join(outDir, layers.marker.folder))) {
    throw InputError.of(`${shown}: a live folder, which the GitOps engine applies`, { hint });
  }
}

/** `added  out/prod/PLAN.md`, one line per file. */
function changeLines(out: string, { mesh, change }: SynthResult): string {
  if (!change) return "";
  const lines = (["added", "changed", "removed"] as const).flatMap((what) =>
    change[what].map((path) => `${what.padEnd(7)}  ${out}/${mesh}/${path}\n`),
  );
  return lines.join("");
}

function summary({ phases, change }: SynthResult, { check, dryRun }: SynthOptions): string {
  const count = `${phases} ${phases === 1 ? "phase" : "phases"}`;
  if (!change) return "stopped by the findings above";
  if (isUnchanged(change)) return `${count}, up to date`;
  return `${count}, ${counted(change)}${check || dryRun ? " (not written)" : ""}`;
}

function counted({ added, changed, removed }: TreeChange): string {
  const parts = [
    [added.length, "added"],
    [changed.length, "changed"],
    [removed.length, "removed"],
  ] as const;
  return parts
    .flatMap(([count, what]) => (count ? [`${count} ${count === 1 ? "file" : "files"} ${what}`] : []))
    .join(", ");
}
