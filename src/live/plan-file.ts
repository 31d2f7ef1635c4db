import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { literally, repositoryIfAny, tryGit } from "../git/git";
import type { PlanFile } from "../snapshot/plan-schema";
import { attempt } from "../source/read-text";

/**
 * The newest plan.json with a hash: as it lies there, or as Git has had it.
 * @throws InputError when the one that lies there cannot be read
 */
export function planWithHash(folder: string, hash: string): PlanFile | undefined {
  const path = join(folder, "plan.json");
  const now = writtenPlan(folder);
  if (now?.hash === hash) return now;
  const repository = repositoryIfAny(path);
  if (!repository) return undefined;
  const { root, prefix } = repository;
  const commits = tryGit(root, ["log", "--all", "--format=%H", `-S${hash}`, "--", literally(prefix)]);
  for (const commit of commits.stdout.toString("utf8").split("\n").filter(Boolean)) {
    for (const at of [commit, `${commit}^`]) {
      const shown = tryGit(root, ["cat-file", "blob", `${at}:${prefix}`]);
      const plan = shown.status === 0 ? planOf(shown.stdout.toString("utf8")) : undefined;
      if (plan?.hash === hash) return plan;
    }
  }
  return undefined;
}

/**
 * The plan.json that lies in a mesh's output folder.
 * @throws InputError when it cannot be read
 */
export function writtenPlan(folder: string): PlanFile | undefined {
  const path = join(folder, "plan.json");
  return existsSync(path) ? planOf(attempt(path, () => readFileSync(path, "utf8"))) : undefined;
}

function planOf(text: string): PlanFile | undefined {
  try {
    const plan = JSON.parse(text) as Partial<PlanFile> | null;
    return plan?.version === 1 && Array.isArray(plan.phases) ? (plan as PlanFile) : undefined;
  } catch {
    return undefined;
  }
}
