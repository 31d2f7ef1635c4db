import { Command, CommanderError, Option } from "commander";
import { InputError } from "../findings/input-error";
import { type CliIo, type ExitCode, exitCodes } from "./io";
import { packageVersion } from "./package";

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

  program
    .command("init")
    .description("write a commented mesh.yaml to start from")
    .argument("[file]", "where to write it; - for standard output", "mesh.yaml")
    .addOption(
      new Option("--distribution <name>", "whose operator runs the mesh")
        .choices(["sail", "openshift", "alauda"])
        .default("sail"),
    )
    .addOption(new Option("--data-plane <mode>").choices(["ambient", "sidecar"]).default("ambient"))
    .option("--name <name>", "name of the mesh", "my-mesh")
    .option("--from <version>", "Istio version that runs now")
    .option("--to <version>", "wanted Istio version")
    .action(async (file, options) => finish((await import("./commands/init")).init(file, options, io)));

  meshCommand(program, "plan", "print the phases of an upgrade")
    .addOption(new Option("-o, --output <format>").choices(["table", "json", "markdown"]).default("table"))
    .option("--proof", "print every state that the cluster can pass through")
    .action(async (options) => finish((await import("./commands/plan")).plan(options, io)));

  meshCommand(program, "synth", "write the snapshots of every phase")
    .option("--out <folder>", "output folder", "out")
    .option("--check", "write nothing; fail when the committed snapshots differ")
    .option("--dry-run", "write nothing; list what would change")
    .action(async (options) => finish((await import("./commands/synth")).synthCommand(options, io)));

  meshCommand(program, "diff", "show what one phase changes against another")
    .argument("[from]", "phase number or folder; default: each phase against the one before")
    .argument("[to]", "phase number or folder; default: the phase after <from>")
    .addOption(new Option("-o, --output <format>").choices(["unified", "summary"]).default("unified"))
    .action(async (from, to, options) => finish((await import("./commands/diff")).diff(from, to, options, io)));

  program
    .command("explain")
    .description("explain a rule, or list them all")
    .argument("[rule]", "for example SKEW001")
    .action(async (rule) => finish((await import("./commands/explain")).explain(rule, io)));

  program
    .command("catalog")
    .description("show operator releases and what each can install")
    .argument("[distribution]", "sail, openshift or alauda")
    .option("--release <version>", "one release only")
    .option("--with <file>", "add the releases of a file", collect, [])
    .addOption(new Option("-o, --output <format>").choices(["table", "json"]).default("table"))
    .action(async (distribution, options) =>
      finish((await import("./commands/catalog")).catalog(distribution, options, io)),
    );

  program
    .command("schema")
    .description("print a JSON Schema")
    .argument("[name]", "mesh or plan", "mesh")
    .action(async (name) => finish((await import("./commands/schema")).schema(name, io)));

  return program;
}

const exitCodeHelp = `
Exit codes: 0 fine, 1 findings or differences, 2 broken input, usage or I/O.
Data goes to standard output, everything else to standard error.`;

/** A command that reads meshes. */
function meshCommand(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option(
      "-f, --file <path>",
      "mesh.yaml, a folder, or - for standard input; may be given several times",
      collect,
      [],
    );
}

function collect(value: string, previous: string[]): string[] {
  return [...previous, value];
}

function explainFailure(error: unknown, io: CliIo, debug: boolean): ExitCode {
  if (error instanceof CommanderError) {
    // Commander has already written help, version or its complaint.
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.failure;
  }
  if (error instanceof InputError) {
    io.err(`error: ${error.message.replaceAll("\n", "\n  ")}\n`);
  } else {
    const message = error instanceof Error ? error.message : String(error);
    io.err(
      `error: ${message}\n  This is a fault in meshstep, not in your input. Run again with --debug and report it.\n`,
    );
  }
  if (debug && error instanceof Error) io.err(`${error.stack}\n`);
  return exitCodes.failure;
}
