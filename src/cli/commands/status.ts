import { resolve } from "node:path";
import { holdAgainstPlan, meshOf, openLiveFolder } from "../../workflow/live/mesh";
import { statusOf } from "../../workflow/live/status";
import { loadStarted } from "../inputs";
import { type CliIo, type ExitCode, exitCodes } from "../io";
import { findingLines } from "../reporters/findings-text";
import { statusJson } from "../reporters/status-json";
import { statusText } from "../reporters/status-text";

export interface StatusOptions {
  readonly file: readonly string[];
  readonly live: string;
  readonly out: string;
  readonly output: "text" | "json";
}

/** `meshstep status`: 0 when the live folder is a phase, byte for byte. */
export function status(options: StatusOptions, io: CliIo): ExitCode {
  const live = openLiveFolder(options.live, io.cwd);
  const source = meshOf(live, loadStarted(options.file, io, options.out));
  const found = statusOf(holdAgainstPlan(live, source, resolve(io.cwd, options.out)));
  io.out(options.output === "json" ? statusJson(found) : statusText(found, options.out));
  if (options.output === "text") io.err(findingLines(found.findings));
  return found.current ? exitCodes.ok : exitCodes.findings;
}
