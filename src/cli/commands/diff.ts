import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { InputError } from "../../findings/input-error";
import type { Folder } from "../../live/named-folder";
import { readFolder } from "../../live/named-folder";
import { folderComparison, phaseComparisons } from "../../verbs/diff/compare";
import type { Comparison } from "../../verbs/diff/comparison";
import { loadStarted } from "../inputs";
import type { CliIo, ExitCode } from "../io";
import { type DiffOutput, diffReport } from "../reporters/diff-report";
import { comparisonTitle, comparisonWarnings } from "../reporters/diff-text";

export interface DiffOptions {
  readonly file: readonly string[];
  readonly live?: string;
  readonly out: string;
  readonly ref?: string;
  readonly next?: boolean;
  readonly output: DiffOutput;
  readonly part?: string;
  readonly exitCode: keyof typeof exitStyles;
}

const exitStyles = {
  default: { same: 0, differs: 1, failed: 2 },
  terraform: { same: 0, differs: 2, failed: 1 },
} as const;

/** `meshstep diff [from] [to]`: phases, a live folder or a Git ref's folder against a phase. */
export function diff(from: string | undefined, to: string | undefined, options: DiffOptions, io: CliIo): ExitCode {
  const codes = exitStyles[options.exitCode];
  try {
    return compare(from, to, options, io) ? codes.differs : codes.same;
  } catch (error) {
    // Whoever runs the command line answers failures with 2, which here says that something differs.
    if (codes.failed === 2 || !(error instanceof Error)) throw error;
    const text = error instanceof InputError ? error.message : (error.stack ?? error.message);
    io.err(`error: ${text.replaceAll("\n", "\n  ")}\n`);
    return codes.failed;
  }
}

/** Everything is made before anything is printed, so that a failure leaves no half of it behind. */
function compare(from: string | undefined, to: string | undefined, options: DiffOptions, io: CliIo): boolean {
  checkUsage(from, to, options);
  const asked = from !== undefined || isFolder(options);
  const report = diffReport(options.output, asked, partOf(options));
  const notes: string[] = [];
  let differs = false;
  let count = 0;
  for (const one of comparisons(from, to, options, io)) {
    report.add(one);
    if (asked) notes.push(comparisonTitle(one));
    notes.push(comparisonWarnings(one));
    count += 1;
    differs ||= one.diff.changed;
  }
  const text = report.text();
  if (count === 0) notes.push("There is one phase only, and nothing to compare it with but --live or --ref.\n");
  io.err(notes.join(""));
  io.out(text);
  return differs;
}

function comparisons(
  from: string | undefined,
  to: string | undefined,
  options: DiffOptions,
  io: CliIo,
): Iterable<Comparison> {
  const folder = readFolder(options, io.cwd);
  const meshes = loadStarted(options.file, io, options.out);
  if (!folder) return phaseComparisons(meshes, { from, to });
  return [folderComparison(meshes, folder, { to: from, next: options.next, into: changedFolder(options, io.cwd) })];
}

/** With a ref and the live folder here, the question is what the change from one to the other promotes. */
function changedFolder({ live, ref, next }: DiffOptions, cwd: string): Folder | undefined {
  const asked = live !== undefined && ref !== undefined && !ref.includes(":") && !next;
  return asked && existsSync(resolve(cwd, live)) ? readFolder({ live }, cwd) : undefined;
}

function isFolder({ live, ref }: DiffOptions): boolean {
  return live !== undefined || ref !== undefined;
}

function checkUsage(from: string | undefined, to: string | undefined, options: DiffOptions): void {
  if (options.next && !isFolder(options)) {
    throw InputError.of("--next needs --live or --ref: it is the phase after the one that they stand at");
  }
  if (options.next && from !== undefined) throw InputError.of("--next and a phase exclude each other");
  if (to !== undefined && isFolder(options)) {
    throw InputError.of("two phases are named, and --live or --ref is compared with one", { hint: "Leave one out." });
  }
}

function partOf({ part, output }: DiffOptions): number | undefined {
  if (part === undefined) return undefined;
  if (output !== "markdown") throw InputError.of("--part is for -o markdown");
  if (/^[1-9]\d*$/.test(part)) return Number(part);
  throw InputError.of(`--part ${part}: expected a number from 1`);
}
