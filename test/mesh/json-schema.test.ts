import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv, { type SchemaObject } from "ajv";
import { parse } from "yaml";
import { meshSchema } from "../../src/mesh/schema";
import { repoRoot } from "../support/examples";
import { designMesh, meshText } from "../support/mesh-text";

interface JsonSchema extends SchemaObject {
  readonly description?: string;
  readonly type?: string;
  readonly default?: unknown;
  readonly items?: JsonSchema;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}

const schema = JSON.parse(readFileSync(join(repoRoot, "schema/mesh.schema.json"), "utf8")) as JsonSchema;
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

test("the committed schemas are current", () => {
  const { status, stderr } = spawnSync(process.execPath, [join(repoRoot, "scripts/schema.mjs"), "--check"], {
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

test("accepts the mesh of the design, as editors read it", () => {
  validate(parse(designMesh));
  expect(validate.errors).toBeNull();
});

/** What editors and meshstep say of the same mesh; `spec` is laid over the least that a mesh needs. */
const cases: readonly [good: boolean, spec: unknown][] = [
  [true, {}],
  [true, { version: "1.28.1" }],
  [true, { version: "v1.28.1-beta.1" }],
  [true, { version: "v1.28-latest" }],
  [false, { version: 1.28 }],
  [false, { version: "1.28" }],
  [false, { version: "latest" }],
  [false, { version: "v1.028.1" }],
  [false, { version: "v1.28.1\n" }],
  [false, { versoin: "v1.28.1" }],
  [false, { distribution: "istio" }],
  [false, { dataPlane: null }],
  [true, { operator: { release: "v1.28.1" } }],
  [false, { operator: {} }],
  [false, { operator: { release: "1.28" } }],
  [true, { operator: { release: "1.28.1", subscription: { namespace: "operators", channel: "stable-1.28" } } }],
  [false, { operator: { release: "1.28.1", subscription: { namespace: "operators", channel: "a b" } } }],
  [
    false,
    { operator: { release: "1.28.1", subscription: { namespace: "operators", channel: "s", approval: "manual" } } },
  ],
  [true, { upgrade: { to: "v1.29.0", acceptVendorJumps: ["1.24->1.26"] } }],
  [false, { upgrade: {} }],
  [false, { upgrade: { to: "v1.29.0", acceptVendorJumps: ["1.24-1.26"] } }],
  [false, { upgrade: { to: "v1.29.0", strategy: "Canary" } }],
  [true, { upgrade: { to: "v1.29.0", ztunnel: { terminationGracePeriodSeconds: 0 } } }],
  [false, { upgrade: { to: "v1.29.0", ztunnel: { terminationGracePeriodSeconds: 1.5 } } }],
  [true, { controlPlane: {} }],
  [true, { controlPlane: { values: { anything: [1, null, { deep: true }] } } }],
  [false, { controlPlane: { values: [] } }],
  [false, { controlPlane: { highAvailability: { minReplicas: 1 } } }],
  [true, { controlPlane: { highAvailability: { minReplicas: 2 } } }],
  [true, { controlPlane: { discoverySelectors: [{ matchLabels: { "istio.io/x": "" } }] } }],
  [false, { controlPlane: { discoverySelectors: [{ matchLabels: { "-": "" } }] } }],
  [false, { controlPlane: { discoverySelectors: [{ matchLabels: { a: "x".repeat(64) } }] } }],
  [true, { controlPlane: { discoverySelectors: [{ matchExpressions: [{ key: "a", operator: "Exists" }] }] } }],
  [false, { controlPlane: { discoverySelectors: [{ matchExpressions: [{ key: "a", operator: "exists" }] }] } }],
  [true, { namespaces: [{ name: "a", waypoint: { name: "w", namespace: "b" }, labels: { a: "b" } }] }],
  [false, { namespaces: [{ name: "A" }] }],
  [false, { namespaces: [{ name: "a".repeat(64) }] }],
  [false, { namespaces: [{ name: "a", labels: { a: 1 } }] }],
  [false, { namespaces: { name: "a" } }],
  [true, { waypoints: [{ name: "w", namespace: "a", for: "all" }] }],
  [false, { waypoints: [{ name: "w" }] }],
  [true, { verify: {} }],
  [true, { verify: { requests: [request({})] } }],
  [true, { verify: { requests: [request({ url: "https://[::1]:8443/a?b=c" })] } }],
  [false, { verify: { requests: [request({ url: "ftp://x" })] } }],
  [false, { verify: { requests: [request({ url: "x" })] } }],
  [false, { verify: { requests: [request({ url: "http://a b/" })] } }],
  [false, { verify: { requests: [request({ expect: { status: 600 } })] } }],
  [false, { verify: { requests: [request({ from: { namespace: "a", serviceAccount: "A" } })] } }],
  [true, { delivery: {} }],
  [true, { delivery: { engine: "flux" } }],
  [false, { delivery: { engine: "kubectl" } }],
  [true, { delivery: { repository: { url: "https://git.example.com:8443/team/mesh.git" } } }],
  [true, { delivery: { repository: { url: "ssh://git@git.example.com/team/mesh.git" } } }],
  [true, { delivery: { repository: { url: "git@git.example.com:team/mesh.git" } } }],
  [false, { delivery: { repository: { url: "https://user:token@git.example.com/team/mesh.git" } } }],
  [false, { delivery: { repository: { url: "https://token@git.example.com/team/mesh.git" } } }],
  [false, { delivery: { repository: { url: "team/mesh" } } }],
  [false, { delivery: { repository: { url: "https://git.example.com/a b.git" } } }],
  [true, { delivery: { repository: { revision: "release/1.x", path: "live/prod" } } }],
  [false, { delivery: { repository: { revision: "a b" } } }],
  [false, { delivery: { repository: { revision: "-x" } } }],
  [true, { delivery: { repository: { path: "." } } }],
  [false, { delivery: { repository: { path: "/live" } } }],
  [false, { delivery: { repository: { path: "live/" } } }],
  [false, { delivery: { repository: { path: "../live" } } }],
  [false, { delivery: { repository: { path: "live/../../etc" } } }],
  [true, { delivery: { argocd: { namespace: "gitops", project: "team.a", destination: { name: "east" } } } }],
  [true, { delivery: { argocd: { destination: { server: "https://east.example.com:6443" } } } }],
  [false, { delivery: { argocd: { destination: "https://east.example.com:6443" } } }],
  [true, { delivery: { flux: { namespace: "gitops", sourceRef: { name: "live" } } } }],
  [true, { delivery: { flux: { sourceRef: { kind: "OCIRepository" } } } }],
  [false, { delivery: { flux: { sourceRef: { kind: "HelmRepository" } } } }],
  [true, { manifests: ["l7/*.yaml", "!l7/x.yaml"] }],
  [false, { manifests: [""] }],
  [false, { manifests: "l7/*.yaml" }],
];

function request(over: object): object {
  const from = { namespace: "a", serviceAccount: "b.c" };
  return { name: "q", from, url: "http://reviews:9080/", expect: { status: 200 }, ...over };
}

test.each(cases)("%s: %j", (good, spec) => {
  const least = parse(meshText()) as { spec: object };
  const document = { ...least, spec: { ...least.spec, ...(spec as object) } };
  expect({ editor: validate(document), meshstep: meshSchema.safeParse(document).success }).toEqual({
    editor: good,
    meshstep: good,
  });
});

test.each([
  [{ apiVersion: "meshstep.dev/v1" }],
  [{ kind: "mesh" }],
  [{ metadata: { name: "../east" } }],
  [{ metadata: { name: "east", labels: {} } }],
  [{ status: {} }],
])("refuses %j beside spec", (over) => {
  const document = { ...(parse(meshText()) as object), ...over };
  expect(validate(document)).toBe(false);
  expect(meshSchema.safeParse(document).success).toBe(false);
});

/** Every map of the schema, with its path. */
function* maps(node: JsonSchema, path: string): Generator<[string, JsonSchema]> {
  if (node.type === "object") yield [path, node];
  if (node.items) yield* maps(node.items, `${path}[]`);
  for (const [key, child] of Object.entries(node.properties ?? {})) yield* maps(child, `${path}.${key}`);
}

test("every map is closed, and every key is described", () => {
  const open: string[] = [];
  const bare: string[] = [];
  for (const [path, node] of maps(schema, "")) {
    if (!node.properties) continue;
    if (node.additionalProperties !== false) open.push(path);
    for (const [key, child] of Object.entries(node.properties)) if (!child.description) bare.push(`${path}.${key}`);
  }
  expect({ open, bare }).toEqual({ open: [], bare: [] });
});

test("where there is a value as default, the comment names the same one", () => {
  const told: string[] = [];
  for (const [path, node] of maps(schema, "")) {
    for (const [key, { default: standard, description = "" }] of Object.entries(node.properties ?? {})) {
      if (typeof standard === "string" && description.includes("Default:")) told.push(`${path}.${key}`);
    }
  }
  expect(told).toEqual([]);
});

test("defaults stand as values, or in words where they are none", () => {
  const at = (...keys: string[]) => keys.reduce((node, key) => node.properties?.[key] ?? {}, schema);
  expect(at("spec", "upgrade", "phases").default).toBe("separate");
  expect(at("spec", "controlPlane", "namespace").default).toBe("istio-system");
  expect(at("spec", "operator", "subscription", "approval").description).toBe("Who approves InstallPlans.");
  expect(at("spec", "operator", "subscription", "source").description).toMatch(/ Default: the distribution's\.$/);
  expect(at("spec", "controlPlane", "discoverySelectors").description).toMatch(/ Default: all\.$/);
});
