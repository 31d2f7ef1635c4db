import { type RollFact, rollsWith } from "../catalog/rolls";
import { rowApplies } from "../ledger/applies";
import { keptOf } from "../ledger/kept";
import type { LedgerRow } from "../ledger/schema";
import type { Subject, ValuesKind } from "../ledger/subject";
import { hasRow, operatorHasRow, rowMove } from "../ledger/versions";
import type { Mesh } from "../mesh/mesh";
import { type PartMove, runningIstioVersions } from "./part-moves";
import { controlPlaneVersion, type MeshState } from "./state";

/** How a row comes to a mesh: `bites` is a fault of what runs already that hurts just now. */
export type Arrival = "arrives" | "spreads" | "bites" | "ends";

/** A row of the ledger that a phase brings to a mesh. */
export interface Brought {
  readonly row: LedgerRow;
  readonly how: Arrival;
  /** The part that brings it, as people call it: `CNI`. */
  readonly by: string;
  /** Versions of that part, or operator releases. */
  readonly from: string;
  readonly to: string;
  /** The pods that feel it, where that is not all that the part serves. */
  readonly reaches?: "new pods" | "running pods";
  /** What could not be seen, for a row of which only the cluster can tell whether it matters. */
  readonly unseen?: string;
  /** Nothing keeps it off here: no value is known, the operator in force does not take it, or the version does not know it. */
  readonly unkept?: true;
}

/** A step from one state to the next, for one mesh. */
export interface StateStep {
  readonly before: MeshState;
  readonly after: MeshState;
  readonly subject: Subject;
  /** What raising the operator does to what runs; `does not roll` when it stays. */
  readonly roll: RollFact["roll"];
}

/** Whether what runs rolls because the operator is raised between two states. */
export function rollBetween(before: MeshState, after: MeshState, mesh: Mesh): RollFact["roll"] {
  if (before.operatorRelease === after.operatorRelease) return "does not roll";
  const { operatorRelease } = before;
  const facts = runningIstioVersions(before).map((version) =>
    rollsWith(mesh.distribution, operatorRelease, after.operatorRelease, version),
  );
  return facts.find(({ roll }) => roll !== "does not roll")?.roll ?? facts[0]?.roll ?? "may roll";
}

/** A row that a part brings, takes away, or provokes by leaving a version. */
export function arrival(row: LedgerRow, move: PartMove, subject: Subject): Brought[] {
  if (!move.parts.includes(row.part) || !isCarriedBy(row, move)) return [];
  const change = row.bites === "leaving" ? leaving(row, move) : rowMove(row, move.from, move.to);
  if (change !== "arrives" && change !== "leaves") return [];
  const how = change === "arrives" ? (row.bites === "leaving" ? "bites" : "arrives") : "ends";
  return told(row, how, move, subject, move.reaches ?? row.reaches);
}

/** What only new pods get comes with injection; the rest of a part's rows come when its pods move, each kind of gateway for itself. */
function isCarriedBy({ reaches, when }: LedgerRow, { newPodsOnly, by }: PartMove): boolean {
  if (newPodsOnly) return reaches === "new pods";
  if (by === "gateways") return when?.gateways !== "waypoints";
  return by !== "waypoints" || when?.gateways !== "injected";
}

function leaving(row: LedgerRow, { from }: PartMove): "arrives" | "absent" {
  return hasRow(row, from) ? "arrives" : "absent";
}

/** A row that was there for new pods reaches running ones with another row: DNS capture with the CNI that rewires pods. */
export function spreading(rows: readonly LedgerRow[], move: PartMove, subject: Subject): Brought[] {
  const carriers = new Set(
    rows
      .filter((row) => move.parts.includes(row.part) && rowMove(row, move.from, move.to) === "arrives")
      .filter((row) => rowApplies(row, subject, move).applies === "yes")
      .map(({ id }) => id),
  );
  return rows
    .filter((row) => row.spreadsWith !== undefined && carriers.has(row.spreadsWith) && hasRow(row, move.to))
    .flatMap((row) => told(row, "spreads", move, subject, "running pods"));
}

/** Faults of what runs that the restart of a part provokes, whether its version or its values change or the operator rolls it. */
export function biting(rows: readonly LedgerRow[], { before, after, subject, roll }: StateStep): Brought[] {
  const operatorRolls = roll === "rolls";
  return restarts(before, after).flatMap(({ bites, by, kind, from, to, faulty }) => {
    const rolls = operatorRolls || from !== to || changesKept(before, after, kind);
    if (!from || !to || !faulty || !rolls) return [];
    return rows
      .filter((row) => row.bites === bites && hasRow(row, faulty))
      .flatMap((row) => told(row, "bites", { by, parts: [], from, to }, subject, row.reaches));
  });
}

/** Values that keep old behaviour come or go, which the pods of the object are made anew for. */
function changesKept(before: MeshState, after: MeshState, kind: ValuesKind): boolean {
  const values = ({ kept = {} }: MeshState) => JSON.stringify(keptOf(kept, kind));
  return values(before) !== values(after);
}

/** Each part that can restart, and the version whose faults that provokes: a roll of ztunnel those of the CNI. */
function restarts(before: MeshState, after: MeshState) {
  const istiod = controlPlaneVersion(after);
  return [
    {
      bites: "istiod restarts",
      by: "control plane",
      kind: "Istio",
      from: controlPlaneVersion(before),
      to: istiod,
      faulty: istiod,
    },
    { bites: "CNI restarts", by: "CNI", kind: "IstioCNI", from: before.cni, to: after.cni, faulty: after.cni },
    {
      bites: "ztunnel rolls",
      by: "ZTunnel",
      kind: "ZTunnel",
      from: before.ztunnel,
      to: after.ztunnel,
      faulty: after.cni,
    },
  ] as const;
}

/** Rows of operator releases; one about images comes whenever they differ. */
export function byOperator(rows: readonly LedgerRow[], { before, after, subject, roll }: StateStep): Brought[] {
  const [from, to] = [before.operatorRelease, after.operatorRelease];
  if (from === to) return [];
  const imagesDiffer = roll === "may roll" ? undefined : roll === "rolls";
  return rows.flatMap((row) => {
    const [had, has] = [from, to].map((release) => operatorHasRow(row, subject.distribution, release));
    const everyTime = row.when?.images !== undefined && has;
    if (had === has && !everyTime) return [];
    const move = { by: "operator", parts: [], from, to, imagesDiffer };
    return told(row, has ? "arrives" : "ends", move, subject, row.reaches);
  });
}

function told(
  row: LedgerRow,
  how: Arrival,
  move: PartMove & { readonly imagesDiffer?: boolean | undefined },
  subject: Subject,
  reaches: Brought["reaches"],
): Brought[] {
  const { applies, because } = rowApplies(row, subject, move);
  if (applies === "no") return [];
  const { by, from, to } = move;
  return [{ row, how, by, from, to, ...(reaches && { reaches }), ...(applies === "unseen" && { unseen: because }) }];
}
