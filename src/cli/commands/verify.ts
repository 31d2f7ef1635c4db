import { resolve } from "node:path";
import { distribution as findDistribution } from "../../catalog/lookup";
import { InputError } from "../../findings/input-error";
import { checkCommand } from "../../gates/command";
import { checkKinds } from "../../gates/kinds";
import { word } from "../../gates/quote";
import { openLiveFolder } from "../../live/folder";
import { holdAgainstPlan, type LiveMesh, meshOf } from "../../live/mesh";
import type { LoadedMesh } from "../../mesh/load";
import type { Check, CheckKindName } from "../../plan/checks";
import type { Plan } from "../../plan/phase";
import { phaseNumber } from "../../plan/phase-number";
import { locating } from "../../render/places";
import { renderMesh } from "../../render/render";
import { awaitedBefore } from "../../verbs/verify/before";
import { Client } from "../../verbs/verify/client";
import { guarding } from "../../verbs/verify/program";
import { type Outcome, verdictOf, verify } from "../../verbs/verify/verify";
import { loadStarted } from "../inputs";
import { type CliIo, type ExitCode, exitCodes } from "../io";
import { verifyOutput } from "../reporters/verify-formats";
import { checkLine, type VerifyFormat, type VerifyReport, verifyLines } from "../reporters/verify-report";

export interface VerifyOptions {
  readonly file: readonly string[];
  readonly live?: string;
  readonly out: string;
  readonly before?: string;
  readonly back?: boolean;
  readonly wait?: string;
  readonly context?: string;
  readonly kubectl?: string;
  readonly skip: readonly string[];
  readonly probe?: string | true;
  readonly output: VerifyFormat;
}

/** Image of the pod that `--probe` makes. */
const probeImage = "docker.io/curlimages/curl:8.11.1";

/** `meshstep verify`: 0 all checks hold, 1 something does not, 2 it could not be asked. */
export async function verifyCommand(phase: string | undefined, options: VerifyOptions, io: CliIo): Promise<ExitCode> {
  const wait = durationOf(options.wait);
  const skip = options.skip.map(kindOf);
  if (options.before !== undefined) return verifyBefore(options.before, phase, { ...options, wait, skip }, io);
  const { plan, index } = whichPhase(phase, options, io);
  return verifyPhase(plan, index, { ...options, wait, skip }, io);
}

/** What must hold before the live folder becomes another one: that of the branch of a pull request, say. */
async function verifyBefore(
  after: string,
  phase: string | undefined,
  options: VerifyChoices & Pick<VerifyOptions, "file" | "live" | "out">,
  io: CliIo,
): Promise<ExitCode> {
  if (options.live === undefined || phase !== undefined || options.back) {
    throw InputError.of("--before goes with --live, which says the phase and the direction", {
      hint: "For example: meshstep verify --live live/prod --before ../branch/live/prod.",
    });
  }
  const found = liveMeshOf(options.live, options, io);
  const { plan } = found.rendered;
  const awaited = awaitedBefore(found, openLiveFolder(after, io.cwd).files);
  if (!("nothing" in awaited)) return verifyPhase(plan, awaited.phase, { ...options, back: awaited.back }, io);
  const dir = awaited.phase === undefined ? "" : (plan.phases[awaited.phase]?.dir ?? "");
  const state = { outcomes: [], elapsed: 0 };
  const report = { mesh: plan.mesh.name, phase: dir, back: false, checks: [], state, nothing: awaited.nothing };
  io.out(verifyOutput(report, options.output));
  return exitCodes.ok;
}

/** Options of a verification, understood. */
export interface VerifyChoices extends Pick<VerifyOptions, "back" | "context" | "kubectl" | "probe" | "output"> {
  /** Milliseconds. */
  readonly wait: number;
  readonly skip: readonly CheckKindName[];
}

/** Verifies one phase of a plan, and reports. */
export async function verifyPhase(plan: Plan, index: number, choices: VerifyChoices, io: CliIo): Promise<ExitCode> {
  const { mesh } = plan;
  const kubectl = choices.kubectl ?? findDistribution(mesh.distribution).policy.kubectl;
  const client = new Client({ kubectl, context: choices.context });
  const checks = checksOf(plan, index, choices.back ?? false);
  const report = {
    mesh: mesh.name,
    phase: plan.phases[index]?.dir ?? "",
    back: choices.back ?? false,
    checks: checks.map((check) => {
      const { says, run } = checkCommand(check, choices.kubectl === "kubectl" ? "kubectl" : policyClient(plan));
      return { check, says, run };
    }),
  };
  const draw = choices.output === "text" ? io.draw : undefined;
  const seen = new Map<number | "away", string>();
  const onRound = (state: VerifyReport["state"]) => {
    const now = { ...report, state };
    if (draw) draw(verifyLines(now));
    else if (choices.wait > 0) io.err(news(now, seen));
  };
  const probe =
    choices.probe === undefined ? {} : { probe: { image: choices.probe === true ? probeImage : choices.probe } };
  const request = { mesh, checks, wait: choices.wait, skip: choices.skip, ...probe };
  const state = await guarding(() => verify(client, request, onRound));
  const done = { ...report, state };
  // What was drawn may have been cut to the terminal; what it came to is not.
  draw?.([]);
  io.out(verifyOutput(done, choices.output));
  return verdictOf(state);
}

function policyClient({ mesh }: Plan) {
  return findDistribution(mesh.distribution).policy.kubectl;
}

/** What has changed since the round before, a line each. */
function news({ checks, state }: VerifyReport, seen: Map<number | "away", string>): string {
  const lines = checks.map(({ says }, index) => [index, checkLine(says, state.outcomes[index] as Outcome)] as const);
  const silence = state.away === undefined ? "" : `the cluster does not answer: ${state.away}`;
  // While it is silent, nothing is known anew.
  return [...(silence ? [] : lines), ["away", silence] as const]
    .flatMap(([key, line]) => {
      const isOld = (seen.get(key) ?? "") === line;
      seen.set(key, line);
      return isOld || line === "" ? [] : [`${line}\n`];
    })
    .join("");
}

/** Forward: how the phase ends. Back: what must hold when the phase after it was walked back. */
function checksOf({ mesh, phases }: Plan, index: number, back: boolean): readonly Check[] {
  if (!back) return phases[index]?.gates ?? [];
  const undone = phases[index + 1];
  if (undone) return undone.back;
  throw InputError.of(`${mesh.name} has no phase after ${phases[index]?.dir} that could have been walked back`, {
    hint: "Leave --back out.",
  });
}

function whichPhase(phase: string | undefined, options: VerifyOptions, io: CliIo): { plan: Plan; index: number } {
  const meshes = loadStarted(options.file, io, options.out);
  if (options.live === undefined) {
    const plan = onlyPlan(meshes);
    if (phase !== undefined) return { plan, index: phaseNumber(plan, phase) };
    throw InputError.of("which phase?", { hint: "Name one, or say --live FOLDER for the phase that it stands at." });
  }
  const found = liveMeshOf(options.live, options, io, meshes);
  const { plan } = found.rendered;
  if (phase !== undefined) return { plan, index: phaseNumber(plan, phase) };
  if (found.standing.at === "phase") return { plan, index: found.standing.phase };
  throw InputError.of(`${options.live} stands at no phase of ${plan.mesh.name}`, {
    hint: `meshstep status --live ${word(options.live)} says why; or name the phase.`,
  });
}

function liveMeshOf(
  shown: string,
  { file, out }: Pick<VerifyOptions, "file" | "out">,
  io: CliIo,
  meshes = loadStarted(file, io, out),
): LiveMesh {
  const live = openLiveFolder(shown, io.cwd);
  return holdAgainstPlan(live, meshOf(live, meshes), resolve(io.cwd, out));
}

function onlyPlan(meshes: Iterable<LoadedMesh>): Plan {
  const [source, second] = [...meshes];
  if (!source || second) {
    throw InputError.of(source ? "several meshes" : "no mesh", { hint: "Name the mesh.yaml of one with -f." });
  }
  const { plan, findings } = locating(source, () => renderMesh(source.mesh));
  if (plan.phases.length > 0) return plan;
  throw new InputError(findings.map(({ rule, ...rest }) => ({ ...rest, message: `${rule}: ${rest.message}` })));
}

/** `30m`, `90s`, `1h`; nothing asks once. */
export function durationOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const [, amount = "", unit = ""] = /^(\d{1,6})(s|m|h)$/.exec(text) ?? [];
  const milliseconds = Number(amount) * ({ s: 1000, m: 60_000, h: 3_600_000 }[unit] ?? 0);
  if (milliseconds > 0) return milliseconds;
  throw InputError.of(`--wait ${text}: no time`, {
    hint: "Expected a time such as 90s, 30m or 1h, and more than none.",
  });
}

/** A kind of check by its name. */
export function kindOf(name: string): CheckKindName {
  if (Object.hasOwn(checkKinds, name)) return name as CheckKindName;
  throw InputError.of(`--skip ${name}: no kind of check`, {
    hint: `There are ${Object.keys(checkKinds).sort().join(", ")}.`,
  });
}
