import { Argument, Option } from "commander";
import { collect, type Define, meshCommand } from "./definition";

/** To look things up: explain, catalog, schema; and completion. */
export const defineReference: Define = (program, { io, finish }) => {
  program.commandsGroup("To look things up:");

  program
    .command("explain")
    .description("explain a rule or a change of the ledger; without a name: list the rules")
    .argument("[name]", "for example SKEW001, or ambient-dns-capture-default")
    .option("--with <file>", "add the changes of a file (spec.ledger); may be given several times", collect, [])
    .action(async (name, options) => finish((await import("../commands/explain")).explain(name, options, io)));

  meshCommand(program, "changes", "list what another Istio version does otherwise, as far as it matters to a mesh")
    .option("--from <version>", "where it starts; default: what the mesh runs")
    .option("--to <version>", "where it ends; default: where the mesh should go")
    .option("--all", "with what concerns objects that the mesh does not carry")
    .addOption(
      new Option("-o, --output <format>", "how to print it").choices(["table", "json", "markdown"]).default("table"),
    )
    .addHelpText("after", changesHelp)
    .action(async (options) => finish((await import("../commands/changes")).changes(options, io)));

  program
    .command("catalog")
    .description("show operator releases and what each can install")
    .argument("[distribution]", "sail, openshift or alauda; default: all")
    .option("--release <version>", "one release only")
    .option("--with <file>", "add the releases of a file; may be given several times", collect, [])
    .option(
      "--check-updates <path>",
      "show what a catalogue or bundle of yours has that this one has not; exits 1 then",
    )
    .option("--write <file>", "with --check-updates: write that as a file for spec.catalogs; - for standard output")
    .addOption(new Option("-o, --output <format>", "how to print it").choices(["table", "json"]).default("table"))
    .addHelpText("after", updatesHelp)
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

const updatesHelp = `
--check-updates reads what \`opm render\` prints, the folder of a mirrored catalogue, the folder of a bundle, or what
\`kubectl get csv -o yaml\` prints; - for standard input.`;

const changesHelp = `
Without a mesh.yaml, --from and --to list every change between the two, with the meshes that each is for.`;
