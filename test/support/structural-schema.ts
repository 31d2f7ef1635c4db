/** What a CRD says about one field, as the API server reads it. */
export interface Schema {
  readonly type?: "object" | "array" | "string" | "integer" | "number" | "boolean";
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
  readonly "x-kubernetes-int-or-string"?: boolean;
  readonly "x-kubernetes-list-type"?: "atomic" | "set" | "map";
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
  readonly "x-kubernetes-validations"?: readonly { readonly rule: string; readonly message?: string }[];
}

export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The schema of one key: a declared field first, else the map's value schema. */
function schemaOf(schema: Schema, key: string): Schema | undefined {
  if (schema.properties && Object.hasOwn(schema.properties, key)) return schema.properties[key];
  return typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
}

/**
 * Does to `value`, in place, what the API server does before it validates, in its order: prune unknown fields, drop nulls, fill defaults.
 * Whatever gets lost is returned as a problem, because what is committed would then not be what runs.
 *
 * Null, as in `apiextensions-apiserver` (schema/defaulting): on a nullable field it stays; on any other field with a default the default replaces it;
 * on any other field without one it is dropped; in an array it stays and fails validation. Under `x-kubernetes-preserve-unknown-fields`
 * nothing is known of an undeclared key, so it stays as it is, null included. `spec.values` of the Sail kinds is typed, so a null on one
 * of its fields never reaches the chart.
 */
export function admit(value: unknown, schema: Schema, path: string): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => (schema.items ? admit(item, schema.items, `${path}[${index}]`) : []));
  }
  if (!isFields(value)) return [];
  const lost: string[] = [];
  for (const key of Object.keys(value)) {
    const at = path ? `${path}.${key}` : key;
    const field = schemaOf(schema, key);
    if (!field) {
      if (schema["x-kubernetes-preserve-unknown-fields"] || schema.additionalProperties === true) continue;
      if (schema.type !== "object" && !schema.properties) continue;
      lost.push(`${at}: unknown field, the API server prunes it`);
      delete value[key];
    } else if (value[key] === null && !field.nullable) {
      lost.push(
        field.default === undefined
          ? `${at}: null on a field that is not nullable, the API server drops it`
          : `${at}: null on a field that is not nullable, the API server replaces it by ${JSON.stringify(field.default)}`,
      );
      delete value[key];
    }
  }
  for (const [key, field] of Object.entries(schema.properties ?? {})) {
    if (field.default !== undefined && !Object.hasOwn(value, key)) value[key] = structuredClone(field.default);
  }
  for (const [key, inner] of Object.entries(value)) {
    const field = schemaOf(schema, key);
    if (field) lost.push(...admit(inner, field, path ? `${path}.${key}` : key));
  }
  return lost;
}
