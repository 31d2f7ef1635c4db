import { Option } from "commander";
import { type Define, meshCommand } from "./definition";

/** From phase to phase: what people and CI do with the snapshots. */
export const defineGitops: Define = (program, { io, finish }) => {
  program.commandsGroup("From phase to phase:");

  meshCommand(program, "diff", "show what one phase changes against another")
    .argument("[from]", "phase number or folder; default: each phase against the one before")
    .argument("[to]", "phase number or folder; default: the phase after <from>")
    .addOption(
      new Option("-o, --output <format>", "how to print it").choices(["unified", "summary"]).default("unified"),
    )
    .action(async (from, to, options) => finish((await import("../commands/diff")).diff(from, to, options, io)));
};
