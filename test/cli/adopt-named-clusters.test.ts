import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/*
 * Of a fleet in which each cluster has a folder of its own for what applies the rest, one cluster is named by that folder.
 */

type Files = Record<string, string>;

const git = { ".git/HEAD": "ref: refs/heads/main\n" };
const istio = (version: string) =>
  `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: "${version}", namespace: istio-system }\n`;
const kustomization = (name: string, path: string, more = "") =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\nspec: { interval: 1h, path: ${path}, prune: true, sourceRef: { kind: GitRepository, name: flux-system }${more} }\n`;
const filled = (version: string) => `, postBuild: { substitute: { v: ${version} } }`;
const application = (name: string, server: string, values: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: ${name}, namespace: argocd }\nspec: { source: { repoURL: https://git.example.com/ops, path: mesh, kustomize: { commonAnnotations: { is: ${values} } } }, destination: { server: "${server}", namespace: istio-system } }\n`;

async function adopted(files: Files, ...inputs: string[]) {
  const folder = folderWith({ ...git, ...files });
  const { code, err } = await runCli(["adopt", ...inputs, "--distribution", "sail"], folder);
  const file = join(folder, "mesh.yaml");
  const mesh = existsSync(file) ? parse(readFileSync(file, "utf8")) : undefined;
  return {
    code,
    err,
    name: mesh?.metadata.name as string | undefined,
    version: mesh?.spec.version as string | undefined,
  };
}

describe("two clusters that fill in one folder differently", () => {
  const files = {
    "clusters/a/mesh.yaml": kustomization("mesh", "./mesh", filled("v1.28.2")),
    "clusters/b/mesh.yaml": kustomization("mesh", "./mesh", filled("v1.28.3")),
    "mesh/istio.yaml": istio(`\${v}`),
  };

  test.each<[cluster: string, inputs: string[], version: string]>([
    ["a", ["clusters/a"], "v1.28.2"],
    ["b", ["clusters/b"], "v1.28.3"],
    ["a", ["clusters/a", "mesh"], "v1.28.2"],
    ["b", ["clusters/b/mesh.yaml", "mesh"], "v1.28.3"],
  ])("%s by %j", async (cluster, inputs, version) => {
    const { code, err, ...mesh } = await adopted(files, ...inputs);
    expect({ code, version: mesh.version }).toEqual({ code: 0, version });
    const other = cluster === "a" ? "b" : "a";
    expect(err).toContain(
      `not read, as you name Kustomization/flux-system/mesh (clusters/${cluster}/mesh.yaml): what others make of the same folders: Kustomization/flux-system/mesh (clusters/${other}/mesh.yaml)`,
    );
    // The folder serves both.
    expect(err).toContain("what is applied to several clusters goes only when the meshes of all of them are delivered");
  });

  test("none of them by the folder alone", async () => {
    expect(await adopted(files, "mesh")).toMatchObject({ code: 2, err: expect.stringContaining(`placeholder \${v}`) });
  });
});

test("what a cluster's folder has applied is read with it, through all that stands between", async () => {
  const files = {
    "clusters/a/all.yaml": kustomization("infra", "./infra/prod"),
    "clusters/b/all.yaml": kustomization("infra", "./infra/test"),
    "infra/prod/mesh.yaml": kustomization("mesh", "./mesh"),
    "infra/test/other.yaml": kustomization("other", "./other"),
    "mesh/istio.yaml": istio("v1.28.2"),
    "other/istio.yaml": istio("v1.28.3"),
  };
  const { code, err, version } = await adopted(files, "clusters/a");
  expect({ code, version }).toEqual({ code: 0, version: "v1.28.2" });
  expect(err).toContain("note: read as well, as what you name has it applied: infra/prod, mesh");
});

test("what is named holds a mesh already: no other folder is read for it", async () => {
  const files = {
    "clusters/a/all.yaml": `${kustomization("apps", "./apps")}---\n${istio("v1.28.2")}`,
    "apps/istio.yaml": istio("v1.28.3"),
  };
  expect(await adopted(files, "clusters/a")).toMatchObject({
    version: "v1.28.2",
    err: expect.not.stringContaining("read as well"),
  });
});

test("two that apply one folder to one cluster are refused, whichever is named", async () => {
  const files = {
    "apps/one.yaml": application("one", "https://east", "a"),
    "more/two.yaml": application("two", "https://east", "b"),
    "mesh/kustomization.yaml": "resources: [istio.yaml]\n",
    "mesh/istio.yaml": istio("v1.28.2"),
  };
  expect(await adopted(files, "apps")).toMatchObject({
    code: 2,
    err: expect.stringContaining("make different things of mesh"),
  });
  const apart = { ...files, "more/two.yaml": application("two", "https://west", "b") };
  expect((await adopted(apart, "apps")).err).not.toContain("make different things");
});

test("what cannot be built of that is told, and keeps nobody from the mesh", async () => {
  const files = {
    "clusters/a/all.yaml": `${kustomization("mesh", "./mesh")}---\n${kustomization("apps", "./apps")}`,
    "mesh/istio.yaml": istio("v1.28.2"),
    "apps/kustomization.yaml": "resources: [gone]\n",
  };
  const { code, err, version } = await adopted(files, "clusters/a");
  expect({ code, version }).toEqual({ code: 0, version: "v1.28.2" });
  expect(err).toContain("apps/kustomization.yaml");
  expect(err).toContain("left out");
});

test("a folder that holds values alone says whose they are, and what brings the mesh", async () => {
  const source = (files: string) =>
    `source: { repoURL: https://git.example.com/ops, path: mesh, targetRevision: main, helm: { valueFiles: ["${files}"] } }, destination: { namespace: istio-system }`;
  const set = `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: mesh, namespace: argocd }\nspec: { generators: [{ list: { elements: [{ c: east }, { c: west }] } }], template: { metadata: { name: "mesh-{{c}}" }, spec: { project: default, ${source("../clusters/{{c}}/values.yaml")} } } }\n`;
  const files = {
    "mesh/Chart.yaml": "apiVersion: v2\nname: mesh\nversion: 1.0.0\n",
    "clusters/east/values.yaml": "v: 1\n",
    "clusters/west/values.yaml": "v: 2\n",
  };
  expect((await adopted({ ...files, "set.yaml": set }, "clusters/east")).err).toContain(
    "clusters/east/values.yaml is what ApplicationSet/argocd/mesh gives to a chart: argocd app manifests mesh-east | meshstep adopt -\n",
  );
  const one = `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: mesh, namespace: argocd }\nspec: { ${source("../clusters/west/values.yaml")} }\n`;
  expect((await adopted({ ...files, "apps/one.yaml": one }, "clusters/west")).err).toContain(
    "clusters/west/values.yaml is what Application/argocd/mesh gives to a chart: meshstep adopt apps/one.yaml\n",
  );
});
