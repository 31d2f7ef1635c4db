import type { ArgumentModel, CommandModel, OptionModel, ProgramModel, ValueModel } from "./model";

/** A script for fish 3 and later: a file named meshstep.fish in its folder of completions, or to be sourced. */
export function fishCompletion({ name, options, commands }: ProgramModel): string {
  const line = (...parts: readonly string[]) => `complete -c ${name} ${parts.filter(Boolean).join(" ")}\n`;
  const head = `# fish completion for ${name}; made by: ${name} completion fish\n\n`;
  const program = [
    line("-f"),
    ...options.map((one) => line(condition("__fish_use_subcommand"), optionWords(one))),
    ...commands.map((one) => line(condition("__fish_use_subcommand"), `-a ${one.name}`, `-d ${quoted(one.says)}`)),
  ];
  return head + program.join("") + commands.map((one) => `\n${commandLines(one, line)}`).join("");
}

function commandLines({ name, options, arguments: args }: CommandModel, line: (...parts: string[]) => string): string {
  const here = condition(`__fish_seen_subcommand_from ${name}`);
  return [
    ...options.map((one) => line(here, optionWords(one))),
    ...args.map(argumentWords).map((words) => (words === "" ? "" : line(here, words))),
  ].join("");
}

function optionWords({ flags, says, value }: OptionModel): string {
  const names = flags.map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  return [...names, ...(value ? [valueWords(value)] : []), `-d ${quoted(says)}`].join(" ");
}

function valueWords(value: ValueModel): string {
  switch (value.kind) {
    case "words":
      return `-x -a ${quoted(value.words.join(" "))}`;
    case "files":
      return "-r -F";
    case "folders":
      return "-x -a '(__fish_complete_directories)'";
    default:
      return "-x";
  }
}

function argumentWords({ value }: ArgumentModel): string {
  if (value.kind === "words") return `-a ${quoted(value.words.join(" "))}`;
  return value.kind === "files" ? "-F" : "";
}

function condition(test: string): string {
  return `-n ${quoted(test)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
