import { notKeepable } from "../ledger/kept";
import { ledgerRows } from "../ledger/rows";
import type { Mesh } from "../mesh/mesh";
import { subjectOf } from "../mesh/subject";
import { type Arrival, arrival, type Brought, biting, byOperator, rollBetween, spreading } from "./arrivals";

export type { Brought } from "./arrivals";

import { isServed } from "./keep/kept-after";
import { turnedOn } from "./keep/turned-on";
import { partMoves } from "./part-moves";
import type { MeshState } from "./state";

/**
 * What a phase brings to this mesh, in the order in which a person should read it. Rows that do not apply are left out.
 * @param before the state that the phase starts from
 */
export function changesFor(before: MeshState, after: MeshState, mesh: Mesh): readonly Brought[] {
  const subject = { ...subjectOf(mesh), kept: after.kept };
  const rows = ledgerRows(mesh.extraRows);
  const moves = partMoves(before, after, subject.dataPlane);
  const step = { before, after, subject, roll: rollBetween(before, after, mesh) };
  const brought = [
    ...moves.flatMap((move) => rows.flatMap((row) => arrival(row, move, subject))),
    ...moves.flatMap((move) => spreading(rows, move, subject)),
    ...biting(rows, step),
    ...byOperator(rows, step),
    ...turnedOn(rows, step),
  ];
  return unique(brought)
    .map((one) => (canBeKept(one, after, mesh) ? one : { ...one, unkept: true as const }))
    .sort(byImportance);
}

/** Whether the values that the ledger has for a row take effect: the operator in force takes them, and the version knows them. */
function canBeKept({ row, to }: Brought, after: MeshState, mesh: Mesh): boolean {
  if (!row.keep || !isServed(mesh.distribution, row, after)) return false;
  return row.operator !== undefined || notKeepable(row, to) === undefined;
}

/** A row that arrives and spreads in one move is told once, and reaches everything. */
function unique(brought: readonly Brought[]): Brought[] {
  const byId = new Map<string, Brought>();
  for (const one of brought) {
    const known = byId.get(one.row.id);
    if (!known) byId.set(one.row.id, one);
    else if (one.how === "spreads") {
      const { reaches: _, ...everywhere } = known;
      byId.set(one.row.id, everywhere);
    }
  }
  return [...byId.values()];
}

const kindOrder = ["bug", "new-requirement", "removed", "security", "default-changed", "fix", "deprecated"];
const howOrder: readonly Arrival[] = ["bites", "arrives", "spreads", "ends"];

/** What hurts comes first; what few people notice, what cannot be seen, and what ends here comes last. */
function importance({ row, how, unseen }: Brought): number {
  return (
    (how === "ends" ? 1000 : 0) +
    (unseen === undefined ? 0 : 500) +
    (row.small ? 200 : 0) +
    (row.avoid ? 0 : 50) +
    10 * kindOrder.indexOf(row.kind) +
    howOrder.indexOf(how)
  );
}

function byImportance(a: Brought, b: Brought): number {
  return importance(a) - importance(b) || (a.row.id < b.row.id ? -1 : 1);
}

/** The most rows that a reader is shown unfolded. */
const shownAtMost = 6;

/** The rows that a person reads, and those that are folded: what cannot be seen in the mesh is in neither. */
export function shownAndFolded(brought: readonly Brought[]): {
  readonly shown: readonly Brought[];
  readonly folded: readonly Brought[];
  readonly unseen: readonly Brought[];
} {
  const seen = brought.filter((one) => one.unseen === undefined);
  const loud = seen.filter((one) => !one.row.small && one.how !== "ends").slice(0, shownAtMost);
  return {
    shown: loud,
    folded: seen.filter((one) => !loud.includes(one)),
    unseen: brought.filter((one) => one.unseen !== undefined && one.how !== "ends"),
  };
}
