import { Argument, Option } from "commander";
import { collect, type Define } from "./definition";

/** To look things up: explain, catalog, schema; and completion. */
export const defineReference: Define = (program, { io, finish }) => {
  program.commandsGroup("To look things up:");

  program
    .command("explain")
    .description("explain a rule, or list them all")
    .argument("[rule]", "for example SKEW001")
    .action(async (rule) => finish((await import("../commands/explain")).explain(rule, io)));

  program
    .command("catalog")
    .description("show operator releases and what each can install")
    .argument("[distribution]", "sail, openshift or alauda; default: all")
    .option("--release <version>", "one release only")
    .option("--with <file>", "add the releases of a file; may be given several times", collect, [])
    .addOption(new Option("-o, --output <format>", "how to print it").choices(["table", "json"]).default("table"))
    .action(async (distribution, options) =>
      finish((await import("../commands/catalog")).catalog(distribution, options, io)),
    );

  program
    .command("schema")
    .description("print a JSON Schema")
    .argument("[name]", "mesh or plan", "mesh")
    .action(async (name) => finish((await import("../commands/schema")).schema(name, io)));

  program
    .command("completion")
    .description("print a script that completes commands, options and values in a shell")
    .addArgument(new Argument("<shell>", "which shell").choices(["bash", "zsh", "fish"]))
    .action(async (shell, _options, command) =>
      finish((await import("../commands/completion")).completion(shell, command.parent, io)),
    );
};
