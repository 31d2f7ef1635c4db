import type { MeshPath } from "../../findings/finding";
import { textAt, valueAt } from "../../objects/object-paths";

/** `a.b.[name=c].[d.e/f].*`, taken apart. */
export function keysOf(field: string): readonly string[] {
  return (field.match(/\[[^\]]*\]|(?:\\.|[^.[\\])+/g) ?? []).map((key) =>
    /^\[[^=]*\]$/.test(key) ? key.slice(1, -1) : key.replace(/\\(.)/g, "$1"),
  );
}

/** The places that a path leads to in an object. @param isCreated whether maps take a key that they lack */
export function placesOf(object: unknown, keys: readonly string[], isCreated = false): readonly MeshPath[] {
  return keys.reduce<readonly MeshPath[]>(
    (places, key) =>
      places.flatMap((place) => stepsFrom(valueAt(object, ...place), key, isCreated).map((one) => [...place, one])),
    [[]],
  );
}

function stepsFrom(at: unknown, key: string, isCreated: boolean): MeshPath {
  if (Array.isArray(at)) {
    const [, field = "", value] = /^\[([^=]*)=(.*)\]$/.exec(key) ?? [];
    const isChosen = (one: unknown, index: number) =>
      key === "*" || (value === undefined ? key === String(index) : textAt(one, field) === value);
    return at.flatMap((one, index) => (isChosen(one, index) ? [index] : []));
  }
  if (key === "*") return Object.keys(Object(at));
  return valueAt(at, key) !== undefined || isCreated ? [key] : [];
}
