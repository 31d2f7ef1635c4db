import { critical } from "../room";
import type { NearMiss } from "./near-miss";

const waypoint = "shop/waypoint.yaml";
const istio = "mesh/istio.yaml";

const smaller = `apiVersion: v1
kind: ConfigMap
metadata:
  name: sizes
  namespace: shop
data:
  deployment: |
    spec:
      template:
        spec:
          containers:
            - name: istio-proxy
              resources:
                limits: { memory: 512Mi }
---
apiVersion`;

/** Near misses of what quotas and ranges leave to pods. */
export const nearRoom: readonly NearMiss[] = [
  [
    "NS007",
    "largest limit below that of a waypoint",
    "their parameters ask for less",
    [
      [
        waypoint,
        "  gatewayClassName: istio-waypoint\n",
        '  gatewayClassName: istio-waypoint\n  infrastructure:\n    parametersRef: { group: "", kind: ConfigMap, name: sizes }\n',
      ],
      [waypoint, "apiVersion", smaller],
      [
        "shop/ingress.yaml",
        "  gatewayClassName: istio\n",
        '  gatewayClassName: istio\n  infrastructure:\n    parametersRef: { group: "", kind: ConfigMap, name: sizes }\n',
      ],
    ],
  ],
  [
    "NS007",
    "largest pod below a waypoint",
    "for another kind of thing",
    [
      [
        "shop/namespace.yaml",
        'type: Pod\n      max: { cpu: "1" }',
        "type: PersistentVolumeClaim\n      max: { storage: 1Gi }",
      ],
    ],
  ],
  [
    "NS007",
    "smallest request above that of the CNI",
    "which asks for more",
    [["mesh/cni.yaml", "          memory: 100Mi\n", "          memory: 256Mi\n"]],
  ],
  [
    "NS007",
    "limit of sidecars too far above their request",
    "the mesh gives them others",
    [[istio, "            memory: 128Mi\n", "            memory: 512Mi\n"]],
  ],
  [
    "NS007",
    "quota without load balancers",
    "the Gateway asks for none",
    [
      [
        "shop/ingress.yaml",
        "  namespace: shop\n",
        "  namespace: shop\n  annotations:\n    networking.istio.io/service-type: ClusterIP\n",
      ],
    ],
  ],
  [
    "NS007",
    "quota of GKE for ztunnel alone",
    "the CNI has one as well",
    [["mesh/namespaces.yaml", "apiVersion", critical("istio-cni")]],
  ],
  [
    "NS007",
    "quota of GKE for ztunnel alone",
    "it is for other pods, and somebody else makes those that GKE asks for",
    [["mesh/namespaces.yaml", "[system-node-critical]", "[system-cluster-critical]"]],
  ],
  [
    "NS007",
    "quota of GKE for ztunnel alone",
    "the CNI is in the namespace that has one",
    [["mesh/cni.yaml", "  namespace: istio-cni\n", "  namespace: kube-system\n"]],
  ],
];
