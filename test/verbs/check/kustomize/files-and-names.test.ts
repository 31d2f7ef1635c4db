import { checkPaths } from "../../../../src/verbs/check/check-paths";
import { folderWith } from "../../../support/folder";

const istio = `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { version: v1.28.3, namespace: istio-system, profile: default }
`;
const quota = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: quota, namespace: istio-system }\n";

function said(files: Readonly<Record<string, string>>): readonly string[] {
  const { findings } = checkPaths(["."], { acceptedJumps: [], distribution: "sail" }, { cwd: folderWith(files) });
  return findings.flatMap(({ rule, message }) => (rule === "KUS001" ? [message] : []));
}

const outside = (lines: string, more: Readonly<Record<string, string>> = {}) =>
  said({
    "prod/kustomization.yaml": `resources: [istio.yaml]\n${lines}`,
    "prod/istio.yaml": istio,
    "shared/kustomization.yaml": "resources: [quota.yaml]\n",
    "shared/quota.yaml": quota,
    "shared/patch.yaml": "- { op: add, path: /spec/values, value: {} }\n",
    ...more,
  }).filter((message) => message.includes("outside"));

const flux =
  "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: mesh, namespace: flux-system }\nspec: { path: ./prod, prune: true, sourceRef: { kind: GitRepository, name: flux-system } }\n";
const argo =
  "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: argocd-cm, namespace: argocd }\ndata: { kustomize.buildOptions: --load-restrictor LoadRestrictionsNone }\n";

/* Seen with the kustomize of kubectl 1.32: folders are taken from anywhere, files from the folder and below it. */
test.each([
  [
    "a patch",
    "patches: [{ target: { kind: Istio }, path: ../shared/patch.yaml }]\n",
    "patches names ../shared/patch.yaml",
  ],
  [
    "a file of a generator",
    "configMapGenerator: [{ name: a, files: [q=../shared/quota.yaml] }]\n",
    "configMapGenerator names ../shared/quota.yaml",
  ],
])("%s outside of the folder", (_what, lines, begin) => {
  expect(outside(lines).map((message) => message.slice(0, begin.length))).toEqual([begin]);
});

test("a file among the resources", () => {
  const files = { "prod/kustomization.yaml": "resources: [istio.yaml, ../shared/quota.yaml]\n" };
  expect(outside("", files)).toHaveLength(1);
  expect(outside("", { "prod/kustomization.yaml": "resources: [istio.yaml, ../shared]\n" })).toEqual([]);
  expect(outside("", { ...files, "clusters/mesh.yaml": flux })).toEqual([]);
  expect(outside("", { ...files, "argocd/cm.yaml": argo })).toEqual([]);
});

const release = (optional: string) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: app, namespace: istio-system }
spec:
  interval: 10m
  chart: { spec: { chart: app, sourceRef: { kind: HelmRepository, name: apps } } }
  valuesFrom: [{ kind: ConfigMap, name: ${optional} }]
`;
const hashed = (more: string, name = "settings") =>
  said({
    "app/kustomization.yaml": `resources: [release.yaml]\nconfigMapGenerator:\n  - name: settings\n    namespace: istio-system\n    literals: [values.yaml=a]\n${more}`,
    "app/release.yaml": release(name),
    "app/istio.yaml": istio,
    "app/names.yaml": "nameReference: []\n",
  }).filter((message) => message.includes("hash"));

test("a name with a hash that kustomize does not write into a HelmRelease", () => {
  expect(hashed("")).toEqual([
    "ConfigMap settings gets a hash behind its name, and HelmRelease/istio-system/app names it without: kustomize rewrites no name in a HelmRelease, which finds nothing",
  ]);
  expect(hashed("generatorOptions: { disableNameSuffixHash: true }\n")).toEqual([]);
  expect(hashed("    options: { disableNameSuffixHash: true }\n")).toEqual([]);
  expect(hashed("configurations: [names.yaml]\n")).toEqual([]);
  expect(hashed("", "others")).toEqual([]);
});
