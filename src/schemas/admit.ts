import type { MeshPath } from "../findings/finding";
import { nearest } from "../source/nearest";
import type { Schema, SchemaNode } from "./node";
import { type Fields, isFields, type SchemaProblem } from "./problem";

/** What the API server makes of an object before it validates it, and what got lost. */
export interface Admitted {
  readonly value: unknown;
  readonly lost: readonly SchemaProblem[];
}

/**
 * A copy as the API server would keep it: unknown keys and nulls on fields that take none are gone, defaults are filled in.
 * Under `x-kubernetes-preserve-unknown-fields` nothing is known of an undeclared key, so it stays as it is.
 */
export function admit(object: unknown, { nodes, root }: Schema): Admitted {
  const lost: SchemaProblem[] = [];
  return { value: admitted(object, root, []), lost };

  function admitted(value: unknown, number: number, path: MeshPath): unknown {
    const node = nodes[number] as SchemaNode;
    if (Array.isArray(value)) {
      const { items } = node;
      return items === undefined ? value : value.map((item, index) => admitted(item, items, [...path, index]));
    }
    if (!isFields(value) || (node.type !== "object" && !node.properties)) return value;
    return withDefaults(keptFields(value, node, path), node);
  }

  function keptFields(value: Fields, node: SchemaNode, path: MeshPath): Fields {
    const kept: Fields = {};
    for (const [key, inner] of Object.entries(value)) {
      const at = [...path, key];
      const field = fieldOf(node, key);
      const { nullable, default: standard } = nodes[field ?? -1] ?? {};
      if (field === undefined) {
        if (node.open || node.additionalProperties === true) kept[key] = inner;
        else lost.push({ path: at, what: "unknown", message: "unknown field", ...nearestKey(key, node) });
      } else if (inner === null && !nullable) {
        const message = standard === undefined ? "null is dropped" : `null becomes ${JSON.stringify(standard)}`;
        lost.push({ path: at, what: "null", message });
      } else {
        kept[key] = admitted(inner, field, at);
      }
    }
    return kept;
  }

  function withDefaults(value: Fields, node: SchemaNode): Fields {
    for (const [key, field] of Object.entries(node.properties ?? {})) {
      const { default: standard } = nodes[field] ?? {};
      if (standard !== undefined && !Object.hasOwn(value, key)) value[key] = admitted(standard, field, []);
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
