import { rowApplies } from "../ledger/applies";
import { compatibilityPath, profileCovers } from "../ledger/kept";
import { ledgerRows } from "../ledger/rows";
import type { LedgerRow } from "../ledger/schema";
import { hasRow } from "../ledger/versions";
import { subjectOf } from "../mesh/subject";
import type { Phase, Plan } from "../plan/phase";
import { controlPlaneVersion } from "../plan/state";
import { bullets } from "./markdown";

/** The section of PHASE.md; nothing for a phase whose versions come with nothing that keeps them from changing anything. */
export function keptSection(plan: Plan, index: number): readonly string[] {
  const lines = keptLines(plan, index, (dir) => `[${dir}](../${dir}/PHASE.md)`);
  return lines.length > 0 ? ["## What stays as it was", bullets(lines, "")] : [];
}

/**
 * What a phase's versions would have changed and do not, because values that travel with them keep it off; and until when.
 * @param link how a phase is named
 */
export function keptLines(plan: Plan, index: number, link: (dir: string) => string): readonly string[] {
  const phase = plan.phases[index] as Phase;
  if (phase.kind === "change") return [];
  const before = plan.phases[index - 1]?.state.kept ?? {};
  return Object.entries(phase.state.kept ?? {}).flatMap(([path, value]) => {
    const rows = rowsKeptBy(plan, phase, path, value).filter(
      (row) => before[path] !== value || isNew(plan, index, row),
    );
    if (rows.length === 0 && before[path] === value) return [];
    const what = rows.map(({ title, id }) => `${title} (\`${id}\`)`).join("; ");
    return [
      `\`${path}: ${JSON.stringify(value)}\` keeps off: ${what || "what the ledger does not say"}${until(plan, index, path, link)}`,
    ];
  });
}

/** A profile that was there before keeps off what this version would bring, too. */
function isNew({ phases }: Plan, index: number, row: LedgerRow): boolean {
  const [before, after] = [phases[index - 1], phases[index]] as [Phase, Phase];
  return !hasRow(row, controlPlaneVersion(before.state)) && hasRow(row, controlPlaneVersion(after.state));
}

function rowsKeptBy({ mesh }: Plan, { state }: Phase, path: string, value: unknown): readonly LedgerRow[] {
  const rows = ledgerRows(mesh.extraRows);
  if (path !== compatibilityPath) {
    return rows.filter(({ keep }) => keep?.set[path] !== undefined && String(keep.set[path]) === String(value));
  }
  const { [compatibilityPath]: _, ...kept } = state.kept ?? {};
  const subject = { ...subjectOf(mesh), kept };
  const version = controlPlaneVersion(state);
  return rows.filter(
    (row) => profileCovers(String(value), row) && hasRow(row, version) && rowApplies(row, subject).applies !== "no",
  );
}

function until({ phases }: Plan, index: number, path: string, link: (dir: string) => string): string {
  const value = phases[index]?.state.kept?.[path];
  const end = phases.find(({ state }, at) => at > index && state.kept?.[path] !== value);
  return end ? `, until ${link(end.dir)}` : "";
}
