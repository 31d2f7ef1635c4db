import { checkPaths } from "../../../../src/verbs/check/check-paths";
import { checkTransition } from "../../../../src/verbs/check/check-step";
import { folderWith } from "../../../support/folder";

/* Two clusters of one base, each with a folder for the mesh, one for its Namespaces and one for its operator. */

type Files = Readonly<Record<string, string>>;

const patched = (base: string, kind: string, label: string, more = "") => `resources: [../../../base/${base}]
patches:
  - target: { kind: ${kind} }
    patch: |-
      - { op: add, path: /metadata/labels, value: { cluster: ${label} } }
${more}`;

const cluster = (name: string, more = ""): Files => ({
  [`clusters/${name}/mesh/kustomization.yaml`]: patched("mesh", "Istio", name, more),
  [`clusters/${name}/namespaces/kustomization.yaml`]: patched("namespaces", "Namespace", name),
  [`clusters/${name}/operator/kustomization.yaml`]: patched("operator", "ConfigMap", name),
});

const base: Files = {
  "base/mesh/kustomization.yaml": "resources: [mesh.yaml]\n",
  "base/mesh/mesh.yaml": `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { version: v1.28.3, namespace: istio-system, updateStrategy: { type: InPlace } }
---
apiVersion: sailoperator.io/v1
kind: IstioCNI
metadata: { name: default }
spec: { version: v1.28.3, namespace: istio-cni }
`,
  "base/namespaces/kustomization.yaml": "resources: [namespaces.yaml]\n",
  "base/namespaces/namespaces.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: { name: istio-system }\n",
  "base/operator/kustomization.yaml": "resources: [operator.yaml]\n",
  "base/operator/operator.yaml":
    "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: operator, namespace: operators }\n",
};

/** A change that is wrong in whichever cluster has it. */
const lower = `  - target: { kind: IstioCNI }
    patch: |-
      - { op: replace, path: /spec/version, value: 1.28.3 }
`;

const choices = { acceptedJumps: [], distribution: "sail" as const };

test("what one of them brings about is said once, with the folder that builds it", () => {
  const cwd = folderWith({ ...base, ...cluster("rome"), ...cluster("oslo", lower) });
  const said = checkPaths(["."], choices, { cwd }).findings.filter(({ rule }) => rule === "VER006");
  expect(said.map(({ message }) => message.split("; ").at(-1))).toEqual([
    "as clusters/oslo/mesh/kustomization.yaml builds it",
  ]);
});

test("what two of them bring about at one place is said once", () => {
  const component = { "components/old/kustomization.yaml": `kind: Component\npatches:\n${lower}` };
  const more = "components: [../../../components/old]\n";
  const cwd = folderWith({
    ...base,
    ...component,
    ...cluster("rome", more),
    ...cluster("oslo", more),
    ...cluster("bonn"),
  });
  const said = checkPaths(["."], choices, { cwd }).findings.filter(({ rule }) => rule === "VER006");
  expect(said.map(({ message }) => message.split("; ").at(-1))).toEqual([
    "as clusters/oslo/mesh/kustomization.yaml, clusters/rome/mesh/kustomization.yaml build it",
  ]);
});

test("in a step, too", () => {
  const from = folderWith({ ...base, ...cluster("rome"), ...cluster("oslo") });
  const to = folderWith({ ...base, ...cluster("rome"), ...cluster("oslo", lower) });
  const { findings } = checkTransition({ from, to: [to] }, choices, { cwd: "/" });
  const said = findings.filter(({ rule }) => rule === "VER006");
  expect(said.map(({ message }) => message.split("; ").at(-1))).toEqual(["as clusters/oslo/mesh builds it"]);
});

test("what both build as it is, and is wrong beside one of them", () => {
  const network = (name: string) => `  - target: { kind: Istio }
    patch: |-
      - { op: add, path: /spec/values, value: { global: { network: ${name} } } }
`;
  const shared: Files = {
    "shared/kustomization.yaml": "resources: [namespaces.yaml]\n",
    "shared/namespaces.yaml":
      "apiVersion: v1\nkind: Namespace\nmetadata: { name: istio-system, labels: { topology.istio.io/network: rome } }\n",
  };
  const files = { ...base, ...shared, ...cluster("rome", network("rome")), ...cluster("oslo", network("oslo")) };
  const mesh = Object.entries(files).filter(([name]) => !/namespaces\/(kustom|namesp)/.test(name));
  const { findings } = checkPaths(["."], choices, { cwd: folderWith(Object.fromEntries(mesh)) });
  expect(findings.filter(({ rule }) => rule === "ZTN006").map(({ message }) => message.split("; ").at(-1))).toEqual([
    "as shared/kustomization.yaml builds it, beside clusters/oslo/mesh/kustomization.yaml",
  ]);
});

test("what stands in another folder of the cluster is of that cluster", () => {
  const namespace = (name: string): Files => ({
    [`clusters/${name}/namespaces/kustomization.yaml`]: "resources: [shop.yaml]\n",
    [`clusters/${name}/namespaces/shop.yaml`]:
      "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { istio.io/dataplane-mode: ambient, istio.io/use-waypoint: l7 } }\n",
    [`clusters/${name}/shop/kustomization.yaml`]: patched("shop", "Gateway", name),
  });
  const shop: Files = {
    "base/shop/kustomization.yaml": "resources: [gateway.yaml]\n",
    "base/shop/gateway.yaml":
      "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: l7, namespace: shop }\nspec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }\n",
  };
  const all = { ...base, ...shop, ...cluster("rome"), ...namespace("rome"), ...cluster("oslo"), ...namespace("oslo") };
  const without = `${patched("shop", "Gateway", "oslo")}  - patch: |-
      { apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: { name: l7, namespace: shop }, $patch: delete }
`;
  const files = { ...all, "clusters/oslo/shop/kustomization.yaml": without };
  const { findings } = checkPaths(["."], choices, { cwd: folderWith(files) });
  expect(findings.filter(({ rule }) => rule === "WPT001").map(({ message }) => message.split("; ").at(-1))).toEqual([
    "as clusters/oslo/namespaces/kustomization.yaml builds it",
  ]);
});

describe("a Namespace beside what a kustomization protects", () => {
  const kept: Files = {
    "mesh/kustomization.yaml":
      "resources: [istio.yaml]\ncommonAnnotations: { argocd.argoproj.io/sync-options: 'Prune=false,Delete=false' }\n",
    "mesh/istio.yaml": `apiVersion: v1
kind: Namespace
metadata: { name: istio-system }
---
apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { version: v1.28.3, namespace: istio-system }
`,
    "operator/operator.yaml": `apiVersion: v1
kind: Namespace
metadata: { name: sail-operator }
---
apiVersion: operators.coreos.com/v1alpha1
kind: Subscription
metadata: { name: sailoperator, namespace: sail-operator }
spec: { name: sailoperator, channel: stable, source: operators, sourceNamespace: olm, startingCSV: sailoperator.v1.28.3, installPlanApproval: Manual }
`,
  };
  const application = (path: string): Files => ({
    [`apps/${path}.yaml`]: `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${path}, namespace: argocd }
spec:
  project: default
  source: { repoURL: https://git.example.com/mesh.git, targetRevision: main, path: ${path} }
  destination: { server: https://kubernetes.default.svc }
  syncPolicy: { automated: { prune: true } }
`,
  });
  const beside = ["Namespace/sail-operator beside what mesh/kustomization.yaml builds"];

  test.each<readonly [what: string, files: Files, expected: readonly string[]]>([
    ["nobody says who applies what", kept, beside],
    ["an Application that applies it", { ...kept, ...application("mesh"), ...application("operator") }, beside],
    ["the only Application applies the mesh", { ...kept, ...application("mesh") }, []],
  ])("%s", (_what, files, expected) => {
    const { findings } = checkPaths(["."], choices, { cwd: folderWith(files) });
    const said = findings.filter(({ rule }) => rule === "DEL004");
    expect(said.map(({ object, message }) => `${object} ${message.split("; ").at(-1)}`)).toEqual(expected);
  });
});
