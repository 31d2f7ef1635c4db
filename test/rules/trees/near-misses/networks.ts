import type { NearMiss } from "./near-miss";

const gateway = "mesh/eastwest.yaml";

/** Near misses of ways between clusters, and of waves. */
export const nearNetworks: readonly NearMiss[] = [
  [
    "ZTN006",
    "east-west gateway of another network",
    "it tells of the gateway of another cluster",
    [[gateway, "istio-east-west", "istio-remote"]],
  ],
  [
    "AMB001",
    "east-west gateway, and nothing is turned on",
    "it is one of the edge",
    [
      [gateway, "gatewayClassName: istio-east-west", "gatewayClassName: istio"],
      [gateway, "port: 15008\n      protocol: HBONE", "port: 80\n      protocol: HTTP"],
    ],
  ],
  [
    "WAV002",
    "waypoint after the pods of its kustomization",
    "the pods come after it",
    [["shop/workloads.yaml", 'sync-wave: "21"', 'sync-wave: "26"']],
  ],
  [
    "SCH001",
    "the CNI moves, and no release is known",
    "it was there already",
    [["east/istio.yaml", "v1.30.3", "v1.30.2"]],
    [["east/cni.yaml", "istio-cni", "kube-system"]],
  ],
];
