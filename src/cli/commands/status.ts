import { resolve } from "node:path";
import { openLiveFolder } from "../../live/folder";
import { mergedAt } from "../../live/merged";
import { holdAgainstPlan, meshOf } from "../../live/mesh";
import { statusOf } from "../../live/status";
import { placed } from "../../render/places";
import { supersededPhases } from "../../verbs/catalog-updates/mesh-news";
import { phaseOf } from "../../verbs/diff/comparison";
import { loadStarted } from "../inputs";
import { type CliIo, type ExitCode, exitCodes } from "../io";
import { asGiven } from "../own-commands";
import { findingLines } from "../reporters/findings-text";
import { statusJson } from "../reporters/status-json";
import { statusText } from "../reporters/status-text";
import { noteUpdates, readAsked } from "../updates";

export interface StatusOptions {
  readonly file: readonly string[];
  readonly live: string;
  /** The branch that GitOps follows. */
  readonly ref?: string;
  readonly out: string;
  /** A catalogue or a bundle of the user's. */
  readonly checkUpdates?: string;
  readonly output: "text" | "json";
}

/** `meshstep status`: 0 when the live folder is a phase, byte for byte. */
export function status(options: StatusOptions, io: CliIo): ExitCode {
  const live = openLiveFolder(options.live, io.cwd);
  const source = meshOf(live, loadStarted(options.file, io, options.out));
  const { checkUpdates } = options;
  const theirs = readAsked(checkUpdates, io);
  const held = holdAgainstPlan(live, source, resolve(io.cwd, options.out));
  const superseded = placed(
    source,
    supersededPhases(held.rendered.plan, theirs, checkUpdates ?? "", phaseOf(held.standing)),
  );
  noteUpdates(theirs, checkUpdates ?? "", source.mesh, io);
  const merged = options.ref === undefined ? undefined : mergedAt(held, options.ref, io.cwd);
  const status = statusOf(held, merged);
  const found = {
    ...status,
    command: asGiven(status.command, options),
    findings: [...status.findings, ...superseded],
  };
  io.out(options.output === "json" ? statusJson(found) : asGiven(statusText(found, options.out), options));
  if (options.output === "text") io.err(asGiven(findingLines(found.findings), options));
  return found.current ? exitCodes.ok : exitCodes.findings;
}
