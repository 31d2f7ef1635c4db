import { besidesOf } from "../plan/change/described";
import { meshIn } from "../plan/phase";
import { edited, filesHash, type HeldOrRefused, heldByFile } from "./held-phase";
import type { LiveMesh } from "./mesh";
import { onlyLineEnds } from "./standing";

/**
 * What a live folder holds: a phase of the present plan, or of an earlier one, whose plan.json is in the output folder or in its history in Git.
 * @param outDir the output folder, absolute
 */
export function heldBy(found: LiveMesh, outDir: string): HeldOrRefused {
  const { live, rendered, standing, phases } = found;
  const { plan } = rendered;
  if (standing.at === "phase") {
    const phase = plan.phases[standing.phase] as (typeof plan.phases)[number];
    const isEnd = standing.phase === plan.phases.length - 1;
    return {
      phase: phase.dir,
      state: phase.state,
      isEnd,
      mesh: phase.described ? meshIn(plan, phase) : plan.mesh,
      besides: phase.described && besidesOf(phase.described),
      from: { plan: plan.hash, phase: phase.dir, files: filesHash(live.files) },
    };
  }
  const marker = standing.at === "nothing" ? undefined : standing.marker;
  if (marker?.mesh === plan.mesh.name && marker.plan === plan.hash) {
    const edits = standing.at === "no phase" ? standing.edits : [];
    const near = phases.find(({ dir }) => dir === marker.phase);
    return { refused: edited(live, edits, near && onlyLineEnds(edits, near.files, live.files)) };
  }
  return heldByFile(live, plan.mesh, outDir);
}
