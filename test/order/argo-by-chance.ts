import { kindRank } from "../../src/order/argocd/kinds";
import { readWave } from "../../src/order/argocd/wave";
import type { OrderEntry } from "../../src/order/entry";

/** An object on the way through a sync. */
interface Item {
  readonly entry: OrderEntry;
  wave: number;
}

/**
 * One of the orders that Argo CD may take for objects without hooks, step by step as it goes about it, and with chance where it has no
 * opinion: a number for each object, equal for those that it sends at once.
 */
export function asArgoDoes(entries: readonly OrderEntry[], chance: () => number): ReadonlyMap<OrderEntry, number> {
  const lots = new Map(entries.map((entry) => [entry, chance()]));
  const items = entries.map((entry): Item => ({ entry, wave: readWave(entry.object).wave }));
  items.sort(
    (a, b) =>
      a.wave - b.wave ||
      kindRank(kindOf(a)) - kindRank(kindOf(b)) ||
      (nameOf(a) === nameOf(b) ? 0 : nameOf(a) < nameOf(b) ? -1 : 1) ||
      (lots.get(a.entry) ?? 0) - (lots.get(b.entry) ?? 0),
  );
  putBefore(
    items,
    (item) => (kindOf(item) === "Namespace" ? nameOf(item) : undefined),
    ({ entry }) => entry.object.metadata.namespace,
  );
  putBefore(
    items,
    (item) => (kindOf(item) === "CustomResourceDefinition" ? "Widget" : undefined),
    (item) => kindOf(item),
  );
  return sent(items);
}

function putBefore(
  items: Item[],
  keyOf: (item: Item) => string | undefined,
  needs: (item: Item) => string | undefined,
): void {
  const first = new Map<string, number>();
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index] as Item;
    const key = keyOf(item);
    const needed = needs(item);
    if (key === undefined) {
      if (needed !== undefined && !first.has(needed)) first.set(needed, index);
      continue;
    }
    const target = first.get(key);
    if (target === undefined) continue;
    item.wave = (items[target] as Item).wave;
    items.splice(index, 1);
    items.splice(target, 0, item);
    for (const [other, at] of first) if (at >= target) first.set(other, at + 1);
  }
}

function sent(items: readonly Item[]): ReadonlyMap<OrderEntry, number> {
  const groups = new Map<OrderEntry, number>();
  let group = 0;
  for (const [index, item] of items.entries()) {
    const before = items[index - 1];
    if (before && (before.wave !== item.wave || kindOf(before) !== kindOf(item))) group += 1;
    groups.set(item.entry, group);
  }
  return groups;
}

function kindOf({ entry }: Item): string {
  return entry.object.kind;
}

function nameOf({ entry }: Item): string {
  return entry.object.metadata.name;
}
