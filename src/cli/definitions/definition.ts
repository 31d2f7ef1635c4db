import type { Command } from "commander";
import type { CliIo, ExitCode } from "../io";

/** Adds commands to the program: their words and options; what they do is loaded when they are called. */
export type Define = (
  program: Command,
  context: { readonly io: CliIo; readonly finish: (code: ExitCode) => void },
) => void;

/** A command that reads meshes. */
export function meshCommand(program: Command, name: string, description: string): Command {
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

/** For options that may be given several times. */
export function collect(value: string, previous: string[]): string[] {
  return [...previous, value];
}
