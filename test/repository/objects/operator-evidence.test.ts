import { checkPaths } from "../../../src/verbs/check/check-paths";
import { checkTransition } from "../../../src/verbs/check/check-step";
import { folderWith } from "../../support/folder";

/* What names the operator and its release: OLM, of both generations, charts wherever they stand, and the image of a plain Deployment. */

type Files = Readonly<Record<string, string>>;

const istio = (version: string) =>
  `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: ${version}, namespace: istio-system }\n`;
const extension = (version: string, name = "servicemeshoperator3") => `apiVersion: olm.operatorframework.io/v1
kind: ClusterExtension
metadata: { name: mesh }
spec:
  namespace: openshift-operators
  source: { sourceType: Catalog, catalog: { packageName: ${name}, channels: [stable-3.4]${version} } }
`;
const status = "status: { install: { bundle: { name: servicemeshoperator3.v3.4.1, version: 3.4.1 } } }\n";
const rendered = (version: string, name = "sail-operator") =>
  `helmCharts:\n  - { name: ${name}, repo: https://istio-ecosystem.github.io/sail-operator, version: "${version}" }\n`;
const release = (version: string) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: sail-operator, namespace: sail-operator }
spec: { chart: { spec: { chart: sail-operator, version: "${version}", sourceRef: { kind: HelmRepository, name: sail } } } }
`;
const deployment = (image: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: sail-operator, namespace: sail-operator }
spec:
  selector: { matchLabels: { app: op } }
  template: { metadata: { labels: { app: op } }, spec: { containers: [{ name: op, image: "${image}" }] } }
`;
const check = (version: string, files: Files) =>
  checkPaths(
    ["."],
    { acceptedJumps: [] },
    { cwd: folderWith({ "istio.yaml": istio(version), ...files }), stdin: () => "" },
  );
const said = (version: string, files: Files) => check(version, files).findings.map(({ rule }) => rule);

test.each<[what: string, version: string, files: Files, says: boolean]>([
  ["a ClusterExtension of one version", "v1.26.8", { "op.yaml": extension(", version: 3.4.1") }, true],
  ["one that installs it", "v1.30.3", { "op.yaml": extension(", version: 3.4.1") }, false],
  ["one that has installed another one", "v1.26.8", { "op.yaml": extension("") + status }, true],
  ["one of another package", "v1.26.8", { "op.yaml": extension(", version: 3.4.1", "kiali") }, false],
  ["a chart that kustomize renders", "v1.27.9", { "op/kustomization.yaml": rendered("1.30.3") }, true],
  ["another chart of kustomize", "v1.27.9", { "op/kustomization.yaml": rendered("1.30.3", "kiali-operator") }, false],
  ["the image of a Deployment", "v1.27.9", { "op.yaml": deployment("quay.io/sail-dev/sail-operator:1.30.3") }, true],
  ["somebody's own image", "v1.27.9", { "op.yaml": deployment("registry.example.com/sail-operator:1.30.3") }, false],
])("end of life, by %s", (_what, version, files, says) => {
  expect(said(version, files).includes("VER002")).toBe(says);
  expect(said(version, files).filter((rule) => rule.startsWith("SCH"))).toEqual([]);
});

test.each<[what: string, version: string, files: Files, expected: readonly string[]]>([
  ["a ClusterExtension of a range", "v1.30.3", { "op.yaml": extension(', version: ">=3.0.0"') }, ["op.yaml"]],
  ["a ClusterExtension of a channel alone", "v1.30.3", { "op.yaml": extension("") }, ["op.yaml"]],
  ["a ClusterExtension of one version", "v1.30.3", { "op.yaml": extension(', version: "=3.4.1"') }, []],
  ["a ClusterExtension of something else", "v1.30.3", { "op.yaml": extension("", "kiali") }, []],
  ["a chart of a range with two ends", "v1.29.2", { "op.yaml": release(">=1.29.0 <2.0.0") }, ["op.yaml"]],
  ["a chart of a range with a comma", "v1.29.2", { "op.yaml": release(">= 1.29.0, < 1.30.0") }, ["op.yaml"]],
  ["a chart of what somebody fills in", "v1.29.2", { "op.yaml": release("<VERSION>") }, []],
  ["a chart of one version as a range", "v1.29.2", { "op.yaml": release("= 1.29.2") }, []],
  [
    "a chart that kustomize renders, of a range",
    "v1.29.2",
    { "op/kustomization.yaml": rendered("1.x") },
    ["op/kustomization.yaml"],
  ],
])("floats: %s", (_what, version, files, expected) => {
  const { findings } = check(version, files);
  expect(findings.flatMap(({ rule, place }) => (rule === "VER004" ? [place?.file] : []))).toEqual(expected);
});

test("the release that kustomize renders moves in a step", () => {
  const folder = (version: string) =>
    folderWith({ "istio.yaml": istio("v1.29.2"), "op/kustomization.yaml": rendered(version) });
  const { findings } = checkTransition(
    { from: folder("1.30.3"), to: [folder("1.29.2")] },
    { acceptedJumps: [] },
    { cwd: "/" },
  );
  expect(findings.map(({ rule }) => rule)).toContain("VER011");
});

test("a release that the catalogue does not have is named as the reason", () => {
  const { notes } = check("v1.28.10", { "op.yaml": extension(", version: 3.3.77") });
  expect(notes.join("\n")).toMatch(
    /operator release in force has: the catalogue of meshstep has no release 3\.3\.77; --with adds it/,
  );
});

test("charts of several clusters that kustomize renders name no release", () => {
  const files = { "a/op/kustomization.yaml": rendered("1.28.3"), "b/op/kustomization.yaml": rendered("1.30.3") };
  const { findings, notes } = check("v1.29.2", files);
  expect(findings.map(({ rule }) => rule).filter((rule) => rule.startsWith("VER"))).toEqual([]);
  expect(notes.join("\n")).toContain("no chart names the release");
});
