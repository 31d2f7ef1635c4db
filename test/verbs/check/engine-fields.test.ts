import { folderWith } from "../../support/folder";
import { runCli } from "../../support/run-cli";

/*
 * Flux and Argo CD write what they add in words of their own: what check makes of it is what the engine makes of it.
 */

const workload = (name: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name}, namespace: shop }\nspec: { selector: { matchLabels: { app: ${name} } }, template: { metadata: { labels: { app: ${name} } }, spec: { containers: [{ name: a, image: a }] } } }\n`;
const istio =
  "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: v1.28.5, namespace: istio-system }\n";
const files = {
  "mesh/kustomization.yaml":
    "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [all.yaml]\n",
  "mesh/all.yaml": [istio, workload("a"), workload("b")].join("---\n"),
};
const flux = (spec: string) =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: mesh, namespace: flux-system }\nspec: { interval: 10m, path: ./mesh, prune: false, sourceRef: { kind: GitRepository, name: flux-system }, ${spec} }\n`;
const argo = (kustomize: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: mesh, namespace: argocd }\nspec: { project: default, source: { repoURL: https://git.example.com/ops, targetRevision: HEAD, path: mesh, kustomize: ${kustomize} }, destination: { server: https://kubernetes.default.svc } }\n`;

async function said(engine: string, more: Record<string, string> = {}): Promise<readonly string[]> {
  const folder = folderWith({ ...files, ...more, "clusters/mesh.yaml": engine });
  const { out } = await runCli(["check", ".", "--distribution", "sail", "-o", "json"], folder);
  const { findings } = JSON.parse(out) as { findings: { rule: string; message: string; place: { line: number } }[] };
  return findings.flatMap(({ rule, message }) => (rule === "KUS001" ? [message] : []));
}

const reselected =
  "commonLabels writes app: mesh into every selector, a and b included: each then selects the pods of all";

test.each<[what: string, engine: string, expected: readonly string[]]>([
  ["labels of Flux, which it writes on the objects alone", flux("commonMetadata: { labels: { app: mesh } }"), []],
  ["labels of Argo CD", argo("{ commonLabels: { app: mesh } }"), [reselected]],
  ["labels of Argo CD without selectors", argo("{ commonLabels: { app: mesh }, labelWithoutSelector: true }"), []],
  ["images", argo("{ images: ['a=b:1'] }"), []],
])("%s", async (_, engine, expected) => {
  expect(await said(engine)).toEqual(expected);
});

test("labels of a file that Argo CD reads in the folder", async () => {
  const text = "kustomize: { commonLabels: { app: mesh } }\n";
  expect(await said(argo("{ }"), { "mesh/.argocd-source-mesh.yaml": text })).toEqual([reselected]);
  expect(await said(argo("{ }"), { "mesh/.argocd-source-other.yaml": text })).toEqual([]);
});

test.each<[what: string, spec: string]>([
  ["patches", `patches: [{ target: { kind: Istio }, patch: '[{ "op": "remove", "path": "/spec/profile" }]' }]`],
  ["patchesJson6902", "patchesJson6902: [{ target: { kind: Istio }, patch: [{ op: remove, path: /spec/profile }] }]"],
])("what kustomize refuses of %s is said", async (_, spec) => {
  const [message, ...others] = await said(flux(spec));
  expect(message).toContain("/spec/profile");
  expect(others).toEqual([]);
});
