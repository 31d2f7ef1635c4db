import { isDeepStrictEqual } from "node:util";
import { keysOfList } from "./list-keys";

/** An item of a list and what it has become; `undefined` where it is not there. */
export interface ItemPair {
  /** `mesh`, `kind=Service,name=reviews`, or its place in the list. */
  readonly label: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Two states of a list, item by item. */
export interface PairedList {
  readonly items: readonly ItemPair[];
  /** The items that both have, by label or value, where they stand in another order. */
  readonly reordered?: { readonly before: readonly unknown[]; readonly after: readonly unknown[] };
}

/**
 * Pairs the items of two lists: by the keys that Kubernetes knows them by, by their value when they are plain, else by place.
 * @param path of the list in its object, items left out
 */
export function pairItems(
  kind: string,
  path: readonly string[],
  before: readonly unknown[],
  after: readonly unknown[],
): PairedList {
  const keys = keysOfList(kind, path);
  for (const labelOf of [(item: unknown) => keyLabel(item, keys), plainLabel]) {
    const [old, now] = [labelled(before, labelOf), labelled(after, labelOf)];
    if (old && now) return byLabel(old, now);
  }
  return { items: byPlace(before, after) };
}

type Labelled = ReadonlyMap<string, unknown>;

/** The items by label, unless one has none or two have the same. */
function labelled(items: readonly unknown[], labelOf: (item: unknown) => string | undefined): Labelled | undefined {
  const found = new Map<string, unknown>();
  for (const item of items) {
    const label = labelOf(item);
    if (label === undefined || found.has(label)) return undefined;
    found.set(label, item);
  }
  return found;
}

function byLabel(before: Labelled, after: Labelled): PairedList {
  const items = [...new Set([...before.keys(), ...after.keys()])].map((label) => ({
    label,
    ...(before.has(label) && { before: before.get(label) }),
    ...(after.has(label) && { after: after.get(label) }),
  }));
  const old = [...before].flatMap(([label, item]) => (after.has(label) ? [shown(label, item)] : []));
  const now = [...after].flatMap(([label, item]) => (before.has(label) ? [shown(label, item)] : []));
  return isDeepStrictEqual(old, now) ? { items } : { items, reordered: { before: old, after: now } };
}

function shown(label: string, item: unknown): unknown {
  return typeof item === "object" ? label : item;
}

/** What stands unchanged at both ends is left out first, so that one more item in front does not change all that follow. */
function byPlace(before: readonly unknown[], after: readonly unknown[]): ItemPair[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && isDeepStrictEqual(before[start], after[start])) start += 1;
  let end = 0;
  while (end < shorter - start && isDeepStrictEqual(before.at(-1 - end), after.at(-1 - end))) end += 1;
  const count = Math.max(before.length, after.length) - end - start;
  return Array.from({ length: count }, (_, offset) => ({
    label: String(start + offset),
    ...(start + offset < before.length - end && { before: before[start + offset] }),
    ...(start + offset < after.length - end && { after: after[start + offset] }),
  }));
}

function keyLabel(item: unknown, keys: readonly string[]): string | undefined {
  const parts = keys.flatMap((key) => {
    const value = valueAt(item, key);
    return value === undefined || typeof value === "object" ? [] : [[key, String(value)] as const];
  });
  if (!parts.length) return undefined;
  return keys.length === 1 ? parts[0]?.[1] : parts.map((part) => part.join("=")).join(",");
}

/** Text and numbers; `"1"` and `1` are two items. */
function plainLabel(item: unknown): string | undefined {
  return typeof item === "object" ? undefined : JSON.stringify(item);
}

function valueAt(item: unknown, key: string): unknown {
  return key.split(".").reduce<unknown>((at, step) => Object(at)[step], item);
}
