import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/*
 * Where a delivery says itself that the cluster may have something else than Git, what was read may not be what runs.
 */

const istio = (annotations = "{}") =>
  `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default, annotations: ${annotations} }\nspec: { version: v1.28.3, namespace: istio-system }\n`;
const application = (more: string, annotations = "{}") =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: mesh, namespace: argocd, annotations: ${annotations} }\nspec: { project: default, source: { repoURL: https://git.example.com/ops, path: mesh }, destination: { server: https://kubernetes.default.svc, namespace: istio-system }${more} }\n`;
const kustomization = (more: string) =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: mesh, namespace: flux-system }\nspec: { interval: 10m, path: ./mesh, prune: true, sourceRef: { kind: GitRepository, name: flux-system }${more} }\n`;
const ignoring = (entry: string) => application(`, ignoreDifferences: [${entry}]`);

const told = async (engine: string, mesh = istio()) => {
  const folder = folderWith({ "mesh/istio.yaml": mesh, "apps/mesh.yaml": engine });
  return (await runCli(["adopt", ".", "--distribution", "sail"], folder)).err;
};

test.each<[what: string, says: string, engine: string, mesh: string]>([
  [
    "fields that are not compared",
    "Application/argocd/mesh does not compare /spec/values, .spec.version of Istio/default (ignoreDifferences); compare first: kubectl get istios,",
    ignoring(
      "{ group: sailoperator.io, kind: Istio, jqPathExpressions: [.spec.version], jsonPointers: [/spec/values] }",
    ),
    istio(),
  ],
  [
    "an Application that is not looked at",
    "is halted (argocd.argoproj.io/skip-reconcile)",
    application("", `{ argocd.argoproj.io/skip-reconcile: "true" }`),
    istio(),
  ],
  ["a Kustomization that is suspended", "is halted (spec.suspend)", kustomization(", suspend: true"), istio()],
  [
    "what Flux makes once",
    "leaves Istio/default alone (kustomize.toolkit.fluxcd.io/ssa: IfNotPresent)",
    kustomization(""),
    istio("{ kustomize.toolkit.fluxcd.io/ssa: IfNotPresent }"),
  ],
])("%s", async (_, says, engine, mesh) => {
  const err = await told(engine, mesh);
  expect(err).toContain(says);
  expect(err.match(/what runs may be another/g)).toHaveLength(1);
});

test.each<[what: string, engine: string]>([
  ["nothing says so", application("")],
  ["fields of other kinds", ignoring("{ group: apps, kind: Deployment, jsonPointers: [/spec/replicas] }")],
  ["fields that nobody writes", ignoring("{ group: sailoperator.io, kind: Istio, jsonPointers: [/status] }")],
])("no word where %s", async (_, engine) => {
  expect(await told(engine)).not.toContain("what runs may be another");
});
