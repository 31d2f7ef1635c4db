import { git, isShallow, literally, readTreeAt, repositoryIfAny } from "../git/git";
import { changedPaths } from "../snapshot/write/manifest-files";
import type { LiveMesh } from "./mesh";
import { standingOf } from "./standing";

/** How many changes of a live folder are looked at: a phase that was edited by hand and put right again is still that phase. */
const changesRead = 50;

/**
 * Whether the last step that Git knows of a live folder was one back, to the phase where it stands.
 * @returns undefined where the history that would say so was not fetched
 */
export function cameBack({ live, rendered, phases, standing }: LiveMesh): boolean | undefined {
  const repository = repositoryIfAny(live.path, live.shown);
  if (!repository || standing.at !== "phase") return false;
  const { root, prefix } = repository;
  const { mesh, hash } = rendered.plan;
  const args = ["log", `--max-count=${changesRead}`, "--format=%H", "HEAD", "--", literally(prefix)];
  for (const commit of git(root, args).split("\n").filter(Boolean)) {
    const files = readTreeAt(commit, live.path);
    if (changedPaths(files, live.files).length === 0) continue;
    const before = standingOf(files, phases, mesh.name, hash);
    if (before.at === "phase") return before.phase > standing.phase;
    if (before.at !== "no phase") return false;
  }
  return isShallow(root) ? undefined : false;
}
