import { Option } from "commander";
import { type Define, meshCommand } from "./definition";

/** From phase to phase: what people and CI do with the snapshots. */
export const defineGitops: Define = (program, { io, finish }) => {
  program.commandsGroup("From phase to phase:");

  meshCommand(program, "diff", "show what one phase changes against another, a live folder or a Git ref")
    .argument("[from]", "phase number or folder; default: each phase against the one before; with --live or --ref: to")
    .argument("[to]", "phase number or folder; default: the phase after <from>")
    .option(
      "--live <folder>",
      "what GitOps reads; default [to]: the phase after the one it stands at, or is nearest to",
    )
    .option("--ref <ref[:folder]>", "the same as a branch, tag or commit has it; default folder: that of --live")
    .option("--next", "with --live or --ref: to the phase after, whatever was edited by hand")
    .addOption(
      new Option("-o, --output <format>", "how to print it")
        .choices(["unified", "summary", "markdown", "json"])
        .default("unified"),
    )
    .option("--part <number>", "with -o markdown: one comment only, of those that it takes")
    .addOption(
      new Option("--exit-code <style>", "default: 0 same, 1 differs, 2 failed; terraform: 0 same, 1 failed, 2 differs")
        .choices(["default", "terraform"])
        .default("default"),
    )
    .action(async (from, to, options) => finish((await import("../commands/diff")).diff(from, to, options, io)));
};
