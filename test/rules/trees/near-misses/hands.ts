import type { NearMiss } from "./near-miss";

const policies = "shop/policies.yaml";
const gatewayClass = (name: string, controller: string) =>
  `apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata:\n  name: ${name}\nspec:\n  controllerName: ${controller}\n---\n`;

/** Near misses of what a hand changes in one place. */
export const nearHands: readonly NearMiss[] = [
  [
    "TGT001",
    "policy for a ServiceEntry of another name",
    "it is entered too",
    [
      [
        policies,
        "apiVersion: networking.istio.io/v1\nkind: ServiceEntry",
        "apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata:\n  name: payment\n  namespace: shop\nspec:\n  hosts: [sandbox.payments.example]\n  location: MESH_EXTERNAL\n  resolution: DNS\n  ports: [{ number: 443, name: tls, protocol: TLS }]\n---\napiVersion: networking.istio.io/v1\nkind: ServiceEntry",
      ],
    ],
  ],
  [
    "TGT001",
    "policy for a ServiceEntry of another name",
    "its namespace has none here",
    [[policies, "  name: payments\n  namespace: shop\n", "  name: payments\n  namespace: ztunnel\n"]],
  ],
  [
    "TGT001",
    "policy for a class in other words",
    "the class is here",
    [
      [
        "mesh/namespaces.yaml",
        "apiVersion",
        `${gatewayClass("istio-waypoints", "istio.io/mesh-controller")}apiVersion`,
      ],
    ],
  ],
  [
    "TGT001",
    "policy for a class in other words",
    "it is a class of somebody's own",
    [[policies, "name: istio-waypoints }", "name: istio-waypoint-large }"]],
  ],
  [
    "TGT001",
    "policy for the class of gateways",
    "is that of waypoints",
    [[policies, "name: istio }", "name: istio-waypoint }"]],
  ],
  [
    "DEL013",
    "version by a variable that nobody gives",
    "the Kustomization gives it",
    [
      [
        "clusters/prod/mesh.yaml",
        "  path: ./mesh\n",
        '  path: ./mesh\n  postBuild: { substitute: { ISTIO: "1.28.3" } }\n',
      ],
    ],
  ],
  [
    "DEL013",
    "value by a variable that nobody gives",
    "it is given for all clusters",
    [
      [
        "clusters/prod/mesh.yaml",
        "  path: ./mesh\n",
        "  path: ./mesh\n  postBuild: { substituteFrom: [{ kind: ConfigMap, name: fleet }] }\n",
      ],
    ],
  ],
  [
    "POL004",
    "port of mTLS with two digits exchanged",
    "is one that the pods do not declare",
    [["bookinfo/policies.yaml", "    9800:", "    15690:"]],
  ],
];
