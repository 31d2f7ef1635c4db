import { findRelease, isInstallable } from "../catalog/lookup";
import { isRevisionBased } from "../mesh/istiod";
import type { Mesh } from "../mesh/mesh";
import { assemble } from "./assemble";
import { brokenAtStart } from "./broken-start";
import type { ClusterUpgrade } from "./calendar";
import { layOutChanges } from "./change/lay-out";
import type { Hop } from "./hop";
import { baselineState } from "./in-place/baseline";
import { layOutInPlace } from "./in-place/lay-out";
import type { Phase, ReachableState } from "./phase";
import { offences, reachableStates } from "./proof";
import { layOutRevisions } from "./revisions/lay-out";
import type { Start } from "./start";
import { controlPlaneVersion, dataPlaneParts, type MeshState, ownCni, runningVersions } from "./state";

/** A row of phases, and every state that can be reached on it. */
export interface Row {
  readonly phases: readonly Phase[];
  readonly proof: readonly ReachableState[];
}

/**
 * Lays the hops out as phases. A mesh in the middle of an upgrade goes straight on where every state on the way obeys the rule, so that
 * no pod rolls twice; else what has begun is finished first, and the hops begin from there.
 */
export function soundRow(
  mesh: Mesh,
  start: Start,
  hops: readonly Hop[],
  upgrades: readonly ClusterUpgrade[] | undefined,
): Row {
  const straight = layOut(mesh, start, hops, { upgrades });
  // With control planes side by side what has begun comes to its end first, anyway.
  if (isRevisionBased(mesh)) return straight;
  if (!mesh.upgrade || isAtRest((straight.phases[0] as Phase).state) || isSound(start, straight)) return straight;
  return layOut(mesh, start, hops, { upgrades, finishFirst: true });
}

/** Jumps that the skew rule excuses. */
export function acceptedJumps(mesh: Mesh): readonly string[] {
  return mesh.upgrade?.acceptVendorJumps ?? [];
}

function layOut(mesh: Mesh, start: Start, hops: readonly Hop[], options: Parameters<typeof layOutInPlace>[5]): Row {
  const { distribution, release, runs } = start;
  const baseline = baselineState(mesh, release, runs);
  const changes = layOutChanges(mesh, release, runs);
  const hopPhases = () =>
    isRevisionBased(mesh)
      ? layOutRevisions(mesh, start, baseline, hops, options?.upgrades)
      : layOutInPlace(mesh, distribution, baseline, release, hops, options);
  const drafts = changes.length > 0 ? changes : hopPhases();
  const phases = assemble(mesh, distribution, drafts, acceptedJumps(mesh));
  const proof = phases.flatMap((phase, index) =>
    reachableStates(
      { phase: phase.dir, before: phases[index - 1]?.state ?? phase.state, after: phase.state },
      acceptedJumps(mesh),
    ),
  );
  return { phases, proof };
}

/** It ends at rest, breaks nothing that was not broken, and no operator of it leaves a part behind that it does not install. */
function isSound(start: Start, { phases, proof }: Row): boolean {
  const known = brokenAtStart(proof, phases);
  return (
    isAtRest((phases[phases.length - 1] as Phase).state) &&
    // Proxies that istiod rolls are ahead on any way down, whatever comes first.
    proof
      .filter(({ verdict }) => verdict === "broken")
      .flatMap(offences)
      .every(({ because }) => known.has(because)) &&
    phases.every(({ state }) => isInstalled(start, state))
  );
}

/** Every part that the row moves runs what the control plane runs. */
export function isAtRest(state: MeshState): boolean {
  const version = controlPlaneVersion(state);
  return dataPlaneParts
    .filter((part) => part !== "cni" || ownCni(state) !== undefined)
    .every((part) => runningVersions(state, part).every((one) => one === version));
}

function isInstalled({ distribution }: Start, state: MeshState): boolean {
  const release = findRelease(distribution, state.operatorRelease);
  return [ownCni(state), state.ztunnel].every(
    (one) => one === undefined || release === undefined || isInstallable(release, one),
  );
}
