import { checkTransition } from "../../../src/verbs/check/check-step";
import { folderWith } from "../../support/folder";

/* Two clusters in one repository, each with a root Application of the same name that reads the folder beside it. */

type Files = Readonly<Record<string, string>>;

const kept =
  'annotations: { argocd.argoproj.io/sync-options: "Prune=false,Delete=false,SkipDryRunOnMissingResource=true" }';
const application = (name: string, path: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd, finalizers: [resources-finalizer.argocd.argoproj.io] }
spec:
  project: default
  source: { repoURL: https://git.example.com/mesh.git, targetRevision: main, path: ${path} }
  destination: { server: https://kubernetes.default.svc }
  syncPolicy: { automated: { prune: true } }
`;
const cluster = (name: string, release: string): Files => ({
  [`argocd/${name}/root.yaml`]: application("root", `argocd/${name}/apps`),
  [`argocd/${name}/apps/mesh.yaml`]: application("mesh", `overlays/${name}`),
  [`argocd/${name}/apps/operator.yaml`]: application("operator", `operator/${name}`),
  [`argocd/${name}/apps/tenants.yaml`]: application("tenants", "tenants"),
  [`operator/${name}/kustomization.yaml`]: "resources: [subscription.yaml]\n",
  [`operator/${name}/subscription.yaml`]: `apiVersion: operators.coreos.com/v1alpha1
kind: Subscription
metadata: { name: sailoperator, namespace: operators }
spec:
  name: sailoperator
  channel: stable-${release.replace(/\.\d+$/, "")}
  startingCSV: sailoperator.v${release}
  installPlanApproval: Manual
  source: operatorhubio-catalog
  sourceNamespace: olm
`,
  [`overlays/${name}/kustomization.yaml`]: `resources: [../../base]
patches:
  - target: { kind: Istio }
    patch: "- { op: add, path: /spec/values, value: { global: { multiCluster: { clusterName: ${name} } } } }"
`,
});
const tree = (version: string): Files => ({
  "base/kustomization.yaml": "resources: [istio.yaml]\n",
  "base/istio.yaml": `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default, ${kept} }
spec: { version: ${version}, namespace: istio-system, updateStrategy: { type: InPlace } }
`,
  "tenants/namespace.yaml": `apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { istio-injection: enabled }, ${kept} }\n`,
  ...cluster("eu", "1.30.3"),
  ...cluster("us", "1.28.3"),
});

const said = (before: Files, after: Files) => {
  const [from, to] = [folderWith(before), folderWith(after)];
  const { findings } = checkTransition({ from, to: [to] }, { acceptedJumps: [], distribution: "sail" }, { cwd: "/" });
  return findings.flatMap(({ rule, severity, object, message }) =>
    severity === "error" ? [`${rule} ${object} ${message}`] : [],
  );
};
const without = (files: Files, ...names: readonly string[]): Files =>
  Object.fromEntries(Object.entries(files).filter(([name]) => !names.includes(name)));

test("an Application goes in one of them", () => {
  const files = tree("v1.28.3");
  expect(said(files, without(files, "argocd/eu/apps/tenants.yaml"))).toContainEqual(
    expect.stringContaining("SNAP002 Application/argocd/tenants Application tenants is gone"),
  );
});

test("one that was there twice in one of them goes once", () => {
  const files = tree("v1.28.3");
  const twice = { ...files, "argocd/eu/apps/tenants-copy.yaml": files["argocd/eu/apps/tenants.yaml"] ?? "" };
  expect(said(twice, files)).toEqual([]);
});

test("a base goes where the operator of one of them is not", () => {
  expect(said(tree("v1.28.3"), tree("v1.29.2"))).toEqual([
    expect.stringContaining("VER001 Istio/default operator release 1.28.3 does not know spec.version v1.29.2; as"),
  ]);
});
