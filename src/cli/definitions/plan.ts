import { Option } from "commander";
import { namingAll } from "../own-commands";
import { type Define, meshCommand } from "./definition";

/** From a description to phases: init, plan, synth. */
export const definePlan: Define = (program, { io, finish }) => {
  program.commandsGroup("From a description to phases:");

  program
    .command("init")
    .description("write a commented mesh.yaml to start from")
    .argument("[file]", "where to write it; - for standard output", "mesh.yaml")
    .addOption(
      new Option("--distribution <name>", "whose operator runs the mesh")
        .choices(["sail", "openshift", "alauda"])
        .default("sail"),
    )
    .addOption(
      new Option("--data-plane <mode>", "how traffic is taken over").choices(["ambient", "sidecar"]).default("ambient"),
    )
    .option("--name <name>", "name of the mesh", "my-mesh")
    .option("--from <version>", "Istio version that runs now; default: one before --to")
    .option("--to <version>", "wanted Istio version; default: the newest")
    .action(async (file, options) => finish((await import("../commands/init")).init(file, options, io)));

  meshCommand(program, "plan", "print the phases of an upgrade")
    .addOption(
      new Option("-o, --output <format>", "how to print them").choices(["table", "json", "markdown"]).default("table"),
    )
    .option("--out <folder>", "output folder of synth", "out")
    .option("--proof", "print every state that the cluster can pass through")
    .option("--check-updates <path>", "warn where a catalogue of yours offers newer operator releases than planned")
    .option("--order [phase]", "print what the engine applies when and what it waits for, in all phases or in one")
    .action(async (options) => finish((await import("../commands/plan")).plan(options, namingAll(io, options))));

  meshCommand(program, "synth", "write the snapshots of every phase")
    .option("--out <folder>", "output folder", "out")
    .option("--live <folder>", "what GitOps reads: whatever mesh.yaml says otherwise is laid out as phases from there")
    .option("--check", "write nothing; fail when the committed snapshots differ")
    .option("--dry-run", "write nothing; list what would change")
    .action(async (options) =>
      finish(await (await import("../commands/synth")).synthCommand(options, namingAll(io, options))),
    );
};
