import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Edit, State, Step } from "./breakages";

const edge = "clusters/edge/mesh.yaml";
const kustomization = (name: string, after: string, path: string) =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: ${name}\n  namespace: flux-system\nspec:\n  dependsOn:\n    - name: ${after}\n  interval: 10m\n  path: ${path}\n`;
const rest =
  "  prune: true\n  wait: true\n  timeout: 10m\n  sourceRef:\n    kind: GitRepository\n    name: fleet\n---\n";
export const dataplane: Edit = [edge, `${kustomization("istio-dataplane", "istio", "./infra/dataplane")}${rest}`, ""];
const mesh: Edit = [
  "bootstrap/apps.yaml",
  "  name: mesh\n",
  '  name: mesh\n  annotations:\n    argocd.argoproj.io/sync-wave: "-5"\n',
];
const operator: Edit = [
  "bootstrap/operator.yaml",
  "",
  'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: operator\n  namespace: openshift-gitops\n  annotations:\n    argocd.argoproj.io/sync-wave: "-1"\nspec:\n  project: default\n  source:\n    repoURL: https://example.com/fleet.git\n    targetRevision: main\n    path: operator\n  destination:\n    server: https://kubernetes.default.svc\n    namespace: openshift-operators\n',
];

const reading = (name: string, path: string, source = "fleet") => `---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: ${name}
  namespace: flux-system
spec:
  interval: 10m
  path: ${path}
  prune: true
  sourceRef:
    kind: GitRepository
    name: ${source}
`;
export const north = "clusters/north/mesh.yaml";
/** A second cluster, with no data plane. */
const inNorth: Edit = [north, "", reading("sail-operator", "./infra/operator") + reading("istio", "./infra/istio")];
export const shared = reading("istio-dataplane", "./infra/dataplane");
export const elsewhere = `---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: platform, namespace: flux-system }
spec: { interval: 5m, url: https://git.corp.example/platform/nodes.git, ref: { branch: main } }
${reading("more", "./nodes", "platform")}`;

/** A base for ztunnel alone, on which nothing builds. */
const ztunnelBase: readonly Edit[] = [
  ["mesh/base/kustomization.yaml", "  - ztunnel.yaml\n", ""],
  ["mesh/base/ztunnel.yaml", ""],
  ["mesh/ztunnel/kustomization.yaml", "", "resources: [ztunnel.yaml]\n"],
  ["mesh/ztunnel/ztunnel.yaml", "", readFileSync(join(__dirname, "tenants/mesh/base/ztunnel.yaml"), "utf8")],
];

/** What comes before what: parts, Applications, and who applies them at all. */
export const orderStates: readonly State[] = [
  [
    "DEL011",
    "a part of the mesh that nobody applies",
    "fleet",
    dataplane,
    [edge, "- name: istio-dataplane", "- name: istio"],
  ],
  ["DEL011", "a part of the mesh that one of two clusters has applied", "fleet", inNorth],
  ["DEL011", "a part of the mesh in a base that no overlay takes", "tenants", ...ztunnelBase],
  ["WAV001", "an Application before the one with the operator", "argocd", mesh, operator],
  [
    "SKEW001",
    "the CNI plugin two minors ahead of a revision that is in use",
    "sidecar",
    ["bookinfo/app.yaml", "istio.io/rev: stable", "istio.io/rev: mesh-v1-24-3"],
  ],
];

const before = (file: string): Edit => [`mesh/${file}.yaml`, "v1.28.3", "v1.28.1"];

export const orderSteps: readonly Step[] = [
  [
    "SKEW001",
    "ZTunnel goes within its minor, and the control plane stays",
    "ambient",
    [before("istio"), before("cni")],
    [before("istio"), before("cni"), before("ztunnel")],
  ],
];
