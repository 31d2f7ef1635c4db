import type { ArgumentModel, CommandModel, OptionModel, ProgramModel, ValueModel } from "./model";

/** A script for bash 3.2 and later; it needs neither meshstep nor bash-completion when it runs. */
export function bashCompletion(program: ProgramModel): string {
  const { name, options, commands } = program;
  const fn = `_${name}`;
  return `# bash completion for ${name}; made by: ${name} completion bash
# shellcheck shell=bash

${fn}_reply() { # words
  local word
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$1" -- "$cur")
}

${fn}_paths() { # -f or -d
  local path
  compopt -o filenames 2>/dev/null
  while IFS= read -r path; do COMPREPLY+=("$path"); done < <(compgen "$1" -- "$cur")
}

${fn}() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]}
  local command='' argument=0 word='' skip='' i
  COMPREPLY=()
  # --option=value comes as three words.
  if [[ $cur == '=' ]]; then
    cur=''
  elif [[ $prev == '=' ]]; then
    prev=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ -n $skip && $word != '=' ]]; then
      skip=''
    elif [[ $word == -?* ]]; then
      case "$command $word" in
${valueFlagCases(commands)}      esac
    elif [[ -z $command ]]; then
      command=$word
    elif [[ $word != '=' ]]; then
      argument=$((argument + 1))
    fi
  done
  case $command in
    '')
      if [[ $cur == -* ]]; then
        ${fn}_reply '${flagsOf(options)}'
      else
        ${fn}_reply '${commands.map((one) => one.name).join(" ")}'
      fi
      ;;
${commands.map((command) => commandCase(command, fn)).join("")}  esac
}

complete -F ${fn} ${name}
`;
}

/** Flags whose value is the word behind them. */
function valueFlagCases(commands: readonly CommandModel[]): string {
  return commands
    .flatMap(({ name, options }) => {
      const flags = options.filter(takesWord).flatMap((one) => one.flags.map((flag) => `'${name} ${flag}'`));
      return flags.length ? [`        ${flags.join(" | ")}) skip=yes ;;\n`] : [];
    })
    .join("");
}

function takesWord({ value, optionalValue }: OptionModel): boolean {
  return value !== undefined && !optionalValue;
}

function commandCase({ name, options, arguments: args }: CommandModel, fn: string): string {
  const values = options
    .filter(takesWord)
    .map(
      (one) =>
        `        ${one.flags.join(" | ")})\n${offer(one.value as ValueModel, fn, "          ")}          return\n          ;;\n`,
    );
  return `    ${name})
${values.length ? `      case $prev in\n${values.join("")}      esac\n` : ""}      if [[ $cur == -* ]]; then
        ${fn}_reply '${flagsOf(options)}'
        return
      fi
${argumentCases(args, fn)}      ;;
`;
}

function argumentCases(args: readonly ArgumentModel[], fn: string): string {
  const cases = args
    .map(({ value, variadic }, index) => [variadic ? "*" : String(index), offer(value, fn, "          ")])
    .filter(([, body]) => body !== "");
  if (cases.length === 0) return "";
  return `      case $argument in\n${cases.map(([pattern, body]) => `        ${pattern})\n${body}          ;;\n`).join("")}      esac\n`;
}

/** One line that fills COMPREPLY, or nothing for free text. */
function offer(value: ValueModel, fn: string, indent: string): string {
  switch (value.kind) {
    case "words":
      return `${indent}${fn}_reply '${value.words.join(" ")}'\n`;
    case "files":
      return `${indent}${fn}_paths -f\n`;
    case "folders":
      return `${indent}${fn}_paths -d\n`;
    default:
      return "";
  }
}

function flagsOf(options: readonly OptionModel[]): string {
  return options.flatMap((one) => one.flags).join(" ");
}
