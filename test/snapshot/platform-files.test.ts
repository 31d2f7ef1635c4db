import { join } from "node:path";
import { parse } from "yaml";
import { platformPrefix } from "../../src/delivery/names";
import { loadMeshes } from "../../src/mesh/load";
import type { KubernetesObject, Mesh } from "../../src/mesh/mesh";
import { isEmittable, planUpgrade } from "../../src/plan/plan";
import { checked, renderMesh, treeOf } from "../../src/render/render";
import { meshOf } from "../delivery/meshes";
import { meshes } from "../properties/meshes";
import { commonCrdSets, describeWithCrds, validateObject } from "../support/crds";
import { fc } from "../support/fast-check";
import { expectGolden } from "../support/golden";

const root = join(__dirname, "..", "..");

/** `platform/…` of a mesh, as text. */
function platformOf(mesh: Mesh): ReadonlyMap<string, string> {
  return new Map([...treeOf(renderMesh(mesh)).files].filter(([path]) => path.startsWith("platform/")));
}

function exampleMesh(name: string): Mesh {
  const found = loadMeshes(["examples"], { cwd: root }).find(({ mesh }) => mesh.name === name);
  if (!found) throw new Error(`no example describes ${name}`);
  return found.mesh;
}

function withEngine(mesh: Mesh, engine: "argocd" | "flux"): Mesh {
  const repository = { ...mesh.delivery.repository, url: "https://git.example.com/team/mesh.git" };
  return { ...mesh, delivery: { ...mesh.delivery, engine, repository } };
}

/** The folders of the live folder that a file points its engine at, below it. */
function pointedAt(file: KubernetesObject, mesh: string): readonly string[] {
  const { path, source } = (file["spec"] ?? {}) as { path?: string; source?: { path: string } };
  const folder = path ?? source?.path;
  return folder === undefined ? [] : [folder.replace(/^\.\//, "").replace(`live/${mesh}/`, "")];
}

function objectsOf(files: ReadonlyMap<string, string>): readonly KubernetesObject[] {
  return [...files]
    .filter(([path]) => path.endsWith(".yaml") && !path.endsWith("/kustomization.yaml"))
    .map(([, text]) => parse(text) as KubernetesObject);
}

describe("golden files", () => {
  test.each([["prod-east"], ["sail-minors"]])("%s", (name) => {
    for (const [path, text] of platformOf(exampleMesh(name))) expectGolden(`${name}-${path}`, text);
  });
});

test("without an engine there is nothing to point at the mesh", () => {
  expect([...platformOf(meshOf()).keys()]).toEqual([]);
});

test("Applications that stand elsewhere are looked for there, and settings of Argo CD where it runs", () => {
  const argocd = { namespace: "gitops", applicationNamespace: "team" };
  const page = (more = {}) =>
    platformOf(meshOf({ delivery: { engine: "argocd", argocd: { ...argocd, ...more } } })).get(
      "platform/PLATFORM.md",
    ) ?? "";
  expect(page()).toContain("patch configmap argocd-cm -n gitops");
  expect(page()).toContain("get applications.argoproj.io -n team -l");
  expect(page()).toContain("argocd app terminate-op team/prod-mesh");
  expect(page()).toContain("`application.namespaces` in its ConfigMap argocd-cmd-params-cm");
  expect(page({ project: "infra" })).toContain("have team in its `spec.sourceNamespaces`");
  expect(page({ applicationNamespace: "gitops" })).not.toMatch(/sourceNamespaces|application\.namespaces|gitops\//);
});

test("a mesh in another cluster than Argo CD's: whose account writes there, and what is asked where", () => {
  const page = (destination?: object) =>
    platformOf(
      meshOf({
        distribution: "openshift",
        operator: { release: "3.3.1" },
        version: "v1.28.4",
        upgrade: { to: "v1.28.5" },
        delivery: { engine: "argocd", argocd: { ...(destination && { destination }) } },
      }),
    ).get("platform/PLATFORM.md") ?? "";
  const own = "oc auth can-i update istios.sailoperator.io --as system:serviceaccount:openshift-gitops";
  expect(page()).toContain(own);
  expect(page()).not.toContain("Argo CD's cluster");
  for (const [destination, shown] of [
    [{ name: "east" }, "east"],
    [{ server: "https://east:6443" }, "https://east:6443"],
  ] as const) {
    expect(page(destination)).toContain(`Argo CD knows the cluster of the mesh as ${shown}, and its account there`);
    expect(page(destination)).not.toContain(own);
  }
});

test("synth writes them, and plan.json owns them", () => {
  const tree = treeOf(renderMesh(meshOf({ delivery: { engine: "flux" } })));
  const plan = JSON.parse(tree.files.get("plan.json") ?? "") as { written: string[] };
  const paths = [...tree.files.keys()].filter((path) => path.startsWith("platform/"));
  expect(paths.length).toBeGreaterThan(5);
  expect(plan.written).toEqual(expect.arrayContaining(paths));
});

test("what is merged into objects of others is not applied with the rest", () => {
  const files = platformOf(meshOf({ delivery: { engine: "argocd" } }));
  const { resources } = parse(files.get("platform/argocd/kustomization.yaml") ?? "") as { resources: string[] };
  const applied = [...files.keys()].filter((path) => /^platform\/argocd\/(application|appproject)-/.test(path));
  expect(resources.map((name) => `platform/argocd/${name}`)).toEqual(applied);
  expect([...files.keys()].filter((path) => path.includes("/health/"))).toHaveLength(2);
});

const engines = ["argocd", "flux"] as const;

describe("for any mesh, either engine", () => {
  let rows = 0;

  test("no file names a version or a phase, and every folder that one names is in every phase", () => {
    fc.assert(
      fc.property(meshes, fc.constantFrom(...engines), (mesh, engine) => {
        const plan = planUpgrade(withEngine(mesh, engine));
        if (!isEmittable(plan)) return;
        rows += 1;
        const tree = treeOf(checked(plan));
        const files = [...tree.files].filter(([path]) => path.startsWith("platform/"));
        const versions = plan.phases.flatMap(({ dir, state }) => [
          ...(dir === "00-baseline" ? [] : [dir]),
          ...state.controlPlanes.map(({ version }) => version.slice(1)),
          ...[state.cni, state.ztunnel].flatMap((version) => version?.slice(1) ?? []),
        ]);
        for (const [path, text] of files) {
          // What was measured names what it was measured with.
          const told = path.endsWith("PLATFORM.md") ? text.slice(0, text.indexOf("## What is known to hold")) : text;
          expect([path, versions.filter((version) => told.includes(version))]).toEqual([path, []]);
        }
        const folders = objectsOf(new Map(files)).flatMap((object) => pointedAt(object, mesh.name));
        expect(folders.length).toBeGreaterThan(0);
        const lists = plan.phases.flatMap(({ dir }) =>
          folders.map((folder) => `phases/${dir}/manifests/${folder}/kustomization.yaml`),
        );
        expect(lists.filter((list) => !tree.files.has(list))).toEqual([]);
      }),
      { numRuns: 60 },
    );
    expect(rows).toBeGreaterThan(0);
  });
});

describe("long names", () => {
  const longest = "m".repeat(63);

  test.each(engines)(
    "%s: a mesh of 63 characters has valid names, and another that begins alike has others",
    (engine) => {
      const namesOf = (name: string) =>
        objectsOf(platformOf(meshOf({ name, delivery: { engine }, waypoints: [{ name: "w", namespace: "bookinfo" }] })))
          .filter(({ metadata }) => metadata.labels?.["meshstep.dev/mesh"] !== undefined)
          .map(({ metadata }) => metadata.name);
      const names = namesOf(longest);
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) expect(name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
      const others = namesOf(`${"m".repeat(62)}n`);
      expect(names.filter((name) => others.includes(name))).toEqual([]);
    },
  );

  test.each([
    ["prod", "prod"],
    ["a".repeat(40), "a".repeat(40)],
    [`${"a".repeat(30)}-${"b".repeat(30)}`, expect.stringMatching(/^a{30}-[0-9a-f]{8}$/) as unknown],
  ])("%s", (name, prefix) => {
    expect(platformPrefix({ name })).toEqual(prefix);
  });
});

describeWithCrds("every object is what its CRD accepts and keeps", () => {
  const shapes: Record<string, Mesh> = {
    ambient: meshOf({ waypoints: [{ name: "w", namespace: "bookinfo" }] }),
    sidecar: meshOf({ dataPlane: "sidecar" }),
    "with a Subscription": meshOf({
      operator: { release: "1.28.3", subscription: { namespace: "operators", channel: "stable-1.28" } },
    }),
    "OnDelete, owned namespaces": meshOf({
      ztunnel: { updateStrategy: "OnDelete" },
      namespaces: [{ name: "bookinfo", ownership: "owned" }],
    }),
    openshift: exampleMesh("prod-east"),
  };
  const cases = Object.entries(shapes).flatMap(([name, mesh]) =>
    engines.map((engine) => [name, engine, mesh] as const),
  );

  test.each(cases)("%s, %s", (_name, engine, mesh) => {
    const objects = objectsOf(platformOf(withEngine(mesh, engine)));
    expect(objects.length).toBeGreaterThan(3);
    expect(objects.flatMap((object) => validateObject(object, commonCrdSets))).toEqual([]);
  });
});
