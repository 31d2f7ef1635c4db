import { resolve } from "node:path";
import { InputError } from "../../findings/input-error";
import { openLiveFolder } from "../../live/folder";
import { holdAgainstPlan, meshOf } from "../../live/mesh";
import { type PromoteRequest, prepare, promote } from "../../verbs/promote/promote";
import { loadStarted } from "../inputs";
import { type CliIo, type ExitCode, exitCodes } from "../io";
import { findingLines } from "../reporters/findings-text";
import { alreadyThere, changedFiles, promotedText, refusalText, stackText } from "../reporters/promote-text";
import { type VerifyFirstOptions, verificationOf, verifyFirst } from "./verify-first";

export interface PromoteOptions extends VerifyFirstOptions {
  readonly file: readonly string[];
  readonly out: string;
  readonly next?: boolean;
  readonly back?: boolean;
  readonly to?: string;
  readonly commit?: boolean;
  readonly branch?: string | true;
  readonly all?: boolean;
  readonly oneWay?: boolean;
  readonly accept: readonly string[];
}

/** `meshstep promote`: writes one phase, or commits each on a branch of its own; 1 when it refuses. */
export async function promoteCommand(options: PromoteOptions, io: CliIo): Promise<ExitCode> {
  const request = requestOf(options, io.cwd);
  const verification = verificationOf(options);
  const live = openLiveFolder(options.live, io.cwd, { recover: true });
  const found = holdAgainstPlan(
    live,
    meshOf(live, loadStarted(options.file, io, options.out)),
    resolve(io.cwd, options.out),
  );
  // What it would refuse anyway it refuses before anybody waits for a cluster.
  const prepared = prepare(found, request);
  if (verification && !("refused" in prepared)) {
    const code = await verifyFirst(found, prepared.moves[0], verification, io);
    if (code !== exitCodes.ok) return code;
  }
  // Who waited for a cluster looks again: the repository may be another one by now.
  const result = promote(found, request, verification ? undefined : prepared);
  const { mesh, phases } = found.rendered.plan;
  if ("refused" in result) {
    io.err(findingLines([...found.findings.filter(({ severity }) => severity === "error"), ...found.stale]));
    io.err(refusalText(result.refused));
    return exitCodes.findings;
  }
  for (const one of result.promoted) {
    io.out(changedFiles(options.live, one));
    if (!options.all) io.err(promotedText(mesh.name, phases, options, one));
  }
  if (options.all) io.err(stackText(mesh.name, options.live, result.promoted, result.leftOver));
  if (result.promoted.length === 0) io.err(alreadyThere(mesh.name, options.live, found.standing, phases));
  return exitCodes.ok;
}

function requestOf(options: PromoteOptions, cwd: string): PromoteRequest {
  const { next, back, to, commit, branch, all, oneWay = false, accept, out } = options;
  const said = [next && "--next", back && "--back", to !== undefined && "--to"].filter(Boolean);
  if (said.length > 1) throw InputError.of(`${said.join(" and ")} exclude each other`);
  if (all && (back || to !== undefined)) throw InputError.of(`--all goes on to the last phase; leave ${said[0]} out`);
  if (all && branch === undefined)
    throw InputError.of("--all makes a branch for each phase", { hint: "Say --branch --all." });
  if (all && typeof branch === "string") {
    throw InputError.of("--all names each branch after its phase", { hint: `Leave ${branch} out.` });
  }
  if (said.length === 0 && !all) {
    throw InputError.of("promote where to?", { hint: "Say --next, --back, --to PHASE, or --branch --all." });
  }
  return {
    to: all ? "last" : back ? "back" : to === undefined ? "next" : { phase: to },
    accepted: { oneWay, proxiesAhead: accept.includes("proxies-ahead") },
    record: branch !== undefined ? "branch" : commit ? "commit" : "folder",
    ...(typeof branch === "string" && { branch }),
    cwd,
    out,
  };
}
