import type { NearMiss } from "./near-miss";

const cni = "mesh/cni.yaml";
const istio = "mesh/istio.yaml";

/** Near misses of what earlier rounds had not found. */
export const nearUnfound: readonly NearMiss[] = [
  ["PLAT003", "folder of k3s on microk8s", "the platform is k3s", [[cni, "platform: microk8s", "platform: k3s"]]],
  [
    "PLAT003",
    "one folder of two moved",
    "the platform moves the other",
    [[cni, "  values:\n", "  values:\n    global:\n      platform: k3s\n"]],
  ],
  [
    "PLAT003",
    "ztunnel on another platform than the CNI",
    "where the CNI says it, too",
    [[cni, "platform: k3s", "platform: gke"]],
  ],
  [
    "HA001",
    "budget for the only pod of a waypoint",
    "which is scaled",
    [
      [
        "shop/pdb.yaml",
        "apiVersion",
        "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: waypoint\n  namespace: shop\nspec:\n  minReplicas: 2\n  maxReplicas: 4\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: waypoint\n---\napiVersion",
      ],
    ],
  ],
  [
    "HA001",
    "budget as large as an application",
    "of three, one may go",
    [["shop/workloads.yaml", "  replicas: 2\n", "  replicas: 3\n"]],
  ],
  [
    "HA001",
    "one istiod beside gateways that stay available",
    "the autoscaler is off, and there are three",
    [[istio, "      autoscaleEnabled: true\n", "      autoscaleEnabled: false\n      replicaCount: 3\n"]],
  ],
  [
    "NS007",
    "quota as large as istiod",
    "of the operator's namespace",
    [["mesh/namespaces.yaml", "  namespace: istio-system\nspec:\n  hard", "  namespace: operators\nspec:\n  hard"]],
  ],
  [
    "NS007",
    "quota of limits that ztunnel does not say",
    "the values say it",
    [["mesh/ztunnel.yaml", "      resources:\n", "      resources:\n        limits:\n          memory: 1Gi\n"]],
  ],
  [
    "POL004",
    "automatic mTLS switched off",
    "a DestinationRule switches it on",
    [
      [
        "shop/policies.yaml",
        "apiVersion",
        "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata:\n  name: all\n  namespace: istio-system\nspec:\n  host: '*.local'\n  trafficPolicy:\n    tls:\n      mode: ISTIO_MUTUAL\n---\napiVersion",
      ],
    ],
  ],
  [
    "AMB003",
    "EnvoyFilter for gateways at a waypoint",
    "at a Gateway for what comes from outside",
    [["shop/ef.yaml", "name: waypoint", "name: ingress"]],
  ],
];
