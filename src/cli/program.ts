import { Command, CommanderError } from "commander";
import { packageVersion } from "../basics/package-folder";
import { InputError } from "../findings/input-error";
import { toInputError } from "../snapshot/write/io-error";
import { refuseSlips } from "./definitions/definition";
import { defineGitops } from "./definitions/gitops";
import { defineManifests } from "./definitions/manifests";
import { definePlan } from "./definitions/plan";
import { defineReference } from "./definitions/reference";
import { type CliIo, type ExitCode, exitCodes } from "./io";
import { Interrupted } from "./signals";

/** Runs one command line and returns its exit code; nothing is thrown. */
export async function run(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok;
  const program = createProgram(io, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    return explainFailure(error, io, argv.includes("--debug"));
  }
}

/** The command line: parse, load the command's module, hand over. */
function createProgram(io: CliIo, finish: (code: ExitCode) => void): Command {
  const program = new Command("meshstep")
    .description("Ordered, proved, commit-ready upgrade phases for Istio meshes")
    .version(packageVersion())
    .option("--debug", "show stack traces")
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .configureHelp({ showGlobalOptions: false })
    .exitOverride()
    .addHelpText("after", exitCodeHelp);

  for (const define of [definePlan, defineGitops, defineManifests, defineReference]) define(program, { io, finish });
  refuseSlips(program);
  return program;
}

const exitCodeHelp = `
Exit codes: 0 fine, 1 findings or differences, 2 broken input, usage or I/O.
Data goes to standard output, everything else to standard error.`;

function explainFailure(thrown: unknown, io: CliIo, debug: boolean): ExitCode {
  // What the system refuses is no fault of ours, wherever it comes to light.
  const error = toInputError(thrown);
  if (error instanceof CommanderError) {
    // Commander has already written help, version or its complaint.
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.failure;
  }
  if (error instanceof Interrupted) {
    io.err("interrupted; nothing was written\n");
    return exitCodes.interrupted;
  }
  if (error instanceof InputError) {
    io.err(`error: ${error.message.replaceAll("\n", "\n  ")}\n`);
  } else {
    const message = error instanceof Error ? error.message : String(error);
    io.err(
      `error: ${message}\n  This is a fault in meshstep, not in your input. Run again with --debug and report it.\n`,
    );
  }
  if (debug && thrown instanceof Error) io.err(`${thrown.stack}\n`);
  return exitCodes.failure;
}
