import type { MeshPath } from "../findings/finding";
import { admit, fieldOf } from "./admit";
import { brokenRules } from "./cel";
import type { Schema, SchemaNode } from "./node";
import { isFields, type SchemaProblem } from "./problem";
import { bounds, meantValue, scalarProblems, typeProblem } from "./scalars";

/**
 * What the API server would refuse, and what it would take and not keep, in its own order: drop what is unknown, drop nulls, fill in
 * defaults, then types, bounds, enums, patterns, required fields, keys of lists and CEL rules.
 */
export function schemaProblems(object: unknown, schema: Schema): readonly SchemaProblem[] {
  const { value, lost } = admit(object, schema);
  return [...lost, ...refusals(value, schema)];
}

function refusals(object: unknown, { nodes, root }: Schema): readonly SchemaProblem[] {
  return problems(object, root, []);

  function problems(value: unknown, number: number, path: MeshPath): readonly SchemaProblem[] {
    const node = nodes[number] as SchemaNode;
    const refused = (message: string, at: MeshPath = path): SchemaProblem => ({ path: at, what: "refused", message });
    const meant = meantValue(value, node);
    const mended = (message: string) => ({ ...refused(message), ...(meant !== undefined && { meant }) });
    const wrong = typeProblem(value, node);
    if (wrong) return [mended(wrong)];
    if (value === null) return [];
    const found = [...scalarProblems(value, node)].map(mended);
    // One by one: an object may hold more items than a call takes arguments.
    const add = (more: readonly SchemaProblem[]) => {
      for (const one of more) found.push(one);
    };
    if (Array.isArray(value)) {
      add(listProblems(value, node).map(({ message, at }) => refused(message, [...path, ...at])));
      const { items } = node;
      if (items !== undefined) add(value.flatMap((item, index) => problems(item, items, [...path, index])));
    } else if (isFields(value)) {
      const size = bounds(Object.keys(value).length, "the number of its keys", node.minProperties, node.maxProperties);
      const missing = (node.required ?? [])
        .filter((key) => !Object.hasOwn(value, key))
        .map((key) => `${key} is missing`);
      add([...size, ...missing].map((message) => refused(message)));
      for (const [key, inner] of Object.entries(value)) {
        const field = fieldOf(node, key);
        if (field !== undefined) add(problems(inner, field, [...path, key]));
      }
    }
    add(combinations(value, node).map((message) => refused(message)));
    // A rule may rely on what the schema says of the fields that it reads.
    if (found.length === 0 && node.rules) add(brokenRules(value, node.rules).map((message) => refused(message)));
    return found;
  }

  function combinations(value: unknown, node: SchemaNode): readonly string[] {
    const fits = (number: number) => problems(value, number, []).length === 0;
    const said: string[] = [];
    if (node.allOf && !node.allOf.every(fits)) said.push("it has not the form that the schema asks for");
    if (node.anyOf && !node.anyOf.some(fits)) said.push("it has none of the forms that the schema takes");
    if (node.oneOf && node.oneOf.filter(fits).length !== 1) {
      said.push(`it has to have exactly one of the forms that the schema takes${formNames(node)}`);
    }
    if (node.not !== undefined && fits(node.not)) said.push("it has a form that the schema forbids");
    return said;
  }

  /** The fields that forms are told apart by. */
  function formNames({ oneOf = [] }: SchemaNode): string {
    const names = [...new Set(oneOf.flatMap((number) => nodes[number]?.required ?? []))];
    return names.length ? ` (${names.join(", ")})` : "";
  }
}

function listProblems(list: readonly unknown[], node: SchemaNode): readonly { message: string; at: MeshPath }[] {
  const sizes = [...bounds(list.length, "the number of its items", node.minItems, node.maxItems)];
  const found: { message: string; at: MeshPath }[] = sizes.map((message) => ({ message, at: [] }));
  const { identity } = node;
  if (!identity) return found;
  const seen = new Set<string>();
  list.forEach((item, index) => {
    const key = JSON.stringify(identity.length && isFields(item) ? identity.map((name) => item[name]) : item);
    const what = identity.length ? `${identity.join(" and ")} ${key}` : key;
    if (seen.has(key)) found.push({ message: `${what} is there twice`, at: [index] });
    seen.add(key);
  });
  return found;
}
