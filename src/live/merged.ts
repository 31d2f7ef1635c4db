import type { LiveMesh } from "./mesh";
import { readFolder } from "./named-folder";
import { standingOf } from "./standing";

/** Where a Git ref has the live folder, such as the branch that GitOps follows. */
export interface Merged {
  /** `origin/main:live/prod`. */
  readonly label: string;
  /** Folder name of the phase that it has there; nothing where it is no phase of this plan. */
  readonly phase: string | undefined;
  /** How many phases the folder here is ahead of that; negative when it is behind. Nothing where either is no phase. */
  readonly ahead: number | undefined;
}

/**
 * Holds the live folder of a ref against the plan, and against the folder here: a phase that was merged is seen, and one that is not yet.
 * @param ref branch, tag or commit, with a folder after a colon where that is another one there
 * @throws InputError when there is no such ref, or it has no such folder
 */
export function mergedAt({ live, rendered, phases, standing }: LiveMesh, ref: string, cwd: string): Merged {
  const { mesh, hash } = rendered.plan;
  const there = readFolder({ ref, live: live.shown }, cwd);
  const found = there && standingOf(there.files, phases, mesh.name, hash);
  const at = found?.at === "phase" ? found.phase : undefined;
  const here = standing.at === "phase" ? standing.phase : undefined;
  return {
    label: there?.label ?? ref,
    phase: at === undefined ? undefined : phases[at]?.dir,
    ahead: at === undefined || here === undefined ? undefined : here - at,
  };
}
