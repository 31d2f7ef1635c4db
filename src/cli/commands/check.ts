import { packageVersion } from "../../basics/package-folder";
import { hasErrors } from "../../findings/finding";
import { formatProblem, InputError } from "../../findings/input-error";
import { checkLive } from "../../verbs/check/check-live";
import { checkPaths } from "../../verbs/check/check-paths";
import { checkTransition } from "../../verbs/check/check-step";
import type { CheckReport } from "../../verbs/check/report/report";
import { readSettings } from "../../verbs/check/silence/settings";
import { silenced } from "../../verbs/check/silence/silence";
import { loadStarted } from "../inputs";
import { type CliIo, type ExitCode, exitCodes } from "../io";
import { checkSummary, counted, groupedNotes, nextStep } from "../reporters/check-summary";
import { findingsGithub } from "../reporters/findings-github";
import { findingsJson } from "../reporters/findings-json";
import { findingsSarif } from "../reporters/findings-sarif";
import { findingLines } from "../reporters/findings-text";
import { printable } from "../reporters/source-excerpt";
import { lineReader, linesReader } from "../source-lines";
import { type ChoiceOptions, checkChoices } from "./check-choices";
import { fixPatch, mendable, mendFiles } from "./check-fix";

export interface CheckOptions extends ChoiceOptions {
  readonly file: readonly string[];
  readonly from?: string;
  readonly fromRelease?: string;
  readonly live?: string;
  readonly out: string;
  readonly settings?: string;
  readonly baseline?: string;
  readonly writeBaseline?: boolean;
  readonly fix?: boolean;
  readonly diff?: boolean;
  readonly output: "text" | "json" | "sarif" | "github";
}

/** A report without what nobody wants to hear again. */
interface Result extends CheckReport {
  readonly ignored: number;
}

/** `meshstep check PATH…`: 1 when a finding is an error, 2 when something could not be read. */
export function check(given: readonly string[], options: CheckOptions, io: CliIo): ExitCode {
  const paths = given.length === 0 && options.live === undefined ? ["."] : given;
  checkUsage(paths, options);
  const reading = { ...io, stdin: once(io.stdin) };
  const ask = () => orUnread(() => resultOf(paths, options, reading), options);
  const { report, mended, more, files, unwritten } = options.fix
    ? mendFiles(ask, io.cwd)
    : { report: ask(), mended: 0, more: 0, files: new Set(), unwritten: [] };
  io.out(options.diff ? fixPatch(ask, io.cwd) : printed(report, paths, options, reading));
  io.err([...report.broken, ...unwritten].map((problem) => `error: ${printable(formatProblem(problem))}\n`).join(""));
  io.err(
    groupedNotes(report.notes)
      .map((note) => `note: ${printable(note)}\n`)
      .join(""),
  );
  if (files.size > 0) io.err(mendedText(mended, more, files.size));
  if (options.fix) io.err(byHand(report.findings.filter(({ fixes }) => fixes !== undefined).length));
  io.err(checkSummary({ ...report, broken: report.broken.length }));
  if (options.output === "text" && !options.diff) io.err(leadsOn(paths, options, report, io.cwd));
  if (report.broken.length + unwritten.length > 0) return exitCodes.failure;
  return hasErrors(report.findings) ? exitCodes.findings : exitCodes.ok;
}

/** Whoever reads a report for programs reads it from the standard output, whatever became of the check. */
function orUnread(work: () => Result, { output }: CheckOptions): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError) || output === "text") throw error;
    return { findings: [], broken: error.problems, objects: 0, adoptable: "none", notes: [], ignored: 0 };
  }
}

function mendedText(mended: number, more: number, files: number): string {
  const after = more > 0 ? `, then ${more} more that came to light` : "";
  return `mended ${counted(mended, "finding")}${after} in ${counted(files, "file")}\n`;
}

/** What has a remedy, and could not be given it. */
function byHand(count: number): string {
  if (count === 0) return "";
  return `${counted(count, "finding")} left to mend by hand: an anchor or an alias shares the value, or the file cannot be written\n`;
}

function resultOf(paths: readonly string[], options: CheckOptions, io: CliIo): Result {
  const { cwd, stdin } = io;
  const report = reportOf(paths, options, io);
  const { baseline, writeBaseline: write } = options;
  const checked = [...paths, ...(options.from === undefined ? [] : [options.from])];
  const silence = {
    settings: readSettings(cwd, options.settings),
    baseline,
    write,
    checked,
    filled: report.filled,
    ignoring: report.ignoring,
  };
  const { notes, ...rest } = silenced(report.findings, silence, linesReader(cwd, stdin), cwd);
  return { ...report, ...rest, notes: [...report.notes, ...notes] };
}

/** Steps and phases of ours have next commands of their own. */
function leadsOn(
  paths: readonly string[],
  { from, live, fix, ...options }: CheckOptions,
  { findings, broken, adoptable, unversioned = false, unlisted, lead }: Result,
  cwd: string,
): string {
  if (from !== undefined || live !== undefined) return "";
  const isFiles = !paths.includes("-");
  // What --fix has just left, it leaves again.
  const mends = () => (isFiles && !fix ? mendable(findings, cwd).length : 0);
  const next = { findings, broken: broken.length, paths, mends, unversioned, unlisted, said: saidOf(options) };
  return nextStep({ ...next, ...(lead !== undefined && { lead }), adoptable: isFiles ? adoptable : "none" });
}

/** What was said of the operator is said to `adopt` as well. */
function saidOf({
  distribution,
  release,
  with: files,
}: Pick<CheckOptions, "distribution" | "release" | "with">): readonly string[] {
  return [
    ...(distribution === undefined ? [] : ["--distribution", distribution]),
    ...(release === undefined ? [] : ["--release", release]),
    ...files.flatMap((file) => ["--with", file]),
  ];
}

function checkUsage(paths: readonly string[], { live, from, fromRelease, ...options }: CheckOptions): void {
  const fail = (message: string, hint: string) => {
    throw InputError.of(message, { hint });
  };
  if (live !== undefined && from !== undefined)
    fail("--live and --from exclude each other", "Both name the state before.");
  if (fromRelease !== undefined && from === undefined)
    fail("--from-release needs --from", "It is the operator release of that state.");
  if (live !== undefined) {
    if (paths.length > 1) fail("--live goes to one phase", "For example: meshstep check --live live/prod 2");
    if (options.crds.length > 0) fail("--live checks what meshstep wrote", "Leave --crds out.");
    if (options.distribution ?? options.release)
      fail("--live takes distribution and release from mesh.yaml", "Leave them out.");
    if (options.fix || options.diff) fail("--live checks what meshstep wrote", "Change mesh.yaml, and run synth.");
  }
  if (options.fix && options.diff)
    fail("--fix and --diff exclude each other", "The first writes what the second shows.");
  if (options.diff && options.output !== "text") fail("--diff prints a patch", "Leave -o out.");
  if (options.fix && paths.includes("-")) fail("--fix writes files, and - is none", "Name the file.");
  if (options.writeBaseline && options.baseline === undefined)
    fail("--write-baseline needs --baseline", "It is the file to write.");
  const inputs = [...paths, ...(from === undefined ? [] : [from])];
  if (inputs.filter((path) => path === "-").length > 1) fail("- stands for the standard input, once", "Name it once.");
}

function reportOf(paths: readonly string[], options: CheckOptions, io: CliIo): CheckReport {
  const { live, from, fromRelease } = options;
  if (live !== undefined) return checkLive({ live, phase: paths[0] }, loadStarted(options.file, io, options.out), io);
  const choices = checkChoices(options, io);
  return from === undefined
    ? checkPaths(paths, choices, io)
    : checkTransition({ from, to: paths, fromRelease }, choices, io);
}

function printed(
  { findings, broken, notes }: CheckReport,
  paths: readonly string[],
  options: CheckOptions,
  io: CliIo,
): string {
  // GitHub reads paths from the root of the checkout, wherever the step runs.
  const folder = process.env["GITHUB_WORKSPACE"] || io.cwd;
  const base = { folder, cwd: io.cwd, fallback: options.live ?? paths[0] ?? "." };
  switch (options.output) {
    case "json":
      return findingsJson(findings, broken, groupedNotes(notes));
    case "sarif":
      return findingsSarif(findings, base, packageVersion(), broken);
    case "github":
      return findingsGithub(findings, base, broken);
    default:
      return findingLines(findings, lineReader(io.cwd, io.stdin));
  }
}

/** The standard input can be read once only, and its lines are wanted again for excerpts. */
function once(read: () => string): () => string {
  let text: string | undefined;
  return () => {
    text ??= read();
    return text;
  };
}
