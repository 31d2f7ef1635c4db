import type { Edit, State } from "./breakages";

export const istio = "mesh/istio.yaml";
export const namespaces = "mesh/namespaces.yaml";
/** The control plane, and with it the namespace for the whole mesh, in one of its own. */
const moved: readonly Edit[] = [
  [istio, "  namespace: istio-system\n", "  namespace: istio-core\n"],
  [namespaces, "  name: istio-system\n", "  name: istio-core\n"],
  ["mesh/ztunnel.yaml", "    ztunnel:\n", "    ztunnel:\n      istioNamespace: istio-core\n"],
];
/** The policies for the whole mesh that the tree has. */
const own: Edit = ["shop/policies.yaml", "  namespace: istio-system\n", "  namespace: istio-core\n"];
const wide = (apiVersion: string, kind: string, spec: string): Edit => [
  namespaces,
  "apiVersion",
  `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: istio-system\n---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: mesh\n  namespace: istio-system\nspec: ${spec}\n---\napiVersion`,
];

/** What is for a whole mesh. */
export const wholeMeshStates: readonly State[] = [
  ["POL002", "policies for the whole mesh where guides have them", "ambient", ...moved],
  [
    "POL002",
    "policies for the whole mesh beside a control plane that looks elsewhere",
    "ambient",
    [istio, "    meshConfig:\n", "    meshConfig:\n      rootNamespace: istio-cni\n"],
  ],
  ...(
    [
      ["AuthorizationPolicy", "security.istio.io/v1", "{}"],
      ["RequestAuthentication", "security.istio.io/v1", "{ jwtRules: [{ issuer: https://login.example.com }] }"],
      ["Telemetry", "telemetry.istio.io/v1", "{ accessLogging: [{ disabled: true }] }"],
      ["Sidecar", "networking.istio.io/v1", '{ egress: [{ hosts: ["./*"] }] }'],
      ["EnvoyFilter", "networking.istio.io/v1alpha3", "{ configPatches: [] }"],
    ] as const
  ).map(
    ([kind, version, spec]): State => [
      "POL002",
      `${kind} for the whole mesh where guides have it`,
      "ambient",
      ...moved,
      own,
      own,
      wide(version, kind, spec),
    ],
  ),
];
