import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../basics/package-folder";
import type { Schema, SchemaTable } from "./node";

/** The tables that ship with meshstep, each read when the first object asks for it. */
export type TableName = "sail" | "gateway-api" | "istio" | "istio-more" | "argocd" | "flux";

const tables = new Map<TableName, SchemaTable>();

/** A table of schemas, read once. */
export function schemaTable(name: TableName): SchemaTable {
  const known = tables.get(name);
  if (known) return known;
  const table = JSON.parse(
    readFileSync(join(packageFolder(), "schema", "crds", `${name}.json`), "utf8"),
  ) as SchemaTable;
  tables.set(name, table);
  return table;
}

/** The schema of one version of a kind, or undefined when the set does not serve it. */
export function schemaOf(table: SchemaTable, set: string, kind: string, version: string): Schema | undefined {
  const root = table.sets[set]?.[kind]?.[version];
  return root === undefined ? undefined : { nodes: table.nodes, root };
}
