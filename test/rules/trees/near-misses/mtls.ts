import type { NearMiss } from "./near-miss";

const bank = "accounts/accounts.yaml";
const side = "side/app.yaml";
const clients = "side/clients.yaml";

/** Near misses of mTLS between DestinationRules, PeerAuthentications and pods. */
export const nearMtls: readonly NearMiss[] = [
  [
    "POL004",
    "mTLS to pods that take plain text alone",
    "those of the rule have a policy of their own",
    [
      [
        bank,
        "apiVersion: v1\nkind: Service\n",
        'apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata:\n  name: accounts\n  namespace: accounts\n  annotations:\n    argocd.argoproj.io/sync-options: "Prune=false,Delete=false,SkipDryRunOnMissingResource=true"\nspec:\n  selector:\n    matchLabels:\n      app: accounts\n  mtls:\n    mode: STRICT\n---\napiVersion: v1\nkind: Service\n',
      ],
    ],
  ],
  [
    "POL004",
    "mTLS to a port that takes plain text alone",
    "the rule leaves that port out",
    [
      [
        bank,
        "      mode: ISTIO_MUTUAL\n",
        "      mode: ISTIO_MUTUAL\n    portLevelSettings:\n      - port:\n          number: 8080\n        connectionPool:\n          tcp:\n            maxConnections: 100\n",
      ],
      [
        bank,
        "            principals:\n              - cluster.local/ns/bank-ingress/sa/default\n",
        "            ipBlocks:\n              - 10.0.0.0/8\n",
      ],
    ],
  ],
  [
    "POL004",
    "mTLS to pods without a sidecar",
    "they bring the proxy along",
    [
      [
        bank,
        "      containers:\n",
        "      containers:\n        - name: istio-proxy\n          image: registry.corp.example/proxyv2:1.28.3\n",
      ],
    ],
  ],
  [
    "POL004",
    "mTLS to a subset that has no sidecar",
    "the subset is of other pods",
    [[side, "      labels:\n        version: v1\n", "      labels:\n        version: v2\n"]],
  ],
  [
    "POL004",
    "plain text to one port under STRICT",
    "the port goes past the sidecar",
    [
      [
        side,
        "      labels:\n        app: cart\n        version: v1\n",
        '      annotations:\n        traffic.sidecar.istio.io/excludeInboundPorts: "8080"\n      labels:\n        app: cart\n        version: v1\n',
      ],
    ],
  ],
  [
    "POL004",
    "TLS of one's own under STRICT",
    "for what is outside",
    [[clients, "*.side.svc.cluster.local", "*.bank.example"]],
  ],
  [
    "POL004",
    "plain text to who asks for identity",
    "a rule asks for a path alone",
    [
      [
        side,
        "              - cluster.local/ns/edge/sa/default\n",
        "              - cluster.local/ns/edge/sa/default\n    - to:\n        - operation:\n            paths: [/open]\n",
      ],
    ],
  ],
  [
    "POL004",
    "mTLS to a port that goes past the sidecar",
    "another port does",
    [[bank, 'excludeInboundPorts: "8080"', 'excludeInboundPorts: "9090"']],
  ],
  [
    "POL004",
    "mTLS of a port that ambient cannot switch off",
    "that it can open",
    [["shop/policies.yaml", "mode: DISABLE", "mode: PERMISSIVE"]],
  ],
  [
    "POL003",
    "port of the Service in a policy for pods",
    "the pods open it as well",
    [
      [
        "shop/workloads.yaml",
        "            - containerPort: 8080\n",
        "            - containerPort: 8080\n            - containerPort: 80\n",
      ],
    ],
  ],
  [
    "TGT004",
    "policy about requests where the Service speaks TCP",
    "another Service says HTTP",
    [
      [
        "bookinfo/app.yaml",
        "apiVersion: v1\nkind: Service\n",
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: reviews-web\n  namespace: bookinfo\nspec:\n  selector:\n    app: reviews\n  ports:\n    - name: http\n      port: 9080\n---\napiVersion: v1\nkind: Service\n",
      ],
    ],
  ],
  [
    "POL004",
    "no mTLS where policies ask for identity",
    "it asks for addresses",
    [
      [
        side,
        "            principals:\n              - cluster.local/ns/edge/sa/default\n",
        "            ipBlocks: [10.0.0.0/8]\n",
      ],
    ],
  ],
  [
    "POL004",
    "mTLS of some pods, said in the namespace of the mesh",
    "another namespace is that of the mesh",
    [["mesh/istio.yaml", "    meshConfig:\n", "    meshConfig:\n      rootNamespace: istio-config\n"]],
  ],
  [
    "POL002",
    "policy for pods without a sidecar",
    "others that it selects have one",
    [
      [
        side,
        "apiVersion: v1\nkind: Service\n",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: cart-v2\n  namespace: side\nspec:\n  selector:\n    matchLabels:\n      app: cart\n  template:\n    metadata:\n      labels:\n        app: cart\n    spec:\n      containers:\n        - name: cart\n          image: registry.example.com/cart:2\n---\napiVersion: v1\nkind: Service\n",
      ],
    ],
  ],
  [
    "POL002",
    "policy for an entry without a waypoint",
    "the entry has a label of its own",
    [
      [
        "shop/policies.yaml",
        "  name: payments\n  namespace: shop\nspec:\n  hosts",
        "  name: payments\n  namespace: shop\n  labels:\n    istio.io/use-waypoint: waypoint\nspec:\n  hosts",
      ],
    ],
  ],
  [
    "POL002",
    "policy for a Service outside of ambient",
    "the Service has a waypoint",
    [
      [
        side,
        "  name: cart\n  namespace: side\nspec:\n  selector:\n    app: cart\n",
        "  name: cart\n  namespace: side\n  labels:\n    istio.io/use-waypoint: waypoint\n    istio.io/use-waypoint-namespace: amb\nspec:\n  selector:\n    app: cart\n",
      ],
      [
        "amb/app.yaml",
        "      protocol: HBONE\n",
        "      protocol: HBONE\n      allowedRoutes:\n        namespaces:\n          from: All\n",
      ],
    ],
  ],
  [
    "POL006",
    "clients that no longer encrypt",
    "they did not before",
    [
      [
        bank,
        "      mode: DISABLE\n",
        "      mode: DISABLE\n    connectionPool:\n      tcp:\n        maxConnections: 100\n",
      ],
    ],
    [[bank, "mode: ISTIO_MUTUAL", "mode: DISABLE"]],
  ],
  [
    "POL006",
    "clients that no longer look at a certificate",
    "they did not before",
    [[clients, "      mode: SIMPLE\n", "      mode: SIMPLE\n      sni: api.bank.example\n"]],
    [[clients, "      mode: SIMPLE\n", "      mode: SIMPLE\n      insecureSkipVerify: true\n"]],
  ],
  [
    "POL006",
    "mTLS switched off by a DestinationRule",
    "for a host outside of the mesh",
    [["bookinfo/traffic.yaml", "spec:\n  host: reviews\n", "spec:\n  host: rates.example.org\n"]],
    [["bookinfo/traffic.yaml", "spec:\n  host: reviews\n", "spec:\n  host: rates.example.org\n"]],
  ],
];
