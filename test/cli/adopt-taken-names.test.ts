import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/*
 * What synth writes to platform/ has names after the mesh: where somebody else has one of them, the two are one object in the cluster.
 */

const istio =
  "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: istio-system }\n";
const argo = (kind: string, name: string, spec: string, namespace = "argocd") =>
  `apiVersion: argoproj.io/v1alpha1\nkind: ${kind}\nmetadata: { name: "${name}", namespace: ${namespace} }\nspec: ${spec}\n`;
const source = (path: string) =>
  `project: default, source: { repoURL: https://git.example.com/ops.git, path: "${path}", targetRevision: main }`;
const set = (generator: string, name: string, path: string) =>
  argo(
    "ApplicationSet",
    "meshes",
    `{ generators: [${generator}], template: { metadata: { name: "${name}" }, spec: { ${source(path)}, destination: { server: https://kubernetes.default.svc } } } }`,
  );
const flux = (name: string) =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\nspec: { interval: 10m, path: ./clusters/prod, prune: true, sourceRef: { kind: GitRepository, name: flux-system } }\n`;

async function told(apps: string, name = "prod") {
  const folder = folderWith({
    ".git/HEAD": "ref: refs/heads/main\n",
    "clusters/prod/istio.yaml": istio,
    "clusters/zone/other.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: istio-system }\n",
    "apps/all.yaml": apps,
  });
  const { err } = await runCli(["adopt", "clusters/prod", "--distribution", "sail", "--name", name], folder);
  const [note] = err.split("\n").filter((line) => /that synth (gives|writes) (to|for) /.test(line));
  return note?.replace(/^note: (.*?) (?:is called as|has a name|a name) .*$/, "$1");
}

const own = argo("Application", "mesh", `{ ${source("clusters/prod")}, destination: { name: in-cluster } }`);
const list = "{ list: { elements: [{ cluster: prod }, { cluster: zone }] } }";

test.each<[what: string, apps: string, said: string | undefined]>([
  [
    "of a list",
    set(list, "{{cluster}}-mesh", "clusters/{{cluster}}"),
    "ApplicationSet/argocd/meshes makes an Application prod-mesh,",
  ],
  ["of a list, others", set(list, "mesh-{{cluster}}", "clusters/{{cluster}}"), undefined],
  [
    "of folders",
    set(
      "{ git: { repoURL: https://git.example.com/ops.git, directories: [{ path: clusters/* }] } }",
      "{{path.basename}}-mesh",
      "{{path}}",
    ),
    "ApplicationSet/argocd/meshes makes an Application prod-mesh,",
  ],
  [
    "of clusters",
    set("{ clusters: {} }", "{{name}}-mesh", "clusters/{{name}}"),
    "ApplicationSet/argocd/meshes may make an Application prod-mesh ({{name}}-mesh),",
  ],
  ["of clusters, whatever they are called", set("{ clusters: {} }", "{{name}}", "clusters/{{name}}"), undefined],
])("an Application that a set makes %s", async (_what, apps, said) => {
  expect(await told(apps)).toBe(said);
});

test("another name of the mesh is free", async () => {
  const apps = set("{ clusters: {} }", "{{name}}-mesh", "clusters/{{name}}");
  expect(await told(apps, "main")).toBeUndefined();
});

const project = (namespace: string, description = "All of us") =>
  `${own}---\n${argo("AppProject", "prod", `{ description: ${description}, sourceRepos: ["*"], destinations: [] }`, namespace)}`;

test.each<[what: string, apps: string, said: string | undefined]>([
  ["in the namespace of Argo CD", project("argocd"), "AppProject/argocd/prod"],
  ["in that of another one", project("other"), undefined],
  ["of an earlier synth", project("argocd", "Mesh prod"), undefined],
])("an AppProject %s", async (_what, apps, said) => {
  expect(await told(apps)).toBe(said);
});

test.each([
  ["prod-operator", "Kustomization/flux-system/prod-operator"],
  ["prod-20-control-plane", "Kustomization/flux-system/prod-20-control-plane"],
  ["prod-mesh", undefined],
])("a Kustomization of Flux that is called %s", async (name, said) => {
  expect(await told(flux(name))).toBe(said);
});
