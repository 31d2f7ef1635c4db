import { repoAt } from "../live/live-repo";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/** How a check of some files ends, and with which code. */
async function ending(
  files: Readonly<Record<string, string>>,
  path = ".",
  ...more: readonly string[]
): Promise<readonly [number, string, string]> {
  const { code, err } = await runCli(["check", path, ...more], folderWith(files));
  return [code, err, err.trimEnd().split("\n").at(-1) ?? ""];
}

const made = (apiVersion: string, kind: string, spec = "{}", labels = "{}") =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: istiod, namespace: mesh, labels: ${labels} }\nspec: ${spec}\n`;
const istio = (name = "default", strategy = "InPlace") =>
  `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: ${name} }\nspec: { version: v1.28.3, namespace: ${name}, updateStrategy: { type: ${strategy} } }\n`;
const chart = "apiVersion: v2\nname: mesh\nversion: 1.0.0\ndependencies: [{ name: istiod, version: 1.28.3 }]\n";

test.each([
  ["OpenShift Service Mesh 2", made("maistra.io/v2", "ServiceMeshControlPlane")],
  ["istioctl", made("install.istio.io/v1alpha1", "IstioOperator")],
  [
    "a HelmRelease of Flux",
    made(
      "helm.toolkit.fluxcd.io/v2",
      "HelmRelease",
      "{ interval: 10m, targetNamespace: istio-system, chart: { spec: { chart: istiod, sourceRef: { kind: HelmRepository, name: istio } } } }",
    ),
  ],
  [
    "a chart of an Argo CD Application",
    made(
      "argoproj.io/v1alpha1",
      "Application",
      "{ project: default, destination: { name: in-cluster, namespace: istio-system }, sources: [{ repoURL: https://example.com, chart: istiod, targetRevision: 1.28.3 }] }",
    ),
  ],
  ["manifests", made("apps/v1", "Deployment", "{}", "{ app: istiod }")],
])("Istio that is installed by %s", async (who, text) => {
  const [code, err, last] = await ending({ "a.yaml": text });
  expect([code, last]).toEqual([0, "next: meshstep init writes the mesh.yaml of a mesh that the Sail Operator runs"]);
  expect(err).toContain(`note: a.yaml: Istio is installed by ${who} here`);
});

test("a chart that brings istiod along, beside manifests and alone", async () => {
  const files = { "charts/mesh/Chart.yaml": chart, "charts/mesh/values.yaml": "pilot: {}\n" };
  const command = "helm template charts/mesh --dependency-update | meshstep check -";
  const beside = await ending({ ...files, "ns.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n" });
  expect([beside[0], beside[2]]).toEqual([0, `next: ${command} looks at what the chart becomes`]);
  const alone = await ending(files);
  expect([alone[0], alone[2]]).toEqual([2, expect.stringContaining(command)]);
  const other = await ending({ "Chart.yaml": "name: [", "b/Chart.yaml": "name: web\n" });
  expect([other[0], other[2]]).toEqual([2, expect.stringContaining("A manifest is a YAML or JSON document")]);
});

test("routes alone, with the folder as it has to be written, and nothing of a mesh", async () => {
  const route = made(
    "networking.istio.io/v1",
    "VirtualService",
    "{ hosts: [a], http: [{ route: [{ destination: { host: a } }] }] }",
  );
  expect((await ending({ "my routes/a.yaml": route }, "my routes"))[2]).toBe(
    "next: meshstep check 'my routes' FOLDER looks at the control plane, too, if FOLDER holds its Istio object",
  );
  const [code, err, last] = await ending({ "a.yaml": made("apps/v1", "Deployment") });
  expect([code, last]).toEqual([0, "next: meshstep init writes the mesh.yaml of a mesh that the Sail Operator runs"]);
  expect(err).toContain("note: .: no mesh to look at");
});

test("a live folder is described already: what says where it stands", async () => {
  const repo = await repoAt(2);
  const { code, err } = await runCli(["check", "live"], repo);
  expect([code, err.trimEnd().split("\n").at(-1)]).toEqual([
    0,
    "next: meshstep status --live live says where it stands and what comes next; its mesh.yaml is here, or named with -f",
  ]);
});

test("adopt is named where it works: with --all for several meshes, for revisions too, not for parts", async () => {
  expect((await ending({ "a.yaml": istio() }))[2]).toMatch(/^next: meshstep adopt \. writes/);
  expect((await ending({ "a.yaml": `${istio("a")}---\n${istio("b")}` }))[2]).toMatch(/^next: meshstep adopt \. --all/);
  expect((await ending({ "east/a.yaml": istio(), "west/a.yaml": istio() }))[2]).toMatch(
    /^next: meshstep adopt \. --all/,
  );
  expect((await ending({ "a.yaml": istio("a", "RevisionBased") }))[2]).toMatch(/^next: meshstep adopt \. writes/);
});

test("that another installs Istio is said of a step, too, and to programs", async () => {
  const files = { "a/a.yaml": made("maistra.io/v2", "ServiceMeshControlPlane") };
  const folder = folderWith({ ...files, "b/a.yaml": files["a/a.yaml"] });
  const { err, out } = await runCli(["check", "b", "--from", "a", "-o", "json"], folder);
  const said = "b/a.yaml: Istio is installed by OpenShift Service Mesh 2 here";
  expect(err).toContain(`note: ${said}`);
  expect(JSON.parse(out)).toMatchObject({ notes: expect.arrayContaining([expect.stringContaining(said)]) });
});

test("where adopt would refuse, steps are held against each other; parts alone want their control plane", async () => {
  const ambient = istio("a", "RevisionBased").replace("spec: {", "spec: { profile: ambient,");
  expect((await ending({ "a.yaml": ambient }, ".", "--baseline", "b.json", "--write-baseline"))[2]).toBe(
    "next: meshstep check . --from BEFORE holds each step against the state before, in the folder BEFORE; adopt cannot describe this mesh yet",
  );
  const cni = made("sailoperator.io/v1", "IstioCNI", "{ version: v1.28.3, namespace: istio-cni }");
  expect((await ending({ "a.yaml": cni }, ".", "--fix"))[2]).toMatch(/^next: meshstep check \. FOLDER looks/);
});

test("what cannot be read comes first: adopt would end there", async () => {
  const [code, , last] = await ending({ "a.yaml": istio(), "b.yaml": "apiVersion: v1\nkind: [" });
  expect([code, last]).toEqual([2, "next: mend 1 document that cannot be read; then meshstep check ."]);
});
