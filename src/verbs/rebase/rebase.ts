import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { compareVersions, isAlias, withV } from "../../catalog/version";
import { type Finding, hasErrors } from "../../findings/finding";
import { InputError } from "../../findings/input-error";
import type { Refusal } from "../../findings/refusal";
import { reachedValues, rebaseEdits } from "../../live/as-mesh/edits";
import { heldBy } from "../../live/held";
import type { Held } from "../../live/held-phase";
import type { LiveMesh } from "../../live/mesh";
import { meshAtVersions } from "../../mesh/hop-values";
import { isRevisionBased } from "../../mesh/istiod";
import type { LoadedMesh } from "../../mesh/load";
import type { Mesh } from "../../mesh/mesh";
import { istioVersion } from "../../mesh/scalars";
import { valueAt } from "../../objects/object-paths";
import type { Plan } from "../../plan/phase";
import { controlPlaneVersion } from "../../plan/state";
import { attempt } from "../../source/read-text";
import { editYaml } from "../../yaml-edit/edit-yaml";
import { holdNew } from "./hold-new";

/** What a rebase is asked to do. */
export interface RebaseRequest {
  /** mesh.yaml, absolute. */
  readonly path: string;
  /** The new target. @default the old one */
  readonly to?: string | undefined;
  /** The output folder, absolute. */
  readonly outDir: string;
}

/** mesh.yaml as it would be, or why it stays. */
export type RebaseResult =
  | { readonly refused: Refusal; readonly findings: readonly Finding[] }
  | {
      readonly held: Held;
      readonly before: string;
      readonly after: string;
      /** What the planner says of the new mesh.yaml. */
      readonly findings: readonly Finding[];
      /** The row of phases that it leads to. */
      readonly phases: readonly string[];
    };

/**
 * mesh.yaml with what the live folder holds as its baseline. Nothing is written.
 * @throws InputError for a mesh.yaml that can only be edited by hand
 */
export function rebase(found: LiveMesh, source: LoadedMesh, request: RebaseRequest): RebaseResult {
  const held = heldBy(found, request.outDir);
  if ("refused" in held) return { ...held, findings: [] };
  const { mesh, file } = source;
  const to = request.to === undefined ? undefined : targetOf(request.to);
  const running = controlPlaneVersion(held.state);
  // With two control planes side by side the way back to the old one is a row of its own.
  const isThere = held.state.controlPlanes.some(({ version }) => version === to);
  const lowest = held.state.controlPlanes.map(({ version }) => version).sort(compareVersions)[0] ?? running;
  if (to !== undefined && !isThere && !isAlias(to) && compareVersions(to, lowest) < 0) {
    const message = `${to} is older than ${running}, which the control plane runs at ${held.phase}`;
    return { refused: { message, hint: downwards(mesh, held, to) }, findings: [] };
  }
  if (to !== undefined && isThere && bringsValues(mesh, running, to)) {
    const message = `spec.upgrade.values has set values of ${running}, which Istio has at ${held.phase} and ${to} runs without: a row from here would give them to it`;
    const hint = "Walk back with meshstep promote --back, which takes them out with the version.";
    return { refused: { message, hint }, findings: [] };
  }
  const edited = reachedValues(mesh, held.state).find(
    ({ path }) =>
      held.mesh?.upgrade && !isDeepStrictEqual(valueAt(mesh, ...path.slice(1)), valueAt(held.mesh, ...path.slice(1))),
  );
  if (edited) {
    const message = `${edited.path.join(".")} says something else than what came with that minor, which is in force at ${held.phase}`;
    const hint = `Put it back as it was, and run this again; then change spec.${edited.path.at(-1)}.values when the upgrade is done.`;
    return { refused: { message, hint }, findings: [] };
  }
  const before = attempt(file, () => readFileSync(request.path, "utf8"));
  const after = editYaml(
    before,
    file,
    (value) => isMesh(value, mesh.name),
    rebaseEdits(mesh, { ...held, isEnd: held.isEnd && isReached(found.rendered.plan, held), to }),
  );
  const { findings, phases } = holdNew(after, source, request.path, held);
  if (hasErrors(findings)) {
    const message = `no row leads on from ${held.phase}${to === undefined ? "" : ` to ${to}`}; ${file} stays as it is`;
    return { refused: { message, hint: "See the findings above." }, findings };
  }
  return { held, before, after, findings, phases };
}

/** Whether the end of a row is where mesh.yaml wants to go: it may have been given a target since. */
function isReached({ hash, to, mesh: { upgrade } }: Plan, { from, state }: Held): boolean {
  const release = upgrade?.operator?.release ?? state.operatorRelease;
  return from.plan === hash || (to === controlPlaneVersion(state) && release === state.operatorRelease);
}

/** How a mesh comes to a version that is older than all it runs: no phase before leads there when the old control plane is gone, or never was. */
function downwards(mesh: Mesh, { state }: Held, to: string): string {
  const byHand = `set spec.upgrade.to: ${to} by hand: a downgrade is a row of its own`;
  return isRevisionBased(mesh) && state.controlPlanes.length === 1
    ? `No phase before has it. Run meshstep rebase --write without --to, then ${byHand}.`
    : `Walk back with meshstep promote --back as far as the row goes; for what lies below it, run meshstep rebase --write without --to there, then ${byHand}.`;
}

/** Whether values have come with one of two control planes that the other one runs without. */
function bringsValues(mesh: Mesh, running: string, to: string): boolean {
  const valuesAt = (version: string) => meshAtVersions(mesh, { controlPlane: version }).controlPlane.values;
  return !isDeepStrictEqual(valuesAt(running), valuesAt(to));
}

function targetOf(version: string): string {
  if (istioVersion.safeParse(version).success) return withV(version);
  throw InputError.of(`--to ${version}: expected an Istio version such as v1.26.4`);
}

function isMesh(value: unknown, name: string): boolean {
  const { kind, metadata } = (value ?? {}) as { kind?: unknown; metadata?: { name?: unknown } };
  return kind === "Mesh" && metadata?.name === name;
}
