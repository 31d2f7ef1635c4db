import { oncePer } from "../basics/once-per";
import type { LedgerRow } from "../ledger/schema";
import { type Brought, changesFor, shownAndFolded } from "../plan/brought";
import type { Plan } from "../plan/phase";
import { bullets, fold } from "./markdown";

/** What one phase of a plan brings; the baseline brings nothing. */
export function broughtBy(plan: Plan, index: number): readonly Brought[] {
  return broughtByEach(plan)[index] ?? [];
}

/** Pages and plan.json tell of it. */
const broughtByEach = oncePer(({ phases, mesh }: Plan) =>
  phases.map(({ state }, index) => {
    const before = phases[index - 1];
    return before ? changesFor(before.state, state, mesh) : [];
  }),
);

/** The section of PHASE.md; nothing for a phase that brings nothing. */
export function bringsSection(brought: readonly Brought[]): readonly string[] {
  const { shown, folded, unseen } = shownAndFolded(brought);
  if (shown.length + folded.length + unseen.length === 0) return [];
  const more = [
    ...(folded.length ? [bullets(folded.map(broughtLine), "")] : []),
    ...(unseen.length
      ? [
          "What these concern is not described by the mesh; the cluster may hold it:",
          bullets(unseen.map(unseenLine), ""),
        ]
      : []),
  ];
  return [
    "## What it brings",
    bullets(shown.map(broughtLine), "Nothing that most people notice."),
    ...(more.length ? [fold(foldTitle(folded.length, unseen.length), more.join("\n\n"))] : []),
  ];
}

/** `2 smaller, 1 for what the mesh does not describe`. */
export function foldTitle(folded: number, unseen: number): string {
  const parts = [
    ...(folded ? [`${folded} smaller`] : []),
    ...(unseen ? [`${unseen} for what the mesh does not describe`] : []),
  ];
  return `${parts.join(", ")}`;
}

/** One row as a person reads it: what, whom it reaches, what they see, how to keep what was. */
export function broughtLine({ row, how, by, to, reaches, unkept }: Brought): string {
  const whom = [...(how === "ends" ? [`ends with ${by} ${to}`] : [by]), ...(reaches ? [reaches] : [])].join(", ");
  return `**${row.title}** (${whom}): ${row.says}${unkept ? "" : keepWords(row, how)} \`${row.id}\``;
}

/** A row of which only the cluster can tell whether it matters. */
export function unseenLine({ row, unseen }: Brought): string {
  return `**${row.title}** (${unseen}). \`${row.id}\``;
}

function keepWords({ keep }: LedgerRow, how: Brought["how"]): string {
  if (!keep || how === "ends") return "";
  const set = Object.entries(keep.set).map(([path, value]) => `\`${path}: ${JSON.stringify(value)}\``);
  const pod = keep.perPod ? `, or per pod ${keep.perPod}` : "";
  return ` ${keep.workaround ? "It is eased by" : "It stays as it was with"} ${set.join(" and ")}${pod}.`;
}

/** PLAN.md's account of what the row brings, phase by phase: titles only. */
export function planBrings(plan: Plan): readonly string[] {
  const lines = plan.phases.flatMap((phase, index) => {
    const { shown, folded, unseen } = shownAndFolded(broughtBy(plan, index));
    if (shown.length + folded.length === 0) return [];
    const more = folded.length + unseen.length;
    const titles = shown.map(({ row, reaches }) => `${row.title}${reaches ? ` (${reaches})` : ""}`);
    const told = [...titles, ...(more ? [`${more} more`] : [])].join("; ");
    return [`[${phase.dir}](phases/${phase.dir}/PHASE.md#what-it-brings): ${told}`];
  });
  return [...(lines.length ? ["## What the versions bring", bullets(lines, "")] : []), ...detours(plan)];
}

function detours({ around }: Plan): readonly string[] {
  if (around.length === 0) return [];
  const lines = around.map(
    ({ around: what, faults }) => `${what}: ${faults.map(({ title, id }) => `${title} (\`${id}\`)`).join("; ")}`,
  );
  return ["## What the row goes around", bullets(lines, "")];
}

/** A row as plan.json holds it. */
export function broughtJson({ row, how, by, from, to, reaches, unseen, unkept }: Brought) {
  return {
    id: row.id,
    title: row.title,
    kind: row.kind,
    how,
    by,
    from,
    to,
    ...(reaches && { reaches }),
    ...(unseen && { unseen }),
    ...(row.keep && !unkept && { keep: { ...row.keep.set } }),
  };
}
