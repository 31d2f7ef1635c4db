import { isDeepStrictEqual } from "node:util";
import type { MeshPath } from "../findings/finding";
import { admit, fieldOf } from "./admit";
import type { Schema, SchemaNode } from "./node";
import { isFields } from "./problem";

/** A field that may not change and does. */
export interface ImmutableChange {
  readonly path: MeshPath;
  readonly from: string;
  readonly to: string;
}

/** The fields under the rule `self == oldSelf` that differ, once defaults are filled in. */
export function immutableChanges(before: unknown, after: unknown, schema: Schema): readonly ImmutableChange[] {
  const { nodes, root } = schema;
  return changes(admit(before, schema).value, admit(after, schema).value, root, []);

  function changes(old: unknown, now: unknown, number: number, path: MeshPath): readonly ImmutableChange[] {
    const node = nodes[number] as SchemaNode;
    if (old === undefined || now === undefined || isDeepStrictEqual(old, now)) return [];
    if (node.rules?.some(([rule]) => rule === "self == oldSelf")) {
      return [{ path, from: JSON.stringify(old), to: JSON.stringify(now) }];
    }
    if (!isFields(old) || !isFields(now)) return [];
    return Object.keys(now).flatMap((key) => {
      const field = fieldOf(node, key);
      return field === undefined ? [] : changes(old[key], now[key], field, [...path, key]);
    });
  }
}
