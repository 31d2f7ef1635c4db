import { canonicalJson } from "../objects/canonical-json";
import { identityOf } from "../order/entry";
import type { EngineOrder } from "../order/result";
import { phaseNumber } from "../plan/phase-number";
import type { SnapshotEntry } from "../snapshot/entry";
import { enginesOf, ordersOf } from "./order";
import type { RenderedMesh } from "./render";

/** What the step into a phase does to an object. */
export type Change = "new" | "changed" | "gone";

/** A phase, and what each engine that may apply it does with it. */
export interface PhaseOrder {
  readonly dir: string;
  readonly orders: readonly EngineOrder<SnapshotEntry>[];
  /** What is different from the phase before; undefined for what stays as it is, and for all of the first phase. */
  readonly changeOf: (entry: SnapshotEntry) => Change | undefined;
}

/**
 * The orders in which the mesh's own engine applies its phases, or both engines where it names none.
 *
 * @param phase only this one: its number or its folder's name
 * @throws InputError when there is no such phase
 */
export function phaseOrders({ plan, snapshots }: RenderedMesh, phase?: string): readonly PhaseOrder[] {
  const only = phase === undefined ? undefined : phaseNumber(plan, phase);
  const orderOf = ordersOf(plan, snapshots);
  return snapshots.flatMap((snapshot, index) => {
    if (only !== undefined && only !== index) return [];
    const before = snapshots[index - 1];
    return [
      {
        dir: snapshot.phase.dir,
        orders: enginesOf(plan).map((engine) => orderOf(engine, snapshot, before)),
        changeOf: before ? changesFrom(before.entries, snapshot.entries) : () => undefined,
      },
    ];
  });
}

function changesFrom(
  before: readonly SnapshotEntry[],
  after: readonly SnapshotEntry[],
): (entry: SnapshotEntry) => Change | undefined {
  const earlier = new Map(before.map(({ object }) => [identityOf(object), object]));
  const there = new Set(after);
  return (entry) => {
    if (!there.has(entry)) return "gone";
    const object = earlier.get(identityOf(entry.object));
    if (object === undefined) return "new";
    return object === entry.object || canonicalJson(object) === canonicalJson(entry.object) ? undefined : "changed";
  };
}
