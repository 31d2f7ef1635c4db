import type { Edit, State, Step } from "./breakages";

const bank = "accounts/accounts.yaml";
const side = "side/app.yaml";
const kept =
  '  annotations:\n    argocd.argoproj.io/sync-options: "Prune=false,Delete=false,SkipDryRunOnMissingResource=true"\n';
/** A file of a PeerAuthentication more. */
const peer = (namespace: string, spec: string): Edit => [
  `${namespace}/mtls.yaml`,
  "",
  `apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata:\n  name: more\n  namespace: ${namespace}\n${kept}spec:\n${spec}`,
];
const rule = (host: string, policy: string): Edit => [
  "side/clients.yaml",
  "",
  `apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata:\n  name: clients\n  namespace: side\n${kept}spec:\n  host: "${host}"\n${policy}`,
];
const v1 = "        version: v1\n    spec:";
const optOut: Edit = [bank, v1, '        version: v1\n        sidecar.istio.io/inject: "false"\n    spec:'];
const entryPolicy = `apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata:\n  name: payments\n  namespace: shop\nspec:\n  targetRefs:\n    - group: networking.istio.io\n      kind: ServiceEntry\n      name: payments\n  action: ALLOW\n  rules:\n    - from:\n        - source:\n            namespaces: [shop]\n---\napiVersion`;

/** What clients open and servers take, and policies that nobody enforces. */
export const mtlsStates: readonly State[] = [
  ["POL004", "mTLS to pods that take plain text alone", "bank", peer("accounts", "  mtls:\n    mode: DISABLE\n")],
  [
    "POL004",
    "mTLS to a port that takes plain text alone",
    "bank",
    peer(
      "accounts",
      "  selector:\n    matchLabels:\n      app: accounts\n  portLevelMtls:\n    8080:\n      mode: DISABLE\n",
    ),
  ],
  ["POL004", "mTLS to pods without a sidecar", "bank", optOut],
  [
    "POL004",
    "mTLS to all of a namespace without a mesh",
    "bank",
    [bank, "    istio.io/rev: stable\n", "    team: bank\n"],
  ],
  [
    "POL004",
    "mTLS to a subset that has no sidecar",
    "edge",
    [side, "    - name: v1\n", "    - name: v1\n      trafficPolicy:\n        tls:\n          mode: ISTIO_MUTUAL\n"],
    [
      side,
      "        version: v1\n    spec:",
      '        version: v1\n        sidecar.istio.io/inject: "false"\n    spec:',
    ],
  ],
  [
    "POL004",
    "plain text to one port under STRICT",
    "edge",
    rule(
      "cart",
      "  trafficPolicy:\n    portLevelSettings:\n      - port:\n          number: 8080\n        tls:\n          mode: DISABLE\n",
    ),
  ],
  [
    "POL004",
    "TLS of one's own under STRICT",
    "edge",
    rule("*.side.svc.cluster.local", "  trafficPolicy:\n    tls:\n      mode: SIMPLE\n"),
    [side, "spec:\n  host: cart.side", "spec:\n  host: bag.side"],
  ],
  [
    "POL004",
    "plain text to who asks for identity",
    "edge",
    rule("cart", "  trafficPolicy:\n    tls:\n      mode: DISABLE\n"),
    [side, "    mode: STRICT", "    mode: PERMISSIVE"],
  ],
  [
    "POL004",
    "mTLS to a port that goes past the sidecar",
    "bank",
    [
      bank,
      "      labels:\n        app: accounts\n        version: v1\n",
      '      annotations:\n        traffic.sidecar.istio.io/excludeInboundPorts: "8080"\n      labels:\n        app: accounts\n        version: v1\n',
    ],
  ],
  [
    "POL004",
    "mTLS of a port that ambient cannot switch off",
    "ambient",
    [
      "shop/policies.yaml",
      "apiVersion",
      "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata:\n  name: cart\n  namespace: shop\nspec:\n  selector:\n    matchLabels:\n      app: cart\n  portLevelMtls:\n    8080:\n      mode: DISABLE\n---\napiVersion",
    ],
  ],
  ["POL003", "port of the Service in a policy for pods", "ambient", ["shop/policies.yaml", '- "8080"', '- "80"']],
  [
    "TGT004",
    "policy about requests where the Service speaks TCP",
    "sidecar",
    ["bookinfo/app.yaml", "    - name: http\n", "    - name: tcp-web\n"],
    [
      "bookinfo/policies.yaml",
      "kind: RequestAuthentication\nmetadata:\n  name: reviews",
      "kind: RequestAuthentication\nmetadata:\n  name: others",
    ],
    ["bookinfo/policies.yaml", "  selector:\n    matchLabels:\n      app: reviews\n  jwtRules", "  jwtRules"],
  ],
  ["POL004", "no mTLS where policies ask for identity", "edge", [side, "    mode: STRICT", "    mode: DISABLE"]],
  [
    "POL004",
    "mTLS of some pods, said in the namespace of the mesh",
    "bank",
    peer("istio-system", "  selector:\n    matchLabels:\n      app: accounts\n  mtls:\n    mode: PERMISSIVE\n"),
  ],
  [
    "POL002",
    "policy for pods without a sidecar",
    "edge",
    [
      side,
      "        app: cart\n        version",
      '        app: cart\n        sidecar.istio.io/inject: "false"\n        version',
    ],
  ],
  [
    "POL002",
    "policy for a namespace that left the mesh",
    "edge",
    ["mesh/namespaces.yaml", "istio-injection: enabled", "istio-injection: disabled"],
  ],
  [
    "POL002",
    "policy for an entry without a waypoint",
    "ambient",
    ["shop/policies.yaml", "apiVersion", entryPolicy],
    ["shop/namespace.yaml", "    istio.io/use-waypoint: waypoint\n", ""],
    [
      "shop/workloads.yaml",
      "  labels:\n    app: cart\n",
      "  labels:\n    app: cart\n    istio.io/use-waypoint: waypoint\n",
    ],
  ],
  [
    "POL002",
    "policy for a Service outside of ambient",
    "edge",
    [
      side,
      "  selector:\n    matchLabels:\n      app: cart\n  action: ALLOW\n",
      '  targetRefs:\n    - group: ""\n      kind: Service\n      name: cart\n  action: ALLOW\n',
    ],
  ],
];

export const mtlsSteps: readonly Step[] = [
  ["POL006", "clients that no longer encrypt", "bank", [[bank, "mode: ISTIO_MUTUAL", "mode: DISABLE"]]],
  [
    "POL006",
    "clients that no longer look at a certificate",
    "edge",
    [rule("api.bank.example", "  trafficPolicy:\n    tls:\n      mode: SIMPLE\n      insecureSkipVerify: true\n")],
    [rule("api.bank.example", "  trafficPolicy:\n    tls:\n      mode: SIMPLE\n")],
  ],
];
