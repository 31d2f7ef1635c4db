import { valueAt } from "../../../objects/object-paths";

type Keys = readonly (string | number)[];

/** One operation of a JSON6902 patch, with its paths taken apart. */
export interface Operation {
  readonly op: string;
  readonly path: readonly string[];
  readonly from?: readonly string[];
  readonly value?: unknown;
}

/** The operations of a patch; undefined for what is none, or has words that nobody knows. */
export function operationsIn(value: unknown): readonly Operation[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const found = value.flatMap((step): readonly Operation[] => {
    const [op, path, from] = ["op", "path", "from"].map((key) => valueAt(step, key));
    if (typeof op !== "string" || typeof path !== "string" || !path.startsWith("/")) return [];
    return [
      {
        op,
        path: keysOf(path),
        value: valueAt(step, "value"),
        ...(typeof from === "string" && { from: keysOf(from) }),
      },
    ];
  });
  return found.length === value.length ? found : undefined;
}

function keysOf(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** An object after some operations; undefined where one of them finds nothing to work on, so that kustomize refuses all. */
export function operated(object: unknown, operations: readonly Operation[]): unknown {
  let at = object;
  for (const { op, path, from, value } of operations) {
    if (op === "move" || op === "copy") {
      const taken = from && valueAt(at, ...placeIn(at, from));
      if (taken === undefined || !from) return undefined;
      at = edited(op === "move" ? edited(at, from, { op: "remove" }) : at, path, { op: "add", value: taken });
    } else if (op === "test") {
      if (JSON.stringify(valueAt(at, ...placeIn(at, path))) !== JSON.stringify(value)) return undefined;
    } else if (["add", "replace", "remove"].includes(op)) at = edited(at, path, { op, value });
    else return undefined;
    if (at === undefined) return undefined;
  }
  return at;
}

/** The same path with numbers where lists stand. */
function placeIn(object: unknown, path: readonly string[]): Keys {
  const place: (string | number)[] = [];
  for (const key of path) place.push(Array.isArray(valueAt(object, ...place)) ? Number(key) : key);
  return place;
}

function edited(at: unknown, [key, ...rest]: readonly string[], step: { op: string; value?: unknown }): unknown {
  if (key === undefined || typeof at !== "object" || at === null) return undefined;
  const inner = (value: unknown) => edited(value, rest, step);
  if (Array.isArray(at)) return ofList(at, key, rest.length === 0 ? step : inner);
  const there = Object.hasOwn(at, key);
  const others = Object.entries(at).filter(([name]) => name !== key);
  if (rest.length > 0) {
    const now = there ? inner(valueAt(at, key)) : undefined;
    return now === undefined ? undefined : Object.fromEntries([...others, [key, now]]);
  }
  if (step.op !== "add" && !there) return undefined;
  return Object.fromEntries(step.op === "remove" ? others : [...others, [key, step.value]]);
}

function ofList(
  list: readonly unknown[],
  key: string,
  step: { op: string; value?: unknown } | ((value: unknown) => unknown),
): unknown {
  const index = key === "-" ? list.length : Number(key);
  const isAdded = typeof step !== "function" && step.op === "add";
  if (!Number.isInteger(index) || index < 0 || index >= list.length + (isAdded ? 1 : 0)) return undefined;
  const [before, after] = [list.slice(0, index), list.slice(index + 1)];
  if (typeof step === "function") {
    const now = step(list[index]);
    return now === undefined ? undefined : [...before, now, ...after];
  }
  if (step.op === "remove") return [...before, ...after];
  return [...before, step.value, ...(isAdded ? list.slice(index) : after)];
}
