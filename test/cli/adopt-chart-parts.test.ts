import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/*
 * A part that Istio's own chart installs beside the Sail Operator's objects is there: a second one of it on every node is no mesh.
 */

type Files = Record<string, string>;

const sail = (kind: string, more = "") =>
  `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: istio-system${more} }\n`;
const ambient = `${sail("Istio", ", profile: ambient")}---\n${sail("IstioCNI", ", profile: ambient")}`;
const chart = (name: string, version = "1.28.3", server = "https://kubernetes.default.svc") =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: ${name}, namespace: argocd }\nspec: { project: default, destination: { server: "${server}", namespace: kube-system }, source: { repoURL: https://istio-release.storage.googleapis.com/charts, chart: ${name}, targetRevision: ${version} } }\n`;
const release = (name: string) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: ${name}, namespace: istio-system }\nspec: { interval: 10m, chart: { spec: { chart: ${name}, version: 1.28.3, sourceRef: { kind: HelmRepository, name: istio } } } }\n`;
const application =
  "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: mesh, namespace: argocd }\nspec: { project: default, source: { repoURL: https://git.example.com/ops, path: mesh }, destination: { server: https://kubernetes.default.svc, namespace: istio-system } }\n";
const git = { ".git/HEAD": "ref: refs/heads/main\n" };

async function adopted(files: Files, input = ".") {
  const folder = folderWith({ ...git, ...files });
  const { code, err } = await runCli(["adopt", input, "--distribution", "sail"], folder);
  const file = join(folder, "mesh.yaml");
  const spec = existsSync(file) ? (parse(readFileSync(file, "utf8")) as { spec: { cni?: unknown } }).spec : undefined;
  return { code, err, spec };
}

test.each<[what: string, files: Files, input: string, note: string]>([
  [
    "an Application in the input",
    { "mesh/istio.yaml": sail("Istio"), "apps/cni.yaml": chart("cni") },
    ".",
    "(cni 1.28.3)",
  ],
  [
    "one beside whoever applies the Istio",
    { "mesh/istio.yaml": sail("Istio"), "apps/cni.yaml": chart("cni"), "apps/mesh.yaml": application },
    "mesh",
    "(cni 1.28.3)",
  ],
  [
    "another version",
    { "mesh/istio.yaml": sail("Istio"), "apps/cni.yaml": chart("cni", "1.24.3") },
    ".",
    "a plan takes it to be at v1.28.3: move it there before the first phase",
  ],
])("the CNI plugin of a chart is somebody else's: %s", async (_, files, input, note) => {
  const { code, err, spec } = await adopted(files, input);
  expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining(note) });
  expect(err).toContain("Application/argocd/cni installs the CNI plugin by Istio's own chart");
  expect(spec?.cni).toEqual({ ownership: "external", namespace: "kube-system" });
});

test.each<[what: string, files: Files]>([
  [
    "in another cluster",
    { "apps/cni.yaml": chart("cni", "1.28.3", "https://west:6443"), "apps/mesh.yaml": application },
  ],
  ["with an istiod of its own", { "apps/cni.yaml": `${chart("cni")}---\n${chart("istiod")}` }],
  ["beside an IstioCNI", { "apps/cni.yaml": chart("cni"), "mesh/cni.yaml": sail("IstioCNI") }],
])("that of a chart %s is not", async (_, files) => {
  const { err, spec } = await adopted({ "mesh/istio.yaml": sail("Istio"), ...files });
  expect(err).not.toContain("installs the CNI plugin");
  expect(spec?.cni).not.toEqual(expect.objectContaining({ ownership: "external" }));
});

test.each<[what: string, files: Files, says: string]>([
  [
    "ztunnel of a HelmRelease",
    { "mesh/all.yaml": `${ambient}---\n${release("ztunnel")}` },
    "HelmRelease/istio-system/ztunnel says that the ztunnel is installed by Istio's own chart",
  ],
  [
    "ztunnel of an Application",
    { "mesh/all.yaml": ambient, "apps/ztunnel.yaml": chart("ztunnel") },
    "Application/argocd/ztunnel says that the ztunnel",
  ],
  [
    "the CNI plugin",
    { "mesh/all.yaml": `${sail("Istio", ", profile: ambient")}---\n${sail("ZTunnel")}`, "apps/cni.yaml": chart("cni") },
    "Application/argocd/cni says that the CNI plugin is installed by Istio's own chart",
  ],
])("an ambient mesh is not adopted beside a chart's part: %s", async (_, files, says) => {
  const { code, err, spec } = await adopted(files);
  expect({ code, err, spec }).toEqual({ code: 2, err: expect.stringContaining(says), spec: undefined });
});

test("an ambient mesh with a ZTunnel of its own is", async () => {
  const files = { "mesh/all.yaml": `${ambient}---\n${sail("ZTunnel")}`, "apps/ztunnel.yaml": chart("ztunnel") };
  expect((await adopted(files)).code).toBe(0);
});

test.each<[what: string, files: Files, says: string | undefined]>([
  [
    "of another revision",
    {
      "apps/zt.yaml": chart("ztunnel").replace(
        "chart: ztunnel,",
        "chart: ztunnel, helm: { valuesObject: { revision: canary } },",
      ),
    },
    "for revision canary, which no Istio object here makes: whether pods of this mesh go through it cannot be told",
  ],
  [
    "of this one",
    { "apps/zt.yaml": chart("ztunnel") },
    "for revision default: whether pods of this mesh go through it",
  ],
  ["with an istiod of its own", { "apps/zt.yaml": `${chart("ztunnel")}---\n${chart("istiod")}` }, undefined],
  [
    "beside a ZTunnel",
    { "apps/zt.yaml": chart("ztunnel"), "mesh/zt.yaml": sail("ZTunnel") },
    "ZTunnel/default would be a second one on every node",
  ],
])("a ztunnel of a chart %s is told", async (_, files, says) => {
  const { err } = await adopted({ "mesh/istio.yaml": sail("Istio"), ...files });
  if (says === undefined) expect(err).not.toContain("installs ztunnel");
  else
    expect(err).toContain(
      `Application/argocd/ztunnel installs ztunnel by Istio's own chart, ${says.startsWith("ZTunnel") ? "for revision default: " : ""}${says}`,
    );
});
