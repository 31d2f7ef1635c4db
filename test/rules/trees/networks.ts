import type { Edit, State, Step } from "./breakages";

const istio = "mesh/istio.yaml";
const waypoint = "shop/waypoint.yaml";
const gateway = (network: string): readonly Edit[] => [
  [
    "mesh/eastwest.yaml",
    "",
    `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata:\n  name: eastwest\n  namespace: istio-system\n  labels:\n    topology.istio.io/network: ${network}\nspec:\n  gatewayClassName: istio-east-west\n  listeners:\n    - name: mesh\n      port: 15008\n      protocol: HBONE\n`,
  ],
  ["mesh/kustomization.yaml", "resources:\n", "resources:\n  - eastwest.yaml\n"],
];
const env = "      env:\n";
const on: Edit = [istio, env, `${env}        AMBIENT_ENABLE_MULTI_NETWORK: "true"\n`];
const wave = (of: string) => `  annotations:\n    argocd.argoproj.io/sync-wave: "${of}"\n`;

/** Ways between clusters, and waves. */
export const networkStates: readonly State[] = [
  ["ZTN006", "east-west gateway of another network", "ambient", ...gateway("network2"), on],
  ["AMB001", "east-west gateway, and nothing is turned on", "ambient", ...gateway("network1")],
  [
    "AMB001",
    "east-west gateway, and it is turned off",
    "ambient",
    ...gateway("network1"),
    [istio, env, `${env}        AMBIENT_ENABLE_MULTI_NETWORK: "false"\n`],
  ],
  [
    "WAV002",
    "waypoint after the pods of its kustomization",
    "ambient",
    ["shop/namespace.yaml", "  name: shop\n", `  name: shop\n${wave("20")}`],
    [waypoint, "  namespace: shop\n", `  namespace: shop\n${wave("25")}`],
    [
      "shop/workloads.yaml",
      "kind: Deployment\nmetadata:\n  name: cart\n  namespace: shop\n",
      `kind: Deployment\nmetadata:\n  name: cart\n  namespace: shop\n${wave("21")}`,
    ],
  ],
];

export const networkSteps: readonly Step[] = [
  ["SCH001", "the CNI moves, and no release is known", "twin", [["east/cni.yaml", "istio-cni", "kube-system"]]],
];
