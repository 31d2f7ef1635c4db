import type { Edit, State } from "./breakages";

/** A policy at the end of the ambient application's policies. */
const policy = (namespace: string, target: string): Edit => [
  "shop/policies.yaml",
  "      protocol: TLS\n",
  `      protocol: TLS\n---\napiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata:\n  name: outward\n  namespace: ${namespace}\nspec:\n  targetRefs:\n    - ${target}\n  action: DENY\n  rules:\n    - to:\n        - operation:\n            methods: [TRACE]\n`,
];
const entry = (name: string) => `{ group: networking.istio.io, kind: ServiceEntry, name: ${name} }`;
const ofClass = (name: string) => `{ group: gateway.networking.k8s.io, kind: GatewayClass, name: ${name} }`;

const root = `    meshConfig:\n      rootNamespace: \${ROOT:=istio-system}\n    pilot:\n`;

const copied =
  "apiVersion: sailoperator.io/v1\nkind: IstioCNI\nmetadata:\n  name: default\n  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled\nspec:\n  version: v1.28.3\n  namespace: istio-cni\n  profile: ambient\n";
/** Flux takes all files of a folder without a kustomization. */
const unlisted: readonly Edit[] = [["mesh/kustomization.yaml", "x", undefined]];

/** What a hand changes in one place, and forgets in another. */
export const handStates: readonly State[] = [
  ["TGT001", "policy for a ServiceEntry of another name", "ambient", policy("shop", entry("payment"))],
  ["TGT001", "policy for a ServiceEntry of another namespace", "ambient", policy("istio-system", entry("payments"))],
  ["TGT001", "policy for a class in other words", "ambient", policy("istio-system", ofClass("istio-waypoints"))],
  ["TGT001", "policy for the class of gateways", "ambient", policy("istio-system", ofClass("istio"))],
  ["DEL013", "version by a variable that nobody gives", "flux", ["mesh/mesh.yaml", "v1.28.3", `v\${ISTIO}`]],
  ["DEL013", "value by a variable that nobody gives", "flux", ["mesh/mesh.yaml", "    pilot:\n", root]],
  ["POL004", "port of mTLS with two digits exchanged", "sidecar", ["bookinfo/policies.yaml", "    9080:", "    9800:"]],
  ["DUP001", "copy in a folder of which Flux makes one", "flux", ...unlisted, ["mesh/old.yaml", "", copied]],
];
