import { InputError } from "../../findings/input-error";
import { openLiveFolder } from "../../live/folder";
import type { LiveMesh } from "../../live/mesh";
import { changedPaths } from "../../snapshot/write/manifest-files";
import type { Move } from "../../verbs/promote/route";
import { type CliIo, type ExitCode, exitCodes } from "../io";
import { refusalText } from "../reporters/promote-text";
import { durationOf, kindOf, type VerifyChoices, verifyPhase } from "./verify";

/** What `promote` is told of a verification. */
export interface VerifyFirstOptions {
  readonly live: string;
  readonly verify?: boolean;
  readonly all?: boolean;
  readonly wait?: string;
  readonly context?: string;
  readonly kubectl?: string;
  readonly probe?: string | true;
  readonly skip: readonly string[];
}

type Verification = Omit<VerifyChoices, "back">;

/**
 * The verification that is asked for; undefined for none.
 * @throws InputError for what goes only with one
 */
export function verificationOf(options: VerifyFirstOptions): Verification | undefined {
  const { verify, all, wait, context, kubectl, probe, skip } = options;
  if (!verify) {
    const needless = Object.entries({ wait, context, kubectl, probe, skip: skip[0] }).find(([, value]) => value);
    if (!needless) return undefined;
    throw InputError.of(`--${needless[0]} goes with --verify`, {
      hint: `Say --verify, or leave --${needless[0]} out.`,
    });
  }
  if (all) {
    throw InputError.of("--verify asks for one phase, and --all writes a branch for each", {
      hint: "Leave --verify out; what holds each branch back in CI is in docs/ci.md.",
    });
  }
  return { wait: durationOf(wait), skip: skip.map(kindOf), output: "text", context, kubectl, probe };
}

/**
 * Forward: the phase that the folder stands at must hold in the cluster before the next one is written. Back: so must what was walked back to it. A
 * folder that stands at no phase of this plan has nothing to ask for.
 */
export async function verifyFirst(
  { live, rendered, standing }: LiveMesh,
  move: Move | undefined,
  verification: Verification,
  io: CliIo,
): Promise<ExitCode> {
  if (!move || standing.at !== "phase") return exitCodes.ok;
  const { phases } = rendered.plan;
  const [here, undone] = [phases[standing.phase], phases[standing.phase + 1]];
  const back = move.to < standing.phase;
  // From the end of the row nothing was walked back yet.
  if (!here || (back && !undone)) return exitCodes.ok;
  // A verification is a report here, and no data.
  const code = await verifyPhase(rendered.plan, standing.phase, { ...verification, back }, { ...io, out: io.err });
  const refusal =
    code === exitCodes.ok ? refusedByChange(live, io.cwd) : refusedByCluster(live.shown, here.dir, back, code);
  if (!refusal) return exitCodes.ok;
  io.err(refusalText(refusal));
  return code === exitCodes.ok ? exitCodes.findings : code;
}

function refusedByCluster(live: string, dir: string, back: boolean, code: ExitCode) {
  const why = code === exitCodes.findings ? "does not hold" : "could not be asked";
  const what = back ? `what was walked back to ${dir}` : dir;
  const first = " The first step back from a phase needs no --verify.";
  return {
    message: `${what}, where ${live} stands, ${why} in the cluster`,
    hint: `Wait for it with --wait 30m, or see PHASE.md of that phase.${back ? first : ""}`,
  };
}

/** It may have taken half an hour. */
function refusedByChange({ shown, files }: LiveMesh["live"], cwd: string) {
  const changed = changedPaths(files, openLiveFolder(shown, cwd).files);
  if (changed.length === 0) return undefined;
  return {
    message: `${shown} was changed while the cluster was asked`,
    files: changed.map((file) => `changed  ${shown}/${file}`),
    hint: "Run it again.",
  };
}
