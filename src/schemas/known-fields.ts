import type { MeshPath } from "../findings/finding";
import { fieldOf } from "./admit";
import type { Schema, SchemaNode } from "./node";

/** Whether a schema has a field at a path; below an open map everything is there. */
export function hasField({ nodes, root }: Schema, path: MeshPath): boolean {
  let node = nodes[root] as SchemaNode;
  for (const part of path) {
    if (node.open || node.additionalProperties === true) return true;
    const number = typeof part === "number" ? node.items : fieldOf(node, part);
    if (number === undefined) return false;
    node = nodes[number] as SchemaNode;
  }
  return true;
}

/** Fields and words of Gateway API's experimental channel, whose CRDs many clusters have and the tables do not. */
const experimental = {
  fields: new Set([
    "retry",
    "sessionPersistence",
    "cors",
    "externalAuth",
    "useDefaultGateways",
    "defaultScope",
    "allowedListeners",
    "frontendValidation",
  ]),
  filters: new Set(["CORS", "ExternalAuth"]),
};

/** Whether an object of Gateway API uses something that only the experimental channel has. */
export function isExperimental(path: MeshPath, value: unknown): boolean {
  const last = path.at(-1);
  if (typeof last !== "string") return false;
  if (experimental.fields.has(last) || (path.length === 2 && last === "tls")) return true;
  return last === "type" && path.at(-3) === "filters" && experimental.filters.has(String(value));
}
