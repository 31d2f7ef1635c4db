import { isDeepStrictEqual } from "node:util";
import type { MeshPath } from "../../findings/finding";

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

/** `spec.listeners[0].port`, with quotes around keys that hold a dot. */
export function pathText(path: MeshPath): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : step.includes(".") ? `["${step}"]` : `.${step}`))
    .join("")
    .replace(/^\./, "");
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
