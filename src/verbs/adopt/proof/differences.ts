import { isDeepStrictEqual } from "node:util";
import type { MeshPath } from "../../../findings/finding";
import { isMap } from "../../../objects/object-paths";

/** A field that is not the same in two objects; `undefined` where it is not there. */
export interface Difference {
  readonly path: MeshPath;
  readonly input: unknown;
  readonly output: unknown;
}

/** Where two objects differ, as deep as possible; the order of keys does not matter. */
export function differences(input: unknown, output: unknown, path: MeshPath = []): readonly Difference[] {
  if (isDeepStrictEqual(input, output)) return [];
  if (Array.isArray(input) && Array.isArray(output) && input.length === output.length) {
    return input.flatMap((item, index) => differences(item, output[index], [...path, index]));
  }
  const before = input === undefined ? emptyBeside(output) : input;
  const after = output === undefined ? emptyBeside(input) : output;
  if (!isMap(before) || !isMap(after)) return [{ path, input, output }];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
    differences(before[key], after[key], [...path, key]),
  );
}

/** A map that is there on one side only is told field by field. */
function emptyBeside(other: unknown): unknown {
  return isMap(other) && Object.keys(other).length > 0 ? {} : undefined;
}

/** The same differences, but what is wholly missing on the other side in one line: a part of twenty fields is one cause. */
export function wholeParts(all: readonly Difference[], input: unknown, output: unknown): readonly Difference[] {
  const parts = new Map<string, Difference[]>();
  for (const one of all) {
    const path = one.output === undefined ? missingFrom(one.path, output) : one.path;
    const key = JSON.stringify(path);
    const members = parts.get(key);
    if (members) members.push(one);
    else parts.set(key, [one]);
  }
  return [...parts].map(([key, [first, ...more]]) => {
    if (more.length === 0) return first as Difference;
    const path = JSON.parse(key) as MeshPath;
    return { path, input: at(input, path), output: undefined };
  });
}

/** The highest part of a path that is not there. */
function missingFrom(path: MeshPath, value: unknown): MeshPath {
  const length = path.findIndex((_, index) => at(value, path.slice(0, index + 1)) === undefined);
  return length < 0 ? path : path.slice(0, length + 1);
}

function at(value: unknown, path: MeshPath): unknown {
  return path.reduce<unknown>((inner, step) => (Object(inner) as Record<string | number, unknown>)[step], value);
}

/** `spec.listeners[0].port`, with quotes around keys that hold a dot. */
export function pathText(path: MeshPath): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : step.includes(".") ? `["${step}"]` : `.${step}`))
    .join("")
    .replace(/^\./, "");
}
