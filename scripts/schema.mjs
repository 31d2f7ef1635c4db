/**
 * Writes the JSON Schemas in schema/ from the zod schemas in src/, with the comments above their keys as descriptions.
 *
 *   node scripts/schema.mjs            writes them
 *   node scripts/schema.mjs --check    exits 1 when a committed one is stale
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { load, root } from "./load.mjs";
import { describedKeys } from "./schema-comments.mjs";

/** One row per schema. `io`: what people write (defaults may be left out), or what meshstep writes. */
const schemas = [
  {
    source: "src/mesh/schema.ts",
    name: "meshSchema",
    out: "schema/mesh.schema.json",
    title: "meshstep: mesh.yaml",
    description: "A mesh as it runs now, and where it should go.",
    io: "input",
  },
  {
    source: "src/snapshot/plan-schema.ts",
    name: "planFileSchema",
    out: "schema/plan.schema.json",
    title: "meshstep: plan.json",
    description: "A planned upgrade: its phases, what is in force in each, gates, findings and files.",
    io: "output",
  },
];

const { values: options } = parseArgs({ options: { check: { type: "boolean", default: false } } });
const stale = [];
for (const row of schemas) {
  if (!existsSync(join(root, row.source))) continue;
  const text = `${JSON.stringify(jsonSchema(row), null, 2)}\n`;
  const file = join(root, row.out);
  if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
  if (options.check) {
    stale.push(row.out);
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.error(`wrote ${row.out}`);
  }
}
if (stale.length > 0) {
  console.error(`${stale.join(", ")}: stale; run node scripts/schema.mjs`);
  process.exitCode = 1;
}

function jsonSchema({ source, name, out, title, description, io }) {
  // Bundled together, so that the schema meets the very zod that reads it.
  const { schema, toJSONSchema } = load(
    `export { ${name} as schema } from "./${source.replace(/\.ts$/, "")}"; export { toJSONSchema } from "zod/mini";`,
  );
  const { $schema, ...rest } = toJSONSchema(schema, { target: "draft-7", io, override: dropSafeIntegerBounds });
  describe(rest, describedKeys(join(root, source), name));
  return { $schema, $id: `https://meshstep.dev/${out}`, title, description, ...rest };
}

/** Bounds that say no more than `integer` does. */
function dropSafeIntegerBounds({ jsonSchema: node }) {
  if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
  if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum;
}

/** Lays the comments over the JSON Schema: both have the same shape. */
function describe(node, keys) {
  if (node.items) describe(node.items, keys);
  for (const branch of node.anyOf ?? []) describe(branch, keys);
  if (typeof node.additionalProperties === "object") describe(node.additionalProperties, keys);
  for (const [key, child] of Object.entries(node.properties ?? {})) {
    const described = keys.get(key);
    if (!described) continue;
    describe(child, described.keys);
    const { text, standard } = described;
    // A default that is no value of the key ("the distribution's") is told in words.
    const told = standard && standard !== String(child.default) ? `Default: ${standard}.` : "";
    const description = [text, told].filter(Boolean).join(" ");
    node.properties[key] = { ...(description ? { description } : {}), ...child };
  }
}
