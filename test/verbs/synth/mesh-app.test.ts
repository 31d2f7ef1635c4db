import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ApiObject, App, Chart, JsonPatch } from "cdk8s";
import { Construct } from "constructs";
import { MeshUpgrade } from "../../../src/constructs/mesh-upgrade";
import { formatProblem, InputError } from "../../../src/findings/input-error";
import { meshFromSpec } from "../../../src/mesh/defaults";
import { loadMeshes } from "../../../src/mesh/load";
import { planUpgrade } from "../../../src/plan/plan";
import { checked, renderMesh, treeOf } from "../../../src/render/render";
import { snapshotsOf } from "../../../src/snapshot/snapshot";
import { MeshApp } from "../../../src/verbs/synth/mesh-app";
import { phaseDirs, props, refused, route, thrown, written } from "../../constructs/app-support";
import { repoRoot } from "../../support/examples";
import { scratchFolder } from "../../support/scratch";

describe("a chart of the user's own", () => {
  test("beside the upgrade is an error that says what to do", () => {
    const problems = refused((_, app) => {
      const chart = new Chart(app, "l7");
      route(chart, "a");
      route(chart, "b");
      route(new Chart(new Construct(app, "stack"), "deep"));
    });
    expect(problems.map(formatProblem)).toEqual([
      expect.stringMatching(
        /^l7: this chart belongs to no phase of a mesh, so its objects would not be written\n {2}make it a child of the MeshUpgrade/,
      ),
      expect.stringMatching(/^stack\/deep: this chart belongs to no phase/),
    ]);
  });

  test("is told apart when it holds the upgrade itself", () => {
    const app = new MeshApp({ outdir: scratchFolder() });
    const chart = new Chart(app, "outer");
    new MeshUpgrade(chart, "prod", props);
    app.synth();
    route(chart);
    expect(() => app.synth()).toThrow(/^outer: this chart belongs to no phase/);
  });

  test("that holds nothing loses nothing", () => {
    written((_, app) => void new Construct(new Chart(app, "empty"), "inside"));
  });
});

test("validations of the user's own are asked, as a cdk8s App asks them", () => {
  const problems = refused((upgrade, app) => {
    route(new Chart(upgrade, "mine")).node.addValidation({ validate: () => ["no retries"] });
    app.node.addValidation({ validate: () => ["no cost centre"] });
  });
  expect(problems.map(formatProblem).sort()).toEqual(["app: no cost centre", "prod/mine/route: no retries"]);
});

test("what stops one mesh stops all: nothing is written", () => {
  const problems = refused((upgrade, app) => {
    new MeshUpgrade(app, "other", props);
    route(new Chart(upgrade, "mine"), "route", { kind: "List" });
  });
  expect(problems).toHaveLength(1);
});

test("two upgrades of one name would be written over each other", () => {
  const app = new MeshApp({ outdir: scratchFolder() });
  for (const stack of ["a", "b"]) new MeshUpgrade(new Construct(app, stack), "prod", props);
  expect(thrown(() => app.synth())).toBeInstanceOf(InputError);
});

test("a finding that stops the mesh names the construct that it is about", () => {
  const problems = refused((upgrade) => {
    const chart = new Chart(upgrade, "mine");
    route(chart, "ns", {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "shop", annotations: { "argocd.argoproj.io/sync-options": "Prune=true" } },
    });
  });
  expect(problems.map(formatProblem)).toEqual([expect.stringMatching(/^prod\/mine\/ns: DEL004: Namespace without /)]);
});

describe("the output folder", () => {
  const before = process.env["CDK8S_OUTDIR"];
  afterEach(() => {
    if (before === undefined) delete process.env["CDK8S_OUTDIR"];
    else process.env["CDK8S_OUTDIR"] = before;
  });

  test.each([{}, { outdir: undefined }])("is that of cdk8s synth, when the app names none: %j", (given) => {
    const outdir = scratchFolder();
    process.env["CDK8S_OUTDIR"] = outdir;
    const app = new MeshApp(given as object);
    new MeshUpgrade(app, "prod", props);
    app.synth();
    expect(readdirSync(join(outdir, "prod/phases"))).toEqual([...phaseDirs]);
  });

  test("is out otherwise", () => {
    delete process.env["CDK8S_OUTDIR"];
    expect(new MeshApp().outdir).toBe("out");
  });
});

test("a plan gives the same bytes as the description that it was made from, and as the command line", () => {
  const described = written(() => undefined);
  const plan = new MeshUpgrade(new App(), "prod", props).plan;
  const outdir = scratchFolder();
  const app = new MeshApp({ outdir });
  new MeshUpgrade(app, "prod", plan);
  app.synth();
  const rendered = treeOf(renderMesh(meshFromSpec("prod", props))).files;
  expect(rendered.size).toBeGreaterThan(50);
  for (const [path, text] of rendered) {
    expect([path, described.text(path)]).toEqual([path, text]);
    expect([path, readFileSync(join(outdir, "prod", path), "utf8")]).toEqual([path, text]);
  }
});

describe("the constructs of a mesh and the command line render the same", () => {
  const meshes = loadMeshes([join(repoRoot, "examples")], { cwd: repoRoot }).map(({ mesh }) => mesh);
  const withJobs = { ...props, delivery: { engine: "argocd" as const, gates: { mode: "jobs" as const } } };
  const owned = [{ name: "shop", ownership: "owned" as const }];
  // More than stand in a tree at once.
  const carried = Array.from({ length: 1100 }, (_, index) => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: `x-${index}`, namespace: "shop" },
  }));

  test.each([
    ...meshes,
    meshFromSpec("with-jobs", withJobs),
    meshFromSpec("owned", { ...props, namespaces: owned, waypoints: [] }),
    meshFromSpec("carrying", { ...props, namespaces: owned, waypoints: [] }, { carried }),
  ])("$name", (mesh) => {
    const plan = planUpgrade(mesh);
    const own = checked(plan, snapshotsOf(new MeshUpgrade(new App(), mesh.name, plan)));
    expect(own.findings).toEqual(renderMesh(mesh).findings);
    expect([...treeOf(own).files]).toEqual([...treeOf(renderMesh(mesh)).files]);
  });
});

test("what was added or changed in TypeScript is not written down as what the mesh alone gives", () => {
  const made = (one: { text(path: string): string }) => JSON.parse(one.text("plan.json")).made;
  expect(made(written(() => undefined))).toEqual({
    by: expect.any(String),
    of: expect.any(String),
    files: expect.any(String),
  });
  expect(made(written((upgrade) => void route(new Chart(upgrade, "mine"))))).toBeUndefined();
  const changed = written((upgrade) => {
    const objects = upgrade.node.findAll().filter((one) => ApiObject.isApiObject(one));
    objects.find(({ kind }) => kind === "Istio")?.addJsonPatch(JsonPatch.add("/metadata/labels", { team: "mesh" }));
  });
  expect(made(changed)).toBeUndefined();
});
