import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { transformSync } from "esbuild";
import { layerIds, layers } from "../../src/constructs/layers";
import * as library from "../../src/index";
import { repoRoot } from "../support/examples";
import { Editor } from "../support/language-service";

const read = (name: string) => readFileSync(join(repoRoot, name), "utf8");

/** The TypeScript of a page. */
function blocks(text: string): string[] {
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? "");
}

const guide = read("docs/typescript.md");
const programs = [...blocks(guide), ...blocks(read("README.md"))];

describe("docs/typescript.md and README.md", () => {
  const files = Object.fromEntries(programs.map((code, index) => [`guide-${index}.ts`, code]));
  const editor = new Editor(files);

  test.each(Object.keys(files))("%s compiles", (name) => {
    expect(editor.problems(name)).toEqual([]);
  });

  const folder = mkdtempSync(join(tmpdir(), "meshstep-guide-"));
  beforeAll(() => {
    for (const name of ["cdk8s", "constructs"]) link(join(repoRoot, "node_modules", name), name);
    link(repoRoot, "meshstep");
    const example = join(repoRoot, "examples/openshift-ambient-patch");
    cpSync(example, folder, { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function link(target: string, name: string): void {
    mkdirSync(join(folder, "node_modules"), { recursive: true });
    symlinkSync(target, join(folder, "node_modules", name));
  }

  test.each(Object.entries(files))(
    "%s runs",
    (name, code) => {
      writeFileSync(join(folder, `${name}.js`), transformSync(code, { loader: "ts", format: "cjs" }).code);
      const { status, stderr } = spawnSync(process.execPath, [`${name}.js`], { cwd: folder, encoding: "utf8" });
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    },
    60_000,
  );

  test("what they say is written is written", () => {
    for (const mesh of ["prod-east", "prod-west", "prod"]) {
      expect(existsSync(join(folder, "out", mesh, "PLAN.md"))).toBe(true);
    }
    const layer = (id: keyof typeof layers) => `out/prod/phases/00-baseline/manifests/${layers[id].folder}`;
    expect(existsSync(join(folder, layer("routing"), "authorizationpolicy-allow.yaml"))).toBe(true);
    expect(existsSync(join(folder, layer("control-plane"), "poddisruptionbudget-istiod.yaml"))).toBe(true);
  });

  test("the table of layers holds their waves", () => {
    const rows = [...guide.matchAll(/^\| (`.*?`) \| ([\d, ]+) \|/gm)];
    const told = rows.flatMap(([, ids = "", waves = ""]) => {
      const numbers = waves.split(", ").map(Number);
      return [...ids.matchAll(/`(.*?)`/g)].map(([, id], index) => [id, numbers[index]]);
    });
    expect(told.length).toBeGreaterThan(5);
    for (const [id, wave] of told) expect([id, wave]).toEqual([id, layers[id as keyof typeof layers]?.wave]);
    expect(layerIds).toEqual(expect.arrayContaining(told.map(([id]) => id)));
  });

  test("links lead somewhere", () => {
    for (const page of ["docs/typescript.md", "docs/api.md"]) {
      for (const [, target = ""] of read(page).matchAll(/\]\(((?!https?:|#)[^)]+)\)/g)) {
        expect([target, existsSync(join(repoRoot, dirname(page), target))]).toEqual([target, true]);
      }
    }
  });
});

describe("docs/api.md", () => {
  const api = read("docs/api.md");
  const names = [...api.matchAll(/^### (\w+)$/gm)].map((match) => match[1] ?? "");

  test("is what scripts/api.mjs writes", () => {
    const script = join(repoRoot, "scripts/api.mjs");
    expect(() => execFileSync(process.execPath, [script, "--check"], { stdio: "pipe" })).not.toThrow();
  }, 120_000);

  test("holds what a cdk8s user needs, and no more", () => {
    expect(Object.keys(library).sort()).toEqual([
      "InputError",
      "Istio",
      "IstioCni",
      "IstioRevisionTag",
      "MeshApp",
      "MeshNamespace",
      "MeshUpgrade",
      "OperatorGroup",
      "Subscription",
      "Waypoint",
      "Ztunnel",
      "inLayer",
      "loadMeshes",
      "planUpgrade",
    ]);
    const types = names.filter((name) => !(name in library) && !/Spec(Input)?$/.test(name)).sort();
    expect(types).toEqual(
      [
        "Finding",
        "HelmValues",
        "IstioCniProps",
        "IstioProps",
        "IstioRevisionTagProps",
        "LayerId",
        "LoadedMesh",
        "MeshAppProps",
        "MeshNamespaceProps",
        "MeshUpgradeProps",
        "OperatorGroupProps",
        "PhaseChart",
        "PhaseObject",
        "Phase",
        "Plan",
        "Problem",
        "SubscriptionProps",
        "WaypointProps",
        "ZtunnelProps",
      ].sort(),
    );
  });

  test("every example compiles", () => {
    const examples = api
      .split(/^### /m)
      .slice(1)
      .map((text) => [text.split("\n")[0] ?? "", blocks(text).at(-1) ?? ""] as const);
    const prelude = [
      'import { Chart } from "cdk8s";',
      `import { ${names.map((name) => (name in library ? name : `type ${name}`)).join(", ")} } from "meshstep";`,
      "declare const app: MeshApp, upgrade: MeshUpgrade, chart: Chart;",
    ].join("\n");
    const editor = new Editor(
      Object.fromEntries(
        examples.map(([name, code]) => [`${name}.example.ts`, `${prelude}\n{\n${code}}\nexport {};\n`]),
      ),
    );
    expect(examples.length).toBe(names.length);
    for (const [name, code] of examples) {
      expect(code).toContain(name);
      expect(editor.problems(`${name}.example.ts`)).toEqual([]);
    }
  }, 120_000);
});
