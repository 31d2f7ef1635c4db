import { execFile, execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { loadMeshes } from "../../src/mesh/load";
import { type RenderedMesh, renderMesh, treeOf } from "../../src/render/render";
import { compareTree } from "../../src/snapshot/write/compare";
import { testWhere } from "../support/where";

const root = join(__dirname, "..", "..");
const meshes = loadMeshes(["examples"], { cwd: root });
const rendered = meshes.map(({ mesh }) => renderMesh(mesh));
const hasKubectl = spawnSync("kubectl", ["version", "--client"]).status === 0;

test.each(rendered.map((one) => [one.plan.mesh.name, one] as const))("out/%s is what synth writes", (_name, one) => {
  expect(compareTree(join(root, "out"), treeOf(one))).toMatchObject({ added: [], changed: [], removed: [] });
});

test("every folder of out/ belongs to an example", () => {
  expect(readdirSync(join(root, "out")).sort()).toEqual(rendered.map((one) => one.plan.mesh.name).sort());
});

test("the examples have no findings but faults of versions that the seeds name, and of the one that a Gateway leaves", () => {
  const said = rendered.flatMap((one) => one.findings).map(({ rule, severity }) => `${rule} ${severity}`);
  expect([...new Set(said)].sort()).toEqual(["VER008 warning", "WPT003 warning"]);
});

/** A kustomization includes every folder below it, so the root of a phase builds all of it. */
function manifestsOf({ plan }: RenderedMesh): string[] {
  return plan.phases.map(({ dir }) => join(root, "out", plan.mesh.name, "phases", dir, "manifests"));
}

function foldersBelow(manifests: string): string[] {
  return readdirSync(manifests, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith("kustomization.yaml"))
    .map((path) => join(manifests, path, ".."));
}

testWhere(hasKubectl, "kubectl is not installed")(
  "kubectl kustomize accepts every phase, and any folder of one",
  async () => {
    const roots = rendered.flatMap(manifestsOf);
    // Engines are also pointed at single layers; those of one example stand for all.
    const ambient = rendered.find(({ plan }) => plan.mesh.name === "prod-east");
    const layers = foldersBelow((ambient && manifestsOf(ambient).at(-1)) ?? "");
    expect(roots.length).toBeGreaterThan(rendered.length * 3);
    expect(layers.length).toBeGreaterThan(5);
    const queue = [...new Set([...roots, ...layers])];
    const run = promisify(execFile);
    const worker = async () => {
      for (let folder = queue.pop(); folder !== undefined; folder = queue.pop()) {
        const { stdout } = await run("kubectl", ["kustomize", folder]);
        const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
          path.endsWith(".yaml"),
        );
        const objects = files.filter((path) => !path.endsWith("kustomization.yaml"));
        expect([folder, stdout.match(/^kind: /gm)?.length ?? 0]).toEqual([folder, objects.length]);
      }
    };
    await Promise.all([worker(), worker()]);
  },
);

test("npx cdk8s synth writes the same bytes as meshstep synth", () => {
  // The CLI empties its output folder, so it works on a copy of what cdk8s.yaml names.
  const scratch = mkdtempSync(join(tmpdir(), "meshstep-cdk8s-"));
  for (const name of ["cdk8s.yaml", "examples", "dist", "schema", "package.json"]) {
    cpSync(join(root, name), join(scratch, name), { recursive: true });
  }
  execFileSync("ln", ["-s", join(root, "node_modules"), join(scratch, "node_modules")]);
  execFileSync(join(root, "node_modules/.bin/cdk8s"), ["synth"], {
    cwd: scratch,
    stdio: "pipe",
    env: { ...process.env, CI: "true", CHECK_UPGRADE: "false" },
  });
  const one = rendered.find(({ plan }) => plan.mesh.name === "prod-east");
  expect(one && compareTree(join(scratch, "out"), treeOf(one))).toMatchObject({ added: [], changed: [], removed: [] });
  rmSync(scratch, { recursive: true });
  expect(existsSync(scratch)).toBe(false);
});

test("cdk8s.yaml names an example and the folder of its mesh", () => {
  const text = readFileSync(join(root, "cdk8s.yaml"), "utf8");
  expect(text).toContain("examples/openshift-ambient-patch/mesh.yaml");
  expect(text).toContain("output: out/prod-east");
});
