import type { MeshPath } from "../findings/finding";
import { admit, fieldOf } from "./admit";
import { brokenRules } from "./cel";
import type { Schema, SchemaNode } from "./node";
import { type Fields, isFields, type SchemaProblem } from "./problem";
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
  // Nearly every value is good, and thousands of objects are asked: one path that grows and shrinks, copied where something is wrong.
  const path: (string | number)[] = [];
  return problems(object, root);

  function refused(message: string, at: MeshPath = []): SchemaProblem {
    return { path: [...path, ...at], what: "refused", message };
  }

  function mended(message: string, value: unknown, node: SchemaNode): SchemaProblem {
    const meant = meantValue(value, node);
    return { ...refused(message), ...(meant !== undefined && { meant }) };
  }

  function problems(value: unknown, number: number): SchemaProblem[] {
    const node = nodes[number] as SchemaNode;
    const wrong = typeProblem(value, node);
    if (wrong) return [mended(wrong, value, node)];
    if (value === null) return [];
    const found: SchemaProblem[] = [];
    for (const message of scalarProblems(value, node)) found.push(mended(message, value, node));
    if (Array.isArray(value)) {
      for (const { message, at } of listProblems(value, node)) found.push(refused(message, at));
      const { items } = node;
      if (items !== undefined)
        for (let index = 0; index < value.length; index++) below(found, value[index], items, index);
    } else if (isFields(value)) {
      for (const message of fieldsProblems(value, node)) found.push(refused(message));
      for (const key of Object.keys(value)) {
        const field = fieldOf(node, key);
        if (field !== undefined) below(found, value[key], field, key);
      }
    }
    if (node.allOf || node.anyOf || node.oneOf || node.not !== undefined) {
      for (const message of combinations(value, node)) found.push(refused(message));
    }
    // A rule may rely on what the schema says of the fields that it reads.
    if (found.length === 0 && node.rules) {
      for (const message of brokenRules(value, node.rules)) found.push(refused(message));
    }
    return found;
  }

  /** One by one: an object may hold more items than a call takes arguments. */
  function below(found: SchemaProblem[], value: unknown, number: number, key: string | number): void {
    path.push(key);
    for (const one of problems(value, number)) found.push(one);
    path.pop();
  }

  function combinations(value: unknown, node: SchemaNode): readonly string[] {
    const fits = (number: number) => problems(value, number).length === 0;
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

const none: readonly string[] = [];

/** The number of its keys, and the keys that it has to have. */
function fieldsProblems(value: Fields, { minProperties, maxProperties, required }: SchemaNode): readonly string[] {
  const missing = required?.filter((key) => !Object.hasOwn(value, key)) ?? none;
  const sizes = bounds(() => Object.keys(value).length, "the number of its keys", minProperties, maxProperties);
  return missing.length + sizes.length === 0 ? none : [...sizes, ...missing.map((key) => `${key} is missing`)];
}

function listProblems(list: readonly unknown[], node: SchemaNode): readonly { message: string; at: MeshPath }[] {
  const sizes = bounds(() => list.length, "the number of its items", node.minItems, node.maxItems);
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
