/**
 * What a CRD says about one field, as the API server reads it: a structural schema whose children are numbers in a table of nodes,
 * so that what hundreds of schemas have in common is there once.
 */
export interface SchemaNode {
  readonly type?: "object" | "array" | "string" | "integer" | "number" | "boolean";
  readonly properties?: Readonly<Record<string, number>>;
  /** A node for the values of a map; `true` where every value is taken. */
  readonly additionalProperties?: number | true;
  readonly items?: number;
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly nullable?: true;
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
  readonly allOf?: readonly number[];
  readonly anyOf?: readonly number[];
  readonly oneOf?: readonly number[];
  readonly not?: number;
  /** Keys that the schema does not name are kept. */
  readonly open?: true;
  readonly intOrString?: true;
  /** What tells the items of a list apart: these keys, or the whole item where there are none. */
  readonly identity?: readonly string[];
  /** CEL rules, each with its message. */
  readonly rules?: readonly (readonly [rule: string, message: string])[];
}

/** Schemas by the set that they belong to (`sail 1.28.3`), then by `group/Kind`, then by version: numbers in the table. */
export interface SchemaTable {
  readonly nodes: readonly SchemaNode[];
  readonly sets: Readonly<Record<string, KindSchemas>>;
}

export type KindSchemas = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** A schema with the table that its numbers stand for. */
export interface Schema {
  readonly nodes: readonly SchemaNode[];
  readonly root: number;
}
