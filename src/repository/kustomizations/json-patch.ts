import { canonicalJson } from "../../objects/canonical-json";
import { valueAt } from "../../objects/object-paths";

type Keys = readonly (string | number)[];

/** One operation of a JSON6902 patch, with its paths taken apart. */
export interface Operation {
  readonly op: string;
  readonly path: readonly string[];
  readonly from?: readonly string[];
  readonly value?: unknown;
}

/** An object after some operations, or the one among them that finds nothing to work on: kustomize then refuses all. */
export type Operated = { readonly object: unknown } | { readonly refused: number };

/** The operations of a patch; undefined for what is none, or has words that nobody knows. */
export function operationsIn(value: unknown): readonly Operation[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const found = value.flatMap((step): readonly Operation[] => {
    const [op, path, from] = ["op", "path", "from"].map((key) => valueAt(step, key));
    if (typeof op !== "string" || typeof path !== "string" || !path.startsWith("/")) return [];
    if (!words.includes(op)) return [];
    return [
      {
        op,
        path: keysOf(path),
        value: valueAt(step, "value") ?? null,
        ...(typeof from === "string" && { from: keysOf(from) }),
      },
    ];
  });
  return found.length === value.length ? found : undefined;
}

/** What an operation may be. */
export const words: readonly string[] = ["add", "remove", "replace", "move", "copy", "test"];

function keysOf(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/**
 * Carries out operations as kustomize 5 does, which is not RFC 6902 in all: `replace` adds a key that a map does not have, a test for null
 * holds where nothing is, and -1 is the last entry of a list.
 */
export function operated(object: unknown, operations: readonly Operation[]): Operated {
  let at = object;
  for (const [index, operation] of operations.entries()) {
    at = after(at, operation);
    if (at === undefined) return { refused: index };
  }
  return { object: at };
}

function after(object: unknown, { op, path, from, value }: Operation): unknown {
  if (op === "test")
    return canonicalJson(valueAt(object, ...placeIn(object, path)) ?? null) === canonicalJson(value)
      ? object
      : undefined;
  if (op !== "move" && op !== "copy") return edited(object, path, { op, value });
  const taken = from && valueAt(object, ...placeIn(object, from));
  if (taken === undefined || !from) return undefined;
  return edited(op === "move" ? edited(object, from, { op: "remove" }) : object, path, { op: "add", value: taken });
}

/** The same path with numbers where lists stand. */
function placeIn(object: unknown, path: readonly string[]): Keys {
  const place: (string | number)[] = [];
  for (const key of path) {
    const list = valueAt(object, ...place);
    place.push(Array.isArray(list) ? indexIn(list, key) : key);
  }
  return place;
}

function indexIn(list: readonly unknown[], key: string): number {
  if (key === "-") return list.length;
  const index = /^-?\d+$/.test(key) ? Number(key) : Number.NaN;
  return index < 0 ? list.length + index : index;
}

interface Edit {
  readonly op: string;
  readonly value?: unknown;
}

function edited(at: unknown, [key, ...rest]: readonly string[], step: Edit): unknown {
  if (key === undefined || typeof at !== "object" || at === null) return undefined;
  const inner = (value: unknown) => edited(value, rest, step);
  if (Array.isArray(at)) return ofList(at, indexIn(at, key), rest.length === 0 ? step : inner);
  const there = Object.hasOwn(at, key);
  // The key keeps its place, as it would in the file.
  const entries = Object.entries(at).flatMap(([name, value]): [string, unknown][] => {
    if (name !== key) return [[name, value]];
    if (rest.length > 0) return [[name, inner(value)]];
    return step.op === "remove" ? [] : [[name, step.value]];
  });
  if (rest.length > 0) return there && entries.every(([, value]) => value !== undefined) ? made(entries) : undefined;
  if (!there && step.op === "remove") return undefined;
  return made(there ? entries : [...entries, [key, step.value]]);
}

/** An object that takes any key as a field of its own. */
function made(entries: readonly [string, unknown][]): unknown {
  return Object.fromEntries(entries);
}

function ofList(list: readonly unknown[], index: number, step: Edit | ((value: unknown) => unknown)): unknown {
  const isAdded = typeof step !== "function" && step.op === "add";
  if (!Number.isInteger(index) || index < 0 || index >= list.length + (isAdded ? 1 : 0)) return undefined;
  const [before, behind] = [list.slice(0, index), list.slice(index + 1)];
  if (typeof step === "function") {
    const now = step(list[index]);
    return now === undefined ? undefined : [...before, now, ...behind];
  }
  if (step.op === "remove") return [...before, ...behind];
  return [...before, step.value, ...(isAdded ? list.slice(index) : behind)];
}
