import type { MeshPath } from "../../findings/finding";
import { isMap } from "../../objects/object-paths";
import { mapAt, type Setting, type Values } from "./setting";

/** A value that stands at a path below `spec.values`. */
export interface Said {
  readonly path: MeshPath;
  readonly value: unknown;
}

/**
 * What values say about a setting. A variable can also be an entry of the list beside its map, which comes later and wins. A `null`
 * says nothing: no `null` reaches the chart.
 */
export function saidOf(values: Values, { at }: Setting): readonly Said[] {
  const name = at[at.length - 1] as string;
  const parent = mapAt(values, ...at.slice(0, -1));
  const value = (Object.hasOwn(parent, name) ? parent[name] : undefined) ?? undefined;
  const direct = value === undefined ? [] : [{ path: at, value }];
  return at[at.length - 2] === "env" ? [...direct, ...listedVariables(values, at.slice(0, -2), name)] : direct;
}

function listedVariables(values: Values, parent: readonly string[], name: string): readonly Said[] {
  const entries = mapAt(values, ...parent)["envVarFrom"];
  return (Array.isArray(entries) ? entries : []).flatMap((entry: unknown, index): Said[] => {
    if (!isMap(entry) || entry["name"] !== name) return [];
    const path = [...parent, "envVarFrom", index];
    return "value" in entry ? [{ path: [...path, "value"], value: entry["value"] }] : [{ path, value: entry }];
  });
}

/** Whether a value says what the setting says. */
export function agrees(value: unknown, { value: ours, accepts }: Setting): boolean {
  return (ours !== undefined && isSame(value, ours)) || accepts?.(value) === true;
}

/** The order of keys means nothing. */
function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  }
  if (!isMap(one) || !isMap(other)) return one === other;
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((key) => isSame(one[key], other[key]));
}

/** The part of a setting's path where values hold something else than the map that it would go into. */
export function blockedAt(values: Values, { at }: Setting): readonly string[] | undefined {
  let here: unknown = values;
  for (const [index, key] of at.slice(0, -1).entries()) {
    here = isMap(here) && Object.hasOwn(here, key) ? here[key] : undefined;
    if (here === undefined || here === null) return undefined;
    if (!isMap(here)) return at.slice(0, index + 1);
  }
  return undefined;
}
