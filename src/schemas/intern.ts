import type { KindSchemas, SchemaNode, SchemaTable } from "./node";

type Written = Readonly<Record<string, unknown>>;

/** Keywords that are kept as they are. */
const kept = [
  "type",
  "required",
  "default",
  "enum",
  "pattern",
  "format",
  "minimum",
  "maximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "minProperties",
  "maxProperties",
] as const;

/** The parts of an object that no schema of ours looks into: the API server has its own for `metadata`, and `status` is nobody's to write. */
const head: readonly string[] = ["apiVersion", "kind", "metadata", "status"];

/** Collects schemas of CRDs in one table, in which equal parts are one node. */
export class SchemaCollector {
  private readonly nodes: SchemaNode[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly sets: Record<string, Record<string, Record<string, number>>> = {};

  /**
   * @param set name of the set, for example `sail 1.28.3`
   * @param kind `sailoperator.io/Istio`
   * @param schema the `openAPIV3Schema` of one version
   */
  add(set: string, kind: string, version: string, schema: Written): void {
    this.sets[set] ??= {};
    const kinds = this.sets[set] as Record<string, Record<string, number>>;
    kinds[kind] = { ...kinds[kind], [version]: this.root(schema) };
  }

  table(): SchemaTable {
    return { nodes: this.nodes, sets: this.sets as Readonly<Record<string, KindSchemas>> };
  }

  private root(schema: Written): number {
    const properties = Object.entries((schema["properties"] ?? {}) as Record<string, Written>);
    const body = properties.filter(([name]) => !head.includes(name));
    const open = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
    const heads = head.map((name): [string, Written] => [name, open]);
    const fields = [...heads.slice(2), ...body].map(([name, value]) => [name, value]);
    const text = { type: "string" };
    return this.number({
      ...schema,
      type: "object",
      properties: { apiVersion: text, kind: text, ...Object.fromEntries(fields) },
    });
  }

  private number(schema: Written): number {
    const node = this.nodeOf(schema);
    const key = JSON.stringify(node);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.nodes.length);
    return this.nodes.push(node) - 1;
  }

  private nodeOf(schema: Written): SchemaNode {
    const intOrString = schema["x-kubernetes-int-or-string"] === true;
    const list = (key: string) => (schema[key] as readonly Written[]).map((one) => this.number(one));
    const { properties, additionalProperties: others, items, not } = schema as Readonly<Record<string, Written>>;
    const lists = (["allOf", "anyOf", "oneOf"] as const).filter((key) => Array.isArray(schema[key]) && !intOrString);
    const rules = schema["x-kubernetes-validations"] as readonly { rule: string; message?: string }[] | undefined;
    const listType = schema["x-kubernetes-list-type"];
    return {
      ...Object.fromEntries(kept.filter((key) => schema[key] !== undefined).map((key) => [key, schema[key]])),
      ...(schema["nullable"] === true && { nullable: true }),
      ...(schema["x-kubernetes-preserve-unknown-fields"] === true && { open: true }),
      ...(intOrString && { intOrString }),
      ...(properties && { properties: this.fields(properties as Readonly<Record<string, Written>>) }),
      ...(typeof others === "object" && { additionalProperties: this.number(others) }),
      ...((others as unknown) === true && { additionalProperties: true }),
      ...(items && { items: this.number(items) }),
      ...(not && { not: this.number(not) }),
      ...Object.fromEntries(lists.map((key) => [key, list(key)])),
      ...((listType === "set" || listType === "map") && {
        identity: (schema["x-kubernetes-list-map-keys"] as readonly string[] | undefined) ?? [],
      }),
      ...(rules && { rules: rules.map(({ rule, message = "" }) => [rule, message] as const) }),
    } as SchemaNode;
  }

  private fields(properties: Readonly<Record<string, Written>>): Record<string, number> {
    return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, this.number(schema)]));
  }
}
