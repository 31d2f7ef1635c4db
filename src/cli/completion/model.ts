import type { Argument, Command, Option } from "commander";
import { distributionNames } from "../../catalog/types";
import { ruleDocs } from "../../findings/pages";
import { ledgerRows } from "../../ledger/rows";

/** What can stand where a value is expected. */
export type ValueModel =
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "files" | "folders" }
  /** A version, a name: nothing that could be offered. */
  | { readonly kind: "text" };

export interface OptionModel {
  /** `-o`, `--output`; the long one is last. */
  readonly flags: readonly string[];
  readonly says: string;
  /** What it is called in the help: `format`. Undefined for options without a value. */
  readonly placeholder?: string;
  readonly value?: ValueModel;
  /** May be left out after the flag. */
  readonly optionalValue: boolean;
  readonly repeatable: boolean;
}

export interface ArgumentModel {
  readonly name: string;
  readonly value: ValueModel;
  readonly variadic: boolean;
  readonly required: boolean;
}

export interface CommandModel {
  readonly name: string;
  readonly says: string;
  readonly options: readonly OptionModel[];
  readonly arguments: readonly ArgumentModel[];
}

export interface ProgramModel {
  readonly name: string;
  readonly options: readonly OptionModel[];
  readonly commands: readonly CommandModel[];
}

/** Words for arguments whose command checks them itself. */
const wordsByArgument: Readonly<Record<string, readonly string[]>> = {
  "explain name": [...Object.keys(ruleDocs), ...ledgerRows().map(({ id }) => id)].sort(),
  "catalog distribution": distributionNames,
  "schema name": ["mesh", "plan"],
};

/** What a command line takes, as its help says it. */
export function completionModel(program: Command): ProgramModel {
  const help = program.createHelp();
  const commands = help.visibleCommands(program);
  const names = commands.map((one) => one.name());
  return {
    name: program.name(),
    options: help.visibleOptions(program).map(optionModel),
    commands: commands.map((command) => ({
      name: command.name(),
      says: command.description(),
      options: help.visibleOptions(command).map(optionModel),
      arguments: command.registeredArguments.map((one) => argumentModel(command.name(), one, names)),
    })),
  };
}

function optionModel(option: Option): OptionModel {
  const placeholder = /[<[](\w+)/.exec(option.flags)?.[1];
  const takesValue = option.required || option.optional;
  return {
    flags: [option.short, option.long].filter((flag) => flag !== undefined),
    says: option.description,
    ...(takesValue && { placeholder: placeholder ?? "value", value: valueModel(placeholder ?? "", option.argChoices) }),
    // `<ref[:folder]>` has both marks.
    optionalValue: option.optional && !option.required,
    repeatable: Array.isArray(option.defaultValue),
  };
}

function argumentModel(command: string, argument: Argument, commands: readonly string[]): ArgumentModel {
  const name = argument.name();
  const words = command === "help" ? commands : (argument.argChoices ?? wordsByArgument[`${command} ${name}`]);
  return { name, value: valueModel(name, words), variadic: argument.variadic, required: argument.required };
}

function valueModel(placeholder: string, words: readonly string[] | undefined): ValueModel {
  if (words) return { kind: "words", words };
  if (placeholder === "path" || placeholder === "file") return { kind: "files" };
  return { kind: placeholder === "folder" ? "folders" : "text" };
}
