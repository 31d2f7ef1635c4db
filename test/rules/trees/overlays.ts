import type { Edit, State } from "./breakages";

export const prod = "mesh/overlays/prod/kustomization.yaml";
export const root = "clusters/prod/root.yaml";
export const fluxMesh = "clusters/prod/mesh.yaml";

/** A patch more of an overlay. */
const patched = (target: string, ...lines: readonly string[]): Edit => [
  prod,
  "patches:\n",
  `patches:\n  - target: ${target}\n    patch: |-\n${lines.map((line) => `      ${line}\n`).join("")}`,
];
const raised = (kind: string, version: string) =>
  patched(`{ kind: ${kind} }`, `- { op: replace, path: /spec/version, value: ${version} }`);

const inFlux = (text: string): Edit => [fluxMesh, "  path: ./mesh\n", `  path: ./mesh\n${text}`];
const inArgo = (text: string): Edit => [root, "path: mesh/overlays/prod\n", `path: mesh/overlays/prod\n${text}`];

/** What overlays, and what engines make of files: nothing of it stands in one of them. */
export const overlayStates: readonly State[] = [
  ["VER006", "version without its v by an operation", "tenants", raised("Istio", "1.28.5")],
  ["SKEW001", "control plane behind its parts by an operation", "tenants", raised("Istio", "v1.27.3")],
  [
    "SKEW001",
    "control plane behind its parts for a label",
    "tenants",
    ["mesh/base/istio.yaml", "  name: default\n", "  name: default\n  labels: { part: pilot }\n"],
    patched("{ labelSelector: part in (pilot) }", "- { op: replace, path: /spec/version, value: v1.27.3 }"),
  ],
  [
    "SKEW001",
    "control plane behind its parts by a file of operations",
    "tenants",
    [
      prod,
      "patches:\n",
      "patchesJson6902:\n  - target: { group: sailoperator.io, version: v1, kind: Istio, name: default }\n    path: version.yaml\npatches:\n",
    ],
    ["mesh/overlays/prod/version.yaml", "", "- op: replace\n  path: /spec/version\n  value: v1.27.3\n"],
  ],
  [
    "KUS001",
    "operation that takes away what is not there",
    "tenants",
    patched("{ kind: Istio }", "- { op: remove, path: /spec/values/global }"),
  ],
  [
    "KUS001",
    "operation below what is not there",
    "tenants",
    patched("{ kind: ZTunnel }", "- { op: replace, path: /spec/values/global/network, value: a }"),
  ],
  [
    "KUS001",
    "test of an operation that does not hold",
    "tenants",
    patched("{ kind: ZTunnel }", "- { op: test, path: /spec/version, value: v1.28.4 }"),
  ],
  [
    "WPT001",
    "waypoint that an overlay takes out",
    "tenants",
    [
      "tenants/shop/kustomization.yaml",
      "resources:\n",
      "patches:\n  - target: { kind: Gateway, name: waypoint }\n    patch: |-\n      apiVersion: gateway.networking.k8s.io/v1\n      kind: Gateway\n      metadata: { name: waypoint }\n      $patch: delete\nresources:\n",
    ],
  ],
  [
    "SKEW001",
    "patches of a Kustomization of Flux",
    "flux",
    inFlux(
      "  patches:\n    - target: { kind: Istio }\n      patch: |-\n        - { op: replace, path: /spec/version, value: v1.27.3 }\n",
    ),
  ],
  [
    "KUS001",
    "patches of a Kustomization of Flux for nothing",
    "flux",
    inFlux(
      "  patches:\n    - target: { kind: Istio, name: prod }\n      patch: |-\n        - { op: replace, path: /spec/version, value: v1.28.3 }\n",
    ),
  ],
  [
    "KUS001",
    "namespace that Flux writes over all others",
    "flux",
    [fluxMesh, "  path: ./apps\n", "  path: ./apps\n  targetNamespace: default\n"],
  ],
  [
    "DEL013",
    "ConfigMap of variables that is not there",
    "flux",
    inFlux("  postBuild:\n    substituteFrom:\n      - { kind: ConfigMap, name: cluster-settings }\n"),
    [
      "clusters/prod/vars.yaml",
      "",
      "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: cluster-vars, namespace: flux-system }\ndata: { A: b }\n",
    ],
  ],
  [
    "SKEW001",
    "patches of an Application",
    "tenants",
    inArgo(
      '    kustomize:\n      patches:\n        - target: { kind: Istio }\n          patch: |-\n            [{ "op": "replace", "path": "/spec/version", "value": "v1.27.3" }]\n',
    ),
  ],
];
