import type { Command } from "commander";
import { bashCompletion } from "../completion/bash";
import { fishCompletion } from "../completion/fish";
import { completionModel } from "../completion/model";
import { zshCompletion } from "../completion/zsh";
import { type CliIo, type ExitCode, exitCodes } from "../io";

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** `meshstep completion SHELL`: a script made from the command line's own definitions. */
export function completion(shell: keyof typeof scripts, program: Command, io: CliIo): ExitCode {
  io.out(scripts[shell](completionModel(program)));
  return exitCodes.ok;
}
