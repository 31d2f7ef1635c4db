import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { orElse } from "../../findings/or-else";
import { writtenPlan } from "../../live/plan-file";

/**
 * Folders of phases beside those of the row, by their names: a merge of two rows leaves some that no plan.json lists, and what nobody lists is not
 * removed.
 * @param folder a mesh's output folder, absolute
 */
export function leftOver(folder: string): readonly string[] {
  const phases = join(folder, "phases");
  const plan = orElse(undefined, () => writtenPlan(folder));
  if (!plan || !existsSync(phases)) return [];
  const listed = new Set(plan.phases.map(({ dir }) => dir));
  return readdirSync(phases, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^\d{2,}-/.test(entry.name) && !listed.has(entry.name))
    .map(({ name }) => name)
    .sort();
}
