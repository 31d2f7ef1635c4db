import type { Command, Option } from "commander";
import { InputError } from "../../findings/input-error";
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

/** Options whose own command says what an empty one means. */
const ownWords = ["--live", "--out"];

/**
 * Two places where only one counts are a slip, and so is a place of no letters, which a variable without a value leaves: it would be this folder.
 * @throws InputError out of the parse of a command line
 */
export function refuseSlips(program: Command): void {
  for (const command of program.commands) {
    command.hook("preAction", () => {
      if (command.args.includes(""))
        throw InputError.of("an empty argument", { hint: `${unset} This folder is called .` });
    });
    for (const option of command.options) if (/<(?:folder|path|file)>/.test(option.flags)) refuseSlipsOf(option);
  }
}

function refuseSlipsOf(option: Option): void {
  const parse = option.parseArg;
  const name = option.long ?? option.flags;
  let given: string | undefined;
  option.argParser((value: string, previous: unknown) => {
    if (value === "" && !ownWords.includes(name)) throw InputError.of(`${name} is empty`, { hint: unset });
    if (parse) return parse(value, previous as never);
    if (given !== undefined && given !== value) {
      throw InputError.of(`${name} ${given} and ${name} ${value}: only one of them counts`, { hint: "Give it once." });
    }
    given = value;
    return value;
  });
}

const unset = "A variable of the shell may have no value.";
