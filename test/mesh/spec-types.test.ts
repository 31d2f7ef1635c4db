import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv, { type SchemaObject } from "ajv";
import type * as z from "zod/mini";
import type { meshSpecSchema } from "../../src/mesh/schema";
import type { MeshSpecInput } from "../../src/mesh/spec-types";
import { repoRoot } from "../support/examples";
import { Editor } from "../support/language-service";

/*
 * src/mesh/spec-types.ts is written from the schema. That it is current is asked by test/mesh/json-schema.test.ts; that it says what zod
 * infers is asked by the compiler, here.
 */

type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Does not compile when the two differ in a key, in what a key takes, or in which keys may be left out. */
const same: Same<DeepReadonly<MeshSpecInput>, DeepReadonly<z.input<typeof meshSpecSchema>>> = true;

test("the generated types are those that zod infers", () => expect(same).toBe(true));

const probe = `import type { MeshUpgradeProps } from "meshstep";\ndeclare const p: MeshUpgradeProps;\n`;
const paths = new Editor({ "probe.ts": probe }).properties("probe.ts", "p");
const shown = editorShows(paths);

/** What an editor shows for each expression. */
function editorShows(expressions: readonly string[]) {
  const text = `${probe}${expressions.map((one) => `${one};\n`).join("")}`;
  const editor = new Editor({ "shown.ts": text });
  expect(editor.problems("shown.ts")).toEqual([]);
  return new Map(
    expressions.map((one) => [one, editor.quickInfo("shown.ts", text.indexOf(`\n${one};\n`) + one.length)]),
  );
}

interface Node extends SchemaObject {
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly properties?: Readonly<Record<string, Node>>;
}

const { properties } = JSON.parse(readFileSync(join(repoRoot, "schema/mesh.schema.json"), "utf8")) as {
  properties: { spec: Node };
};
const keys = new Map(keysBelow(properties.spec, "p"));

/** Every key of the JSON Schema by the expression that reaches it. */
function* keysBelow(node: Node, expression: string): Generator<[string, Node]> {
  if (node.items) yield* keysBelow(node.items, `${expression}![0]`);
  for (const branch of node.anyOf ?? []) yield* keysBelow(branch, expression);
  for (const [key, child] of Object.entries(node.properties ?? {})) {
    yield [`${expression}!.${key}`, child];
    yield* keysBelow(child, `${expression}!.${key}`);
  }
}

test("an editor shows a comment on every field, however deep", () => {
  expect(paths).toEqual(expect.arrayContaining([...keys.keys(), "p!.baseDir"]));
  expect(paths).toHaveLength(keys.size + 1);
  expect([...shown].filter(([, info]) => !info?.documentation).map(([path]) => path)).toEqual([]);
});

test("the comment names the default where there is one", () => {
  const withDefault = [...keys].filter(([, { default: value, properties }]) => value !== undefined && !properties);
  expect(withDefault.length).toBeGreaterThan(10);
  expect(withDefault.filter(([path]) => !shown.get(path)?.tags["default"]).map(([path]) => path)).toEqual([]);
  expect(shown.get("p!.upgrade!.strategy")?.tags["default"]).toBe("as it runs now");
  expect(shown.get("p!.namespaces![0]!.dataPlane")?.tags["default"]).toBe("the mesh's");
  expect(shown.get("p!.waypoints")?.tags["default"]).toBe("none");
});

/** What a number, a text or a list of them looks like, that its type does not show. */
function wantsExample({ enum: words, const: word, properties, items, default: value, type, anyOf }: Node): boolean {
  if (words || word !== undefined || properties || anyOf || type === "boolean") return false;
  if (items) return wantsExample(items);
  return value === undefined || typeof value === "object";
}

test("the comment has an example, that the schema accepts, where neither type nor default shows one", () => {
  const wanting = [...keys].filter(([, node]) => wantsExample(node));
  expect(wanting.length).toBeGreaterThan(20);
  expect(wanting.filter(([path]) => !shown.get(path)?.tags["example"]).map(([path]) => path)).toEqual([]);
  const ajv = new Ajv({ allowUnionTypes: true });
  for (const [path, node] of keys) {
    for (const example of node.examples ?? []) expect([path, ajv.validate(node, example)]).toEqual([path, true]);
  }
  expect(shown.get("p!.ztunnel!.terminationGracePeriodSeconds")).toMatchObject({
    documentation: expect.stringContaining("Seconds"),
    tags: { default: "the chart's 30", example: "300" },
  });
});
