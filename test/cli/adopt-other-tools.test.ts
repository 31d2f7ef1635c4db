import { withPrograms } from "../support/fake-programs";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/* What stands beside the manifests, and what nobody here reads: it is named, and what comes of it is not taken to be nothing. */

const istio =
  "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: istio-system }\n";
const mesh = { ".git/HEAD": "ref: refs/heads/main\n", "mesh/istio.yaml": istio };
const cni = `apiVersion: sailoperator.io/v1\nkind: IstioCNI\nmetadata: { name: default }\nspec: { version: \${version} }\n`;
const task = `- name: cni\n  kubernetes.core.k8s:\n    definition: { apiVersion: sailoperator.io/v1, kind: IstioCNI }\n`;
const engine = (group: string, kind: string) =>
  `apiVersion: ${group}\nkind: ${kind}\nmetadata: { name: mesh, namespace: engines }\nspec: { branch: main }\n`;

async function told(files: Record<string, string>, input = ".") {
  const { code, err } = await runCli(
    ["adopt", input, "--distribution", "sail", "-o", "out/mesh.yaml"],
    folderWith(files),
  );
  expect(code).toBe(0);
  return err.split("\n").filter((line) => line.startsWith("note: "));
}

describe("files of other tools", () => {
  test.each<readonly [what: string, files: Record<string, string>, names: string | undefined]>([
    ["a template of Terraform", { "mesh/cni.yaml.tpl": cni }, "mesh/cni.yaml.tpl (a template)"],
    ["Terraform with the chart of the operator", { "main.tf": 'chart = "sail-operator"\n' }, "main.tf (Terraform)"],
    [
      "Helmfile",
      { "helmfile.yaml.gotmpl": "releases:\n  - { name: mesh, chart: ./mesh }\n" },
      "helmfile.yaml.gotmpl (Helmfile)",
    ],
    ["Fleet", { "mesh/fleet.yaml": "defaultNamespace: istio-system\n" }, "mesh/fleet.yaml (Rancher Fleet)"],
    [
      "functions of kpt",
      { "mesh/Kptfile": "apiVersion: kpt.dev/v1\nkind: Kptfile\npipeline: { mutators: [] }\n" },
      "mesh/Kptfile (kpt)",
    ],
    ["tasks of Ansible", { "roles/mesh/tasks/main.yaml": task }, "roles/mesh/tasks/main.yaml (Ansible)"],
    ["such a list in another folder", { "roles/mesh/files/main.yaml": task }, undefined],
    [
      "manifests in a folder of that name",
      { "mesh/tasks/cni.yaml": `# k8s: as it is\n${cni.replace(/\$.version./, "v1.28.3")}` },
      undefined,
    ],
    ["Terraform of something else", { "main.tf": 'chart = "postgres"\n' }, undefined],
    ["a template of something else", { "mesh/shop.tpl": "kind: Deployment\n" }, undefined],
    ["a hidden folder", { ".terraform/cni.yaml.tpl": cni }, undefined],
    ["a package of kpt without functions", { "mesh/Kptfile": "apiVersion: kpt.dev/v1\nkind: Kptfile\n" }, undefined],
  ])("%s", async (_, files, names) => {
    const notes = (await told({ ...mesh, ...files })).filter((one) => one.startsWith("note: not read: "));
    expect(notes.map((one) => one.split("; what comes")[0])).toEqual(
      names === undefined ? [] : [`note: not read: ${names}`],
    );
  });

  test("above the input", async () => {
    const notes = await told({ ...mesh, "main.tf": 'chart = "sail-operator"\n' }, "mesh");
    expect(notes.join("\n")).toContain("note: not read: main.tf (Terraform);");
  });

  test("check names them, too", async () => {
    const { err } = await runCli(["check", "."], folderWith({ ...mesh, "mesh/cni.yaml.tpl": cni }));
    expect(err).toContain("note: not judged: what comes of mesh/cni.yaml.tpl (a template)\n");
  });
});

test.each([
  [
    "maistra.io/v2",
    "ServiceMeshControlPlane",
    "istio-system",
    "OpenShift Service Mesh 2 beside that of the Sail Operator; both are in istio-system\n",
  ],
  ["install.istio.io/v1alpha1", "IstioOperator", "old", "istioctl beside that of the Sail Operator\n"],
])("check names a control plane of others: %s", async (apiVersion, kind, namespace, words) => {
  const other = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: old, namespace: ${namespace} }\n`;
  const { err } = await runCli(["check", "."], folderWith({ ...mesh, "mesh/old.yaml": other }));
  expect(err).toContain(`note: not judged: ${kind}/${namespace}/old (mesh/old.yaml), a control plane of ${words}`);
});

describe("engines whose words adopt does not know", () => {
  test.each<readonly [group: string, kind: string, whose: string, input: string]>([
    ["fleet.cattle.io/v1alpha1", "GitRepo", "Rancher Fleet", "."],
    ["fleet.cattle.io/v1alpha1", "GitRepo", "Rancher Fleet", "mesh"],
    ["configsync.gke.io/v1beta1", "RootSync", "Config Sync", "mesh"],
    ["kappctrl.k14s.io/v1alpha1", "App", "kapp-controller", "."],
  ])("%s %s, of %s, from %s", async (group, kind, whose, input) => {
    const notes = await told({ ...mesh, "engines/mesh.yaml": engine(group, kind) }, input);
    expect(notes.join("\n")).toContain(`${kind}/engines/mesh of ${whose}: may apply the mesh today`);
  });

  test("an App of something else says nothing", async () => {
    expect(await told({ ...mesh, "engines/mesh.yaml": engine("apps.example.com/v1", "App") }, "mesh")).toEqual([]);
  });
});

test.each<readonly [what: string, template: string, made: string, note: string | undefined]>([
  [
    "values and a namespace",
    "spec: { version: {{ .Values.version }} }",
    istio.replace("istio-system", "default"),
    "built for namespace default and with its own values alone;",
  ],
  [
    "values",
    "spec: { version: {{ .Values.version }} }",
    istio,
    "built with its own values alone; helm template NAME chart --values FILE |",
  ],
  ["neither", "spec: {}", istio, undefined],
])("what a chart was built with: %s", async (_, template, made, note) => {
  const files = {
    "chart/Chart.yaml": "apiVersion: v2\nname: mesh\nversion: 1.0.0\n",
    "chart/templates/istio.yaml": `kind: Istio\n${template}\n`,
  };
  const notes = await withPrograms({ helm: `return ${JSON.stringify(made)};` }, () => told(files));
  const [own] = notes.filter((one) => one.includes("Chart.yaml"));
  if (note === undefined) expect(own).toBeUndefined();
  else expect(own).toContain(`chart/Chart.yaml: ${note}`);
});

test("how a chart was built is no reason why no mesh was found", async () => {
  const made =
    "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: istiod }\nspec: { chart: { spec: { chart: istiod } } }\n";
  const folder = folderWith({
    "chart/Chart.yaml": "apiVersion: v2\nname: mesh\nversion: 1.0.0\n",
    "chart/templates/all.yaml": "kind: HelmRelease\nspec: { version: {{ .Values.version }} }\n",
  });
  const { code, err } = await withPrograms({ helm: `return ${JSON.stringify(made)};` }, () =>
    runCli(["adopt", "."], folder),
  );
  expect([code, err.includes("built with its own values")]).toEqual([2, false]);
  expect(err).toContain("no Istio object among the 1 of the input");
});
