import { identityOf, type OrderEntry } from "./entry";
import type { EngineOrder } from "./result";
import { aroundGates, type Gating } from "./unsafe/gates";
import { beforeTheirNeeds, movedTogether } from "./unsafe/needs";
import { twoOwners } from "./unsafe/owners";
import type { OrderProblem } from "./unsafe/problem";
import { misread } from "./unsafe/written";

/** What is known of a snapshot beside its objects. */
export interface SnapshotFacts<E extends OrderEntry> extends Gating {
  /** The snapshot before it; left out for the first one. */
  readonly before?: readonly E[];
  /** Namespaces whose labels a Job of the snapshot sets. @default none */
  readonly labelled?: readonly string[];
}

/** Everything that makes it unsafe to let an engine apply a snapshot in its order. */
export function unsafeOrders<E extends OrderEntry>(
  entries: readonly E[],
  order: EngineOrder<E>,
  { before = [], labelled = [], ...gating }: SnapshotFacts<E>,
): readonly OrderProblem<E>[] {
  return [
    ...misread(order),
    ...aroundGates(order, gating),
    ...beforeTheirNeeds(order),
    ...movedTogether(order, movesFrom(before)),
    ...twoOwners(entries, labelled),
  ];
}

/** Whether an object asks for another version, or for another control plane, than it did before. New objects move nothing. */
export function movesFrom(before: readonly OrderEntry[]): (entry: OrderEntry) => boolean {
  const earlier = new Map(before.map(({ object }) => [identityOf(object), aimOf({ object })]));
  return ({ object }) => {
    const aim = earlier.get(identityOf(object));
    return aim !== undefined && aim !== aimOf({ object });
  };
}

function aimOf({ object }: Pick<OrderEntry, "object">): string {
  const { version, targetRef, revision } = (object.spec ?? {}) as Readonly<Record<string, unknown>>;
  return JSON.stringify([version, targetRef, revision].map((value) => value ?? null));
}
