import type { NearMiss } from "./near-miss";

const shop = "shop/policies.yaml";
const books = "bookinfo/policies.yaml";

/** Policies of identity, mTLS and networks. */
export const nearPolicies: readonly NearMiss[] = [
  [
    "POL001",
    "HTTP for ztunnel",
    "for the waypoint, which reads it",
    [
      [
        shop,
        "  name: cart-l4\n  namespace: shop\nspec:\n  selector:\n    matchLabels:\n      app: cart\n",
        "  name: cart-l4\n  namespace: shop\nspec:\n  targetRefs:\n    - kind: Gateway\n      group: gateway.networking.k8s.io\n      name: waypoint\n",
      ],
    ],
  ],
  [
    "POL002",
    "a waypoint for workloads, policies on Services",
    "for both",
    [["shop/waypoint.yaml", "waypoint-for: workload", "waypoint-for: all"]],
  ],
  [
    "POL003",
    "a principal with its scheme",
    "without, and of any namespace",
    [[shop, "spiffe://cluster.local/ns/shop/sa/waypoint", '"*/sa/waypoint"']],
  ],
  [
    "POL003",
    "path with a star in the middle",
    "a template, which may stand anywhere",
    [[shop, "/cart/*/items", "/cart/{*}/items"]],
  ],
  [
    "POL004",
    "two policies of mTLS for one namespace",
    "one of them for some workloads",
    [
      [
        books,
        "  name: permissive\n  namespace: bookinfo\nspec:\n",
        "  name: permissive\n  namespace: bookinfo\nspec:\n  selector:\n    matchLabels:\n      app: ratings\n",
      ],
    ],
  ],
  [
    "POL004",
    "a DestinationRule that switches mTLS off under STRICT",
    "its pods take plain text",
    [[books, "      app: reviews\n  mtls:\n    mode: STRICT\n", "      app: reviews\n  mtls:\n    mode: PERMISSIVE\n"]],
  ],
  [
    "POL005",
    "principal of a namespace with a typo",
    "the waypoint by its ServiceAccount of another trust domain",
    [[shop, "cluster.local/ns/shpo/sa/waypoint", "east.example/ns/shop/sa/waypoint"]],
  ],
  [
    "POL006",
    "mTLS for the whole mesh from STRICT to PERMISSIVE",
    "for one namespace that was open before",
    [[shop, "  name: default\n  namespace: istio-system\n", "  name: default\n  namespace: lab\n"]],
    [
      [
        shop,
        "  name: default\n  namespace: istio-system\nspec:\n  mtls:\n    mode: STRICT\n",
        "  name: default\n  namespace: lab\nspec:\n  mtls:\n    mode: DISABLE\n",
      ],
    ],
  ],
  [
    "POL006",
    "mTLS of a namespace switched off",
    "it was off, and another one is new",
    [
      [
        books,
        "apiVersion: security.istio.io/v1\n",
        "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata:\n  name: ratings\n  namespace: bookinfo\nspec:\n  selector:\n    matchLabels:\n      app: ratings\n  mtls:\n    mode: PERMISSIVE\n---\napiVersion: security.istio.io/v1\n",
      ],
    ],
    [[books, "  mtls:\n    mode: STRICT\n---", "  mtls:\n    mode: DISABLE\n---"]],
  ],
  [
    "POL006",
    "mTLS that is no longer said",
    "the mesh says it for all namespaces",
    [
      [
        books,
        "apiVersion: security.istio.io/v1\n",
        "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata:\n  name: mesh\n  namespace: istio-system\nspec:\n  mtls:\n    mode: STRICT\n---\napiVersion: security.istio.io/v1\n",
      ],
    ],
  ],
  [
    "POL006",
    "a policy that only looks on",
    "it looked on before, at less",
    [],
    [
      [shop, "  action: ALLOW\n", "  action: AUDIT\n"],
      [shop, "              - /cart/*\n", "              - /cart/*\n              - /basket/*\n"],
    ],
  ],
  [
    "POL006",
    "a policy as a dry run",
    "it says of itself that it is none",
    [[shop, 'istio.io/dry-run: "true"', 'istio.io/dry-run: "false"']],
  ],
  [
    "POL006",
    "ALLOW widened to all methods and paths",
    "it asks for something else instead",
    [
      [
        shop,
        "            namespaces:\n              - bank\n",
        "            namespaces:\n              - bank\n      to:\n        - operation:\n            methods:\n              - GET\n            paths:\n              - /basket/*\n",
      ],
    ],
  ],
  [
    "POL006",
    "ALLOW takes a principal of everybody",
    "of everybody in one namespace",
    [[shop, '              - "*"', "              - cluster.local/ns/bank/*"]],
  ],
  [
    "POL006",
    "HTTPS listener becomes HTTP",
    "on another port, as one more",
    [
      [
        "shop/ingress.yaml",
        "      port: 443\n      protocol: HTTP\n",
        "      port: 443\n      protocol: HTTPS\n      tls:\n        mode: Terminate\n        certificateRefs:\n          - name: shop-cert\n",
      ],
    ],
  ],
  [
    "NET001",
    "a NetworkPolicy that closes HBONE",
    "HBONE is open beside it",
    [["shop/workloads.yaml", "        - port: 8080\n---", "        - port: 8080\n        - port: 15008\n---"]],
  ],
  [
    "NET002",
    "a NetworkPolicy that closes istiod",
    "for other pods of its namespace",
    [["mesh/deny.yaml", "podSelector: {}", "podSelector:\n    matchLabels:\n      app: kiali"]],
  ],
];
