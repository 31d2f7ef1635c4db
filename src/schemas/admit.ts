import { nearest } from "../source/nearest";
import type { Schema, SchemaNode } from "./node";
import { type Fields, isFields, type SchemaProblem } from "./problem";

/** What the API server makes of an object before it validates it, and what got lost. */
export interface Admitted {
  readonly value: unknown;
  readonly lost: readonly SchemaProblem[];
}

/** In the place of a value that is not kept. */
const dropped = Symbol("dropped");

/** By node of a table, which is one object as long as the table is loaded. */
const defaults = new WeakMap<SchemaNode, readonly (readonly [key: string, field: number])[]>();

/**
 * The object as the API server would keep it: unknown keys and nulls on fields that take none are gone, defaults are filled in. Parts
 * in which nothing changes, which are nearly all, are not copied.
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
      if (items === undefined) return value;
      const kept = value.map((item, index) => below(item, items, index));
      return kept.every((item, index) => item === value[index]) ? value : kept;
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
    let kept = value;
    for (const key of Object.keys(value)) {
      const inner = value[key];
      const after = keptField(key, inner, node);
      if (after === inner) continue;
      if (kept === value) kept = { ...value };
      if (after === dropped) delete kept[key];
      else kept[key] = after;
    }
    return kept;
  }

  function keptField(key: string, inner: unknown, node: SchemaNode): unknown {
    const field = fieldOf(node, key);
    if (field === undefined) {
      if (node.open || node.additionalProperties === true) return inner;
      lost.push({ path: [...path, key], what: "unknown", message: "unknown field", ...nearestKey(key, node) });
      return dropped;
    }
    const { nullable, default: standard } = nodes[field] as SchemaNode;
    if (inner !== null || nullable) return below(inner, field, key);
    const message = standard === undefined ? "null is dropped" : `null becomes ${JSON.stringify(standard)}`;
    lost.push({ path: [...path, key], what: "null", message });
    return dropped;
  }

  /** Most nodes have many fields, few of them with a default. */
  function defaultsOf(node: SchemaNode): readonly (readonly [key: string, field: number])[] {
    const known = defaults.get(node);
    if (known) return known;
    const found = Object.entries(node.properties ?? {}).filter(([, field]) => nodes[field]?.default !== undefined);
    defaults.set(node, found);
    return found;
  }

  function withDefaults(value: Fields, node: SchemaNode): Fields {
    const missing = defaultsOf(node).filter(([key]) => !Object.hasOwn(value, key));
    if (missing.length === 0) return value;
    const filled = missing.map(([key, field]) => [key, below(nodes[field]?.default, field, key)] as const);
    return { ...value, ...Object.fromEntries(filled) };
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
