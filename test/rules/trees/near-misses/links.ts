import type { NearMiss } from "./near-miss";

const extra = "amb/extra.yaml";

/** Near misses of policies, certificates and links between clusters. */
export const nearLinks: readonly NearMiss[] = [
  [
    "NET001",
    "rule for probes alone",
    "the pods of a whole network as well",
    [[extra, "from: [", "from: [{ ipBlock: { cidr: 10.0.0.0/8 } }, "]],
  ],
  [
    "NET001",
    "rule for probes alone",
    "for a gateway, which is asked from outside",
    [
      [extra, "podSelector: {}", "podSelector: { matchLabels: { gateway.networking.k8s.io/gateway-name: public } }"],
      [
        extra,
        "apiVersion: networking",
        "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata:\n  name: public\n  namespace: amb\n  annotations:\n    argocd.argoproj.io/sync-options: Prune=false,Delete=false,SkipDryRunOnMissingResource=true\nspec:\n  gatewayClassName: istio\n  listeners:\n    - { name: http, port: 80, protocol: HTTP }\n---\napiVersion: networking",
      ],
    ],
  ],
  [
    "NET001",
    "port of ztunnel open to monitoring alone",
    "for a namespace that may be in the mesh",
    [[extra, "openshift-user-workload-monitoring", "monitoring"]],
  ],
  ["NET001", "port of ztunnel open for other pods", "for these pods as well", [[extra, "app: shop", "app: stock"]]],
  [
    "NET001",
    "port of ztunnel open for other pods",
    "pods that stay out of ambient",
    [
      [
        "amb/app.yaml",
        "        app: stock\n    spec",
        "        app: stock\n        istio.io/dataplane-mode: none\n    spec",
      ],
    ],
  ],
  [
    "NET001",
    "address beside that of probes",
    "an address of somebody else",
    [[extra, "169.254.7.126", "10.254.7.126"]],
  ],
  [
    "POL003",
    "account that nothing makes",
    "a chart is installed beside",
    [
      [
        extra,
        "",
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: shop\n  namespace: amb\nspec:\n  interval: 1h\n  chartRef: { kind: OCIRepository, name: shop }\n",
      ],
    ],
  ],
  [
    "POL003",
    "account that nothing makes",
    "pods run as it",
    [["amb/app.yaml", "      containers:\n", "      serviceAccountName: shop\n      containers:\n"]],
  ],
  [
    "POL003",
    "account without a principal's form that nothing makes",
    "in a namespace that is not here",
    [["side/app.yaml", "amb/shop", "tills/shop"]],
  ],
  [
    "POL003",
    "account of a waypoint with its class",
    "the Gateway is told to run as it",
    [
      [
        "amb/app.yaml",
        "  name: waypoint\n  namespace: amb\n  annotations:\n",
        "  name: waypoint\n  namespace: amb\n  annotations:\n    gateway.istio.io/service-account: waypoint-istio-waypoint\n",
      ],
    ],
  ],
];
