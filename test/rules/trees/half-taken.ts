import type { Edit, State, Step } from "./breakages";

const spaces = "shop/namespace.yaml";
const policies = "shop/policies.yaml";
const workloads = "shop/workloads.yaml";
const app = "bookinfo/app.yaml";
const mesh = "mesh/mesh.yaml";

const bank = (mode: string): Edit => [
  spaces,
  "  name: bank\n  labels:\n    istio-discovery: enabled\n    istio.io/dataplane-mode: ambient\n",
  `  name: bank\n  labels:\n    istio-discovery: enabled\n    istio.io/dataplane-mode: ${mode}\n`,
];
const notInjected: Edit = [app, "istio.io/rev: stable", "istio-injection: disabled"];
const forAll: readonly Edit[] = [
  [
    policies,
    "    - group: gateway.networking.k8s.io\n      kind: Gateway\n      name: waypoint\n  jwtRules:",
    '    - group: ""\n      kind: Service\n      name: cart\n  jwtRules:',
  ],
  [
    policies,
    "    - from:\n        - source:\n            principals:\n              - cluster.local/ns/shop/sa/waypoint\n      to:\n",
    "    - to:\n",
  ],
];
const zt = "  version: v1.28.3\n  namespace: ztunnel\n";

/** What is taken out of the mesh, or past a part of it, while the rest still counts on it. */
export const halfStates: readonly State[] = [
  ["NS002", "out of ambient, and the waypoint still named", "ambient", bank("none")],
  [
    "NS002",
    "pods that ask for a sidecar where no webhook looks",
    "sidecar",
    notInjected,
    ["bookinfo/gateway.yaml", "image: auto", "image: registry.example/edge:1"],
    [
      app,
      "        app: reviews\n        version: v1\n",
      '        app: reviews\n        version: v1\n        sidecar.istio.io/inject: "true"\n',
    ],
  ],
  ["GTW003", "a gateway where no webhook looks", "sidecar", notInjected],
  ["POL002", "tokens for all, and a Gateway that goes past the waypoint", "ambient", ...forAll],
  [
    "NS005",
    "word for Gateways that Istio does not know",
    "ambient",
    [workloads, "    app: cart\nspec:\n", '    app: cart\n    istio.io/ingress-use-waypoint: "yes"\nspec:\n'],
  ],
  [
    "ZTN002",
    "an address in a namespace without istiod",
    "flux",
    [mesh, zt, `${zt}  values:\n    ztunnel:\n      xdsAddress: istiod.istio.svc:15012\n`],
  ],
];

export const halfSteps: readonly Step[] = [
  [
    "VER005",
    "back to an API that has a field more",
    "flux",
    [
      [mesh, "sailoperator.io/v1\nkind: ZTunnel", "sailoperator.io/v1alpha1\nkind: ZTunnel"],
      [mesh, zt, `${zt}  profile: ambient\n`],
    ],
  ],
];
