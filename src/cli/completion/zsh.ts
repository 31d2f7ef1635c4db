import type { ArgumentModel, CommandModel, OptionModel, ProgramModel, ValueModel } from "./model";

/** A script for zsh: a file named _meshstep in a folder of $fpath, or to be sourced after compinit. */
export function zshCompletion({ name, options, commands }: ProgramModel): string {
  const fn = `_${name}`;
  return `#compdef ${name}
# zsh completion for ${name}; made by: ${name} completion zsh

${fn}() {
  local curcontext="$curcontext" state line ret=1
  typeset -A opt_args
  _arguments -C \\
${options.map((one) => `    ${optionSpec(one)} \\\n`).join("")}    '1: :->command' \\
    '*:: :->arguments' && ret=0
  case $state in
    command)
      local -a commands=(
${commands.map((one) => `        ${quoted(`${one.name}:${one.says}`)}\n`).join("")}      )
      _describe -t commands command commands && ret=0
      ;;
    arguments)
      curcontext="\${curcontext%:*:*}:${name}-$words[1]:"
      case $words[1] in
${commands.map(commandCase).join("")}      esac
      ;;
  esac
  return ret
}

if [[ $funcstack[1] == ${fn} ]]; then
  ${fn} "$@"
else
  compdef ${fn} ${name}
fi
`;
}

function commandCase({ name, options, arguments: args }: CommandModel): string {
  const specs = [...options.map(optionSpec), ...args.map(argumentSpec)];
  return `        ${name})
          _arguments \\
${specs.map((spec) => `            ${spec}`).join(" \\\n")} && ret=0
          ;;
`;
}

/** `'(-o --output)'{-o,--output}'[how to print it]:format:(text json)'`. */
function optionSpec({ flags, says, placeholder, value, optionalValue, repeatable }: OptionModel): string {
  const message = value ? `${optionalValue ? "::" : ":"}${placeholder}:${action(value)}` : "";
  const body = `[${escaped(says).replaceAll("]", "\\]").replaceAll("[", "\\[")}]${message}`;
  // With the mark, the value may stand behind = as well as behind a space.
  const marked = flags.map((flag) => (value && flag.startsWith("--") ? `${flag}=` : flag));
  const [first = ""] = marked;
  if (flags.length === 1) return quoted(`${repeatable ? "*" : ""}${first}${body}`);
  return `${quoted(repeatable ? "*" : `(${flags.join(" ")})`)}{${marked.join(",")}}${quoted(body)}`;
}

function argumentSpec({ name, value, variadic, required }: ArgumentModel, index: number): string {
  const position = variadic ? "*:" : `${index + 1}${required ? ":" : "::"}`;
  return quoted(`${position}${name}:${action(value)}`);
}

function action(value: ValueModel): string {
  switch (value.kind) {
    case "words":
      return `(${value.words.join(" ")})`;
    case "files":
      return "_files";
    case "folders":
      return "_files -/";
    default:
      return " ";
  }
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll(":", "\\:");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
