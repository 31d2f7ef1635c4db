/**
 * Writes the JSON Schemas in schema/ and the types of what people write (src/mesh/spec-types.ts) from the zod schemas in src/, with the
 * comments above their keys as descriptions.
 *
 *   node scripts/schema.mjs            writes them
 *   node scripts/schema.mjs --check    exits 1 when a committed one is stale
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { parse } from "yaml";
import { load, root } from "./load.mjs";
import { describedKeys } from "./schema-comments.mjs";
import { specTypes } from "./spec-types.mjs";

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

/** The types of `spec`, for TypeScript: what {@link specTypes} makes of the input schema. */
const types = {
  source: "src/mesh/schema.ts",
  schema: "meshSpecSchema",
  out: "src/mesh/spec-types.ts",
  name: "MeshSpecInput",
  about: "A mesh as in `spec` of mesh.yaml: what runs now, and where it should go.",
  example: {
    distribution: "openshift",
    dataPlane: "ambient",
    version: "v1.28.4",
    operator: { release: "3.3.1" },
    upgrade: { to: "v1.28.5" },
  },
};

const { values: options } = parseArgs({ options: { check: { type: "boolean", default: false } } });
const texts = [
  ...schemas.filter(({ source }) => existsSync(join(root, source))).map((row) => [row.out, jsonSchemaText(row)]),
  [types.out, typesText(types)],
];
const stale = [];
for (const [out, text] of texts) {
  const file = join(root, out);
  if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
  if (options.check) {
    stale.push(out);
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.error(`wrote ${out}`);
  }
}
if (stale.length > 0) {
  console.error(`${stale.join(", ")}: stale; run node scripts/schema.mjs`);
  process.exitCode = 1;
}

function typesText({ source, schema, ...outermost }) {
  const { node, keys } = readSchema(source, schema, "input");
  const head = `/*\n * Written by scripts/schema.mjs from ${source}; after a change there: npm run schema.\n */\n\n`;
  return head + specTypes(node, keys, outermost);
}

function jsonSchemaText({ source, name, out, title, description, io }) {
  const { node, keys } = readSchema(source, name, io);
  describe(node, keys);
  const { $schema, ...rest } = node;
  const schema = { $schema, $id: `https://meshstep.dev/${out}`, title, description, ...rest };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** A zod schema as JSON Schema, and the comments above its keys. */
function readSchema(source, name, io) {
  // Bundled together, so that the schema meets the very zod that reads it.
  const { schema, toJSONSchema } = load(
    `export { ${name} as schema } from "./${source.replace(/\.ts$/, "")}"; export { toJSONSchema } from "zod/mini";`,
  );
  const node = toJSONSchema(schema, { target: "draft-7", io, override: dropSafeIntegerBounds });
  return { node, keys: describedKeys(join(root, source), name) };
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
    const { text, standard, example } = described;
    // A default that is no value of the key ("the distribution's") is told in words.
    const told = standard && standard !== String(child.default) ? `Default: ${standard}.` : "";
    const description = [text, told].filter(Boolean).join(" ");
    node.properties[key] = {
      ...(description ? { description } : {}),
      ...child,
      ...(example === undefined ? {} : { examples: [parse(example)] }),
    };
  }
}
