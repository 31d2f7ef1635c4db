import { hasErrors } from "../../findings/finding";
import { formatProblem, InputError } from "../../findings/input-error";
import { checkLive } from "../../workflow/check/check-live";
import { checkPaths } from "../../workflow/check/check-paths";
import { checkTransition } from "../../workflow/check/check-step";
import type { CheckReport } from "../../workflow/check/report";
import { loadInputs } from "../inputs";
import { type CliIo, type ExitCode, exitCodes } from "../io";
import { packageVersion } from "../package";
import { findingsGithub } from "../reporters/findings-github";
import { findingsJson } from "../reporters/findings-json";
import { findingsSarif } from "../reporters/findings-sarif";
import { findingLines } from "../reporters/findings-text";
import { printable } from "../reporters/source-excerpt";
import { lineReader } from "../source-lines";
import { type ChoiceOptions, checkChoices } from "./check-choices";

export interface CheckOptions extends ChoiceOptions {
  readonly file: readonly string[];
  readonly from?: string;
  readonly fromRelease?: string;
  readonly live?: string;
  readonly output: "text" | "json" | "sarif" | "github";
}

/** `meshstep check PATH…`: 1 when a finding is an error, 2 when something could not be read. */
export function check(paths: readonly string[], options: CheckOptions, io: CliIo): ExitCode {
  checkUsage(paths, options);
  const stdin = once(io.stdin);
  const report = reportOf(paths, options, { ...io, stdin });
  io.err(report.notes.map((note) => `note: ${printable(note)}\n`).join(""));
  io.out(printed(report, paths, options, { ...io, stdin }));
  io.err(report.broken.map((problem) => `error: ${printable(formatProblem(problem))}\n`).join(""));
  io.err(summary(report));
  if (report.broken.length > 0) return exitCodes.failure;
  return hasErrors(report.findings) ? exitCodes.findings : exitCodes.ok;
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
  } else if (paths.length === 0) {
    fail("check what?", "Name files and folders of manifests, or - for standard input.");
  }
  const inputs = [...paths, ...(from === undefined ? [] : [from])];
  if (inputs.filter((path) => path === "-").length > 1) fail("- stands for the standard input, once", "Name it once.");
}

function reportOf(paths: readonly string[], options: CheckOptions, io: CliIo): CheckReport {
  const { live, from, fromRelease } = options;
  if (live !== undefined) return checkLive({ live, phase: paths[0] }, loadInputs(options.file, io), io);
  const choices = checkChoices(options, io);
  return from === undefined
    ? checkPaths(paths, choices, io)
    : checkTransition({ from, to: paths, fromRelease }, choices, io);
}

function printed({ findings }: CheckReport, paths: readonly string[], options: CheckOptions, io: CliIo): string {
  // GitHub reads paths from the root of the checkout, wherever the step runs.
  const folder = process.env["GITHUB_WORKSPACE"] || io.cwd;
  const base = { folder, cwd: io.cwd, fallback: options.live ?? paths[0] ?? "." };
  switch (options.output) {
    case "json":
      return findingsJson(findings);
    case "sarif":
      return findingsSarif(findings, base, packageVersion());
    case "github":
      return findingsGithub(findings, base);
    default:
      return findingLines(findings, lineReader(io.cwd, io.stdin));
  }
}

function summary({ findings, objects, broken }: CheckReport): string {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const counts = [counted(objects, "object"), counted(errors, "error"), counted(findings.length - errors, "warning")];
  return `${counts.join(", ")}${broken.length ? `, ${broken.length} not readable` : ""}\n`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** The standard input can be read once only, and its lines are wanted again for excerpts. */
function once(read: () => string): () => string {
  let text: string | undefined;
  return () => {
    text ??= read();
    return text;
  };
}
