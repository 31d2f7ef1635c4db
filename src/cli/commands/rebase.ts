import { join, resolve } from "node:path";
import { InputError } from "../../findings/input-error";
import { word } from "../../gates/quote";
import { openLiveFolder } from "../../live/folder";
import type { Held } from "../../live/held-phase";
import { holdAgainstPlan, meshOf } from "../../live/mesh";
import { recordStart } from "../../live/start";
import { startFile } from "../../snapshot/start-yaml";
import { replaceFile } from "../../snapshot/write/replace-file";
import { filePatch } from "../../verbs/diff/unified";
import { rebase } from "../../verbs/rebase/rebase";
import { loadStarted } from "../inputs";
import { type CliIo, type ExitCode, exitCodes } from "../io";
import { findingLines } from "../reporters/findings-text";
import { refusalText } from "../reporters/promote-text";

export interface RebaseOptions {
  readonly file: readonly string[];
  readonly live: string;
  readonly to?: string;
  readonly out: string;
  readonly write?: boolean;
}

/** `meshstep rebase`: 0 when mesh.yaml says, or now says, what the live folder holds; 1 when it refuses. */
export function rebaseCommand(options: RebaseOptions, io: CliIo): ExitCode {
  if (options.file.includes("-")) {
    throw InputError.of("rebase edits a file, and - is none", { hint: "Name the mesh.yaml with -f." });
  }
  const live = openLiveFolder(options.live, io.cwd);
  const source = meshOf(live, loadStarted(options.file, io, options.out));
  const outDir = resolve(io.cwd, options.out);
  const path = resolve(io.cwd, source.file);
  const result = rebase(holdAgainstPlan(live, source, outDir), source, { path, to: options.to, outDir });
  io.err(findingLines(result.findings));
  if ("refused" in result) {
    io.err(refusalText(result.refused));
    return exitCodes.findings;
  }
  const { held, before, after, phases } = result;
  if (before === after) {
    const written = options.write === true && recordStart(held, source.mesh, outDir);
    io.err(saysAlready(source.file, options, source.mesh.name, held, written));
    return exitCodes.ok;
  }
  io.out(filePatch(source.file, before, after));
  if (options.write) {
    replaceFile(path, source.file, after);
    recordStart(held, source.mesh, outDir);
  }
  const row = phases.length > 1 ? `${phases.length} phases: ${phases.join(", ")}` : "the baseline alone";
  io.err(
    options.write
      ? `Wrote ${source.file}: its baseline is what ${options.live} holds at ${held.phase}. The row is ${row}.\n  Next: meshstep synth, then meshstep promote --live ${word(options.live)} --next, which changes the marker and its gates, and nothing that runs.\n`
      : `The row would be ${row}. Nothing was written: say --write.\n`,
  );
  return exitCodes.ok;
}

/** Nothing in mesh.yaml is to be edited: it says what the folder holds, or where its row leads. */
function saysAlready(
  file: string,
  { live, out }: RebaseOptions,
  mesh: string,
  { phase, isEnd }: Held,
  written: boolean,
): string {
  const says = isEnd
    ? `${file} says already what ${live} holds (${phase})`
    : `${file} needs no edit: ${live} stands at ${phase} of its row, which is not over`;
  const recorded = `Wrote ${join(out, mesh, startFile)}: the row starts from there. Next: meshstep synth, then meshstep promote --live ${word(live)} --next.`;
  const next = isEnd ? "" : `\n  Next: meshstep promote --live ${word(live)} --next.`;
  return `${says}${written ? `\n  ${recorded}` : next}\n`;
}
