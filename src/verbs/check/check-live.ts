import { findRelease } from "../../catalog/lookup";
import { InputError } from "../../findings/input-error";
import { openLiveFolder } from "../../live/folder";
import { meshBehind } from "../../live/owner";
import { type Standing, standingOf } from "../../live/standing";
import type { LoadedMesh } from "../../mesh/load";
import { phaseNumber } from "../../plan/phase-number";
import { locating, placed } from "../../render/places";
import { namespacesOfOthers, type RenderedMesh, renderMesh, rowState, treeOf } from "../../render/render";
import type { ManifestSet } from "../../rules/rule";
import { checkState, checkStep, isReplacedByHand } from "../../rules/run";
import { manifestsOf } from "../../snapshot/write/manifest-files";
import type { ManifestIo } from "../../source/manifests";
import { phaseOf } from "../diff/comparison";
import { readManifestsOf } from "./check-paths";
import { withAssumed } from "./manifest-set/manifest-set";
import { type CheckReport, sortedFindings, unbuiltNotes } from "./report/report";

/** A live folder, and where it is to go. */
export interface LiveStep {
  readonly live: string;
  /** Number or folder of a phase. @default the one after the phase that the folder stands at */
  readonly phase?: string | undefined;
}

/**
 * Checks the way from what a live folder holds to a phase of its mesh, and that phase itself.
 * @throws InputError for a folder that cannot be read or has no manifest, for several meshes, and for a phase that there is none of
 */
export function checkLive({ live, phase }: LiveStep, meshes: Iterable<LoadedMesh>, io: ManifestIo): CheckReport {
  const folder = openLiveFolder(live, io.cwd);
  const reading = readManifestsOf([live], io);
  const source = meshBehind(folder.shown, folder.files, meshes);
  const rendered = locating(source, () => renderMesh(source.mesh));
  const { plan, snapshots } = rendered;
  if (plan.phases.length === 0) throw noPhases(source, rendered);
  const tree = treeOf(rendered);
  const phases = plan.phases.map(({ dir }) => ({ dir, files: manifestsOf(tree, dir) }));
  const standing = standingOf(folder.files, phases, plan.mesh.name, plan.hash);
  const to = phase === undefined ? nextPhase(standing, phases.length) : phaseNumber(plan, phase);
  const row = snapshots.slice(to).map((one) => rowState(plan, one));
  const [after] = row;
  if (!after) throw new Error(`no snapshot of phase ${to}`);
  const standsAt = plan.phases[phaseOf(standing) ?? 0];
  const release = findRelease(after.set.distribution, standsAt?.state.operatorRelease ?? "");
  const before: ManifestSet = {
    ...after.set,
    objects: withAssumed(reading.objects, standsAt ? namespacesOfOthers(plan, standsAt) : []),
    ...(release && { release }),
  };
  const step = { before, after: after.set, kind: after.kind, replacedByHand: isReplacedByHand(row) };
  // A folder that stands at the phase has no way to go, and nothing has to change on it.
  const stays = phaseOf(standing) === to;
  return {
    findings: sortedFindings(placed(source, [...checkState(after.set), ...checkStep(step, stays ? ["DEL003"] : [])])),
    broken: reading.broken,
    objects: reading.objects.length,
    adoptable: "none",
    notes: [
      ...unbuiltNotes(reading),
      `${live}: ${standing.at === "no phase" ? "nearest to" : "at"} ${standsAt?.dir}; ${stays ? `checked as that phase${to === phases.length - 1 ? ", the last one" : ""}` : `checked on its way to ${plan.phases[to]?.dir}`}`,
    ],
  };
}

/** The last phase is where everything ends. */
function nextPhase(standing: Standing, count: number): number {
  const at = phaseOf(standing);
  return at === undefined ? 0 : Math.min(at + 1, count - 1);
}

function noPhases(source: LoadedMesh, { findings }: RenderedMesh): InputError {
  const errors = placed(source, findings).filter(({ severity }) => severity === "error");
  return new InputError(errors.map(({ rule, ...rest }) => ({ ...rest, message: `${rule}: ${rest.message}` })));
}
