import { isDeepStrictEqual } from "node:util";
import { isMap } from "../objects/object-paths";
import { pairItems } from "./pair-items";

/** One field of an object that differs. */
export interface FieldChange {
  /** `spec.version`, `spec.listeners[mesh].port`, `metadata.labels["istio.io/rev"]`. */
  readonly field: string;
  /** `added` and `removed` are items of a list; a field that is only set or unset is `changed`. */
  readonly change: "changed" | "added" | "removed" | "reordered";
  /** Left out where there was nothing; the items by label or value when they are reordered. */
  readonly before?: unknown;
  readonly after?: unknown;
}

/** A place in an object: as people read it, and by names alone. */
interface Spot {
  readonly field: string;
  readonly names: readonly string[];
}

/** Every field in which two objects of one kind differ; nothing exactly when their data is the same. */
export function fieldChanges(kind: string, before: unknown, after: unknown): FieldChange[] {
  return differences(kind, { field: "", names: [] }, before, after);
}

function differences(kind: string, at: Spot, before: unknown, after: unknown): FieldChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (isMap(before ?? {}) && isMap(after ?? {}) && !isOneValue(before, after)) {
    return mapDifferences(kind, at, mapOf(before), mapOf(after));
  }
  if (isList(before ?? []) && isList(after ?? []) && !isOneValue(before, after)) {
    return listDifferences(kind, at, listOf(before), listOf(after));
  }
  return [{ field: at.field, change: "changed", ...sides(before, after) }];
}

type Data = Readonly<Record<string, unknown>>;

function mapDifferences(kind: string, at: Spot, before: Data, after: Data): FieldChange[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => differences(kind, childOf(at, key), own(before, key), own(after, key)));
}

function listDifferences(kind: string, at: Spot, before: readonly unknown[], after: readonly unknown[]): FieldChange[] {
  const { items, reordered } = pairItems(kind, at.names, before, after);
  const changes = items.flatMap((item): FieldChange[] => {
    const field = `${at.field}[${item.label}]`;
    if (!("before" in item)) return [{ field, change: "added", after: item.after }];
    if (!("after" in item)) return [{ field, change: "removed", before: item.before }];
    return differences(kind, { field, names: at.names }, item.before, item.after);
  });
  return reordered ? [...changes, { field: at.field, change: "reordered", ...reordered }] : changes;
}

function childOf({ field, names }: Spot, key: string): Spot {
  const plain = /^[\w-]+$/.test(key);
  const step = plain ? `${field && "."}${key}` : `[${JSON.stringify(key)}]`;
  return { field: field + step, names: [...names, key] };
}

function sides(before: unknown, after: unknown): Pick<FieldChange, "before" | "after"> {
  return { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** `null`, an empty map and an empty list are three things to the API server, and no field inside tells them apart. */
function isOneValue(before: unknown, after: unknown): boolean {
  const holdsNothing = (value: unknown) => Object.keys(Object(value)).length === 0;
  return before === null || after === null || (holdsNothing(before) && holdsNothing(after));
}

function mapOf(value: unknown): Data {
  return isMap(value) ? value : {};
}

function listOf(value: unknown): readonly unknown[] {
  return isList(value) ? value : [];
}

function own(map: Data, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
