import { nearest } from "../basics/nearest";
import type { Schema, SchemaNode } from "./node";
import { type Fields, isFields, type SchemaProblem } from "./problem";

/** What the API server makes of an object before it validates it, and what got lost. */
export interface Admitted {
  readonly value: unknown;
  readonly lost: readonly SchemaProblem[];
}

/** By node of a table, which is one object as long as the table is loaded. */
const defaults = new WeakMap<SchemaNode, readonly (readonly [key: string, field: number])[]>();

/**
 * A copy as the API server would keep it: unknown keys and nulls on fields that take none are gone, defaults are filled in.
 * Under `x-kubernetes-preserve-unknown-fields` nothing is known of an undeclared key, so it stays as it is.
 */
export function admit(object: unknown, { nodes, root }: Schema): Admitted {
  const lost: SchemaProblem[] = [];
  // One path that grows and shrinks, copied where something is lost.
  const path: (string | number)[] = [];
  return { value: admitted(object, root), lost };

  function admitted(value: unknown, number: number): unknown {
    const node = nodes[number] as SchemaNode;
    if (Array.isArray(value)) {
      const { items } = node;
      return items === undefined ? value : value.map((item, index) => below(item, items, index));
    }
    if (!isFields(value) || (node.type !== "object" && !node.properties)) return value;
    return withDefaults(keptFields(value, node), node);
  }

  function below(value: unknown, number: number, key: string | number): unknown {
    path.push(key);
    const kept = admitted(value, number);
    path.pop();
    return kept;
  }

  function keptFields(value: Fields, node: SchemaNode): Fields {
    const kept: Fields = {};
    for (const key of Object.keys(value)) {
      const inner = value[key];
      const field = fieldOf(node, key);
      const { nullable, default: standard } = nodes[field ?? -1] ?? {};
      if (field === undefined) {
        if (node.open || node.additionalProperties === true) kept[key] = inner;
        else lost.push({ path: [...path, key], what: "unknown", message: "unknown field", ...nearestKey(key, node) });
      } else if (inner === null && !nullable) {
        const message = standard === undefined ? "null is dropped" : `null becomes ${JSON.stringify(standard)}`;
        lost.push({ path: [...path, key], what: "null", message });
      } else {
        kept[key] = below(inner, field, key);
      }
    }
    return kept;
  }

  /** Most nodes have many fields, few of them with a default. */
  function defaultsOf(node: SchemaNode): readonly (readonly [key: string, field: number])[] {
    const found =
      defaults.get(node) ??
      Object.entries(node.properties ?? {}).filter(([, field]) => nodes[field]?.default !== undefined);
    defaults.set(node, found);
    return found;
  }

  function withDefaults(value: Fields, node: SchemaNode): Fields {
    for (const [key, field] of defaultsOf(node)) {
      if (!Object.hasOwn(value, key)) value[key] = below(nodes[field]?.default, field, key);
    }
    return value;
  }
}

/** The node of one key: a declared field first, else that of the map's values. */
export function fieldOf({ properties, additionalProperties }: SchemaNode, key: string): number | undefined {
  if (properties && Object.hasOwn(properties, key)) return properties[key];
  return typeof additionalProperties === "number" ? additionalProperties : undefined;
}

function nearestKey(key: string, { properties = {} }: SchemaNode): { readonly near?: string } {
  const near = nearest(key, Object.keys(properties));
  return near === undefined ? {} : { near };
}
