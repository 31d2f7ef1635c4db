import type { NearMiss } from "./near-miss";

/** Near misses of what gateways, policies and pods ask of each other. */
export const nearGuards: readonly NearMiss[] = [
  [
    "TGT004",
    "policy of requests for pods whose port is for TLS",
    "an Istio Gateway opens the ports of these pods",
    [["mesh/ingress.yaml", "    istio: bank-gateway\n  servers:\n", "    app: accounts\n  servers:\n"]],
  ],
  [
    "TGT004",
    "filter for a version that no revision has",
    "a tag names a revision that has it",
    [["mesh/istio.yaml", "    kind: Istio\n    name: prod\n", "    kind: IstioRevision\n    name: prod-v1-26-8\n"]],
  ],
  [
    "TGT003",
    "plugin for a gateway by another name",
    "a chart brings that gateway",
    [
      [
        "argocd/chart.yaml",
        "",
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: gateway\n  namespace: argocd\nspec:\n  project: default\n  source:\n    repoURL: https://charts.corp.example\n    chart: gateway\n    targetRevision: 1.27.8\n  destination:\n    server: https://kubernetes.default.svc\n    namespace: bank-ingress\n",
      ],
    ],
  ],
  [
    "NS003",
    "namespace of Gateways outside of the selectors",
    "another term of the selectors takes it",
    [
      [
        "mesh/istio.yaml",
        "      discoverySelectors:\n",
        "      discoverySelectors:\n        - matchLabels:\n            team: shop\n",
      ],
      [
        "shop/namespace.yaml",
        "    team: shop\n",
        "    team: shop\n    istio.io/dataplane-mode: ambient\n    istio.io/use-waypoint: waypoint\n",
      ],
    ],
  ],
  [
    "NS003",
    "namespace that routes send to outside of the selectors",
    "another controller has the Gateway",
    [["shop/ingress.yaml", "gatewayClassName: istio\n", "gatewayClassName: openshift-default\n"]],
  ],
  [
    "HA001",
    "autoscaler by the name of a Gateway alone",
    "an annotation gives the Deployment that name",
    [
      [
        "shop/ingress.yaml",
        "  name: ingress\n",
        "  name: ingress\n  annotations:\n    gateway.istio.io/name-override: ingress\n",
      ],
    ],
  ],
  [
    "TGT004",
    "rules for requests where TLS is handed on",
    "rules for names of servers beside them",
    [
      [
        "accounts/accounts.yaml",
        "  http:\n",
        "  tls:\n    - match:\n        - port: 443\n          sniHosts: [bank.example.com]\n      route:\n        - destination:\n            host: accounts\n            port:\n              number: 8080\n  http:\n",
      ],
    ],
  ],
  [
    "POL002",
    "strict in the namespace of the CNI",
    "pods of the mesh run there as well",
    [
      [
        "mesh/istio.yaml",
        "kind: Namespace\nmetadata:\n  name: istio-cni\n",
        "kind: Namespace\nmetadata:\n  name: istio-cni\n  labels:\n    istio.io/rev: stable\n",
      ],
    ],
  ],
  [
    "POL002",
    "strict in the usual namespace, where no mesh is",
    "that namespace is for the whole mesh",
    [["mesh/istio.yaml", "    meshConfig:\n", "    meshConfig:\n      rootNamespace: istio-system\n"]],
  ],
  [
    "POL003",
    "nothing allowed in the mesh, nor at its gateway",
    "a policy allows what comes in",
    [
      [
        "mesh/open.yaml",
        "",
        'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata:\n  name: open\n  namespace: bank-ingress\n  annotations:\n    argocd.argoproj.io/sync-options: "Prune=false,Delete=false,SkipDryRunOnMissingResource=true"\nspec:\n  selector:\n    matchLabels:\n      istio: bank-gateway\n  rules: [{}]\n',
      ],
    ],
  ],
  [
    "POL003",
    "callers that have left the mesh",
    "others of that account have not",
    [
      [
        "shop/workloads.yaml",
        "apiVersion: v1\nkind: ServiceAccount",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: caller\n  namespace: shop\nspec:\n  selector:\n    matchLabels:\n      app: caller\n  template:\n    metadata:\n      labels:\n        app: caller\n    spec:\n      serviceAccountName: cart\n      containers:\n        - name: caller\n          image: example.com/caller:1\n---\napiVersion: v1\nkind: ServiceAccount",
      ],
    ],
  ],
  [
    "POL003",
    "callers of the namespace that a base had",
    "somebody else's account",
    [["eu/policy.yaml", "ns/cards/sa/cards", "ns/cards/sa/agent"]],
  ],
  [
    "CP006",
    "authority that is none",
    "it is one",
    [["mesh/namespaces.yaml", "  commonName: mesh\n", "  commonName: mesh\n  isCA: true\n"]],
  ],
  [
    "GTW002",
    "certificate of another host",
    "it has one of those that the listener takes as well",
    [["shop/cert.yaml", "[www.example.org]", "[www.example.org, shop.example.com]"]],
  ],
  [
    "GTW002",
    "certificate of a star that is one label short",
    "the host is that label shorter",
    [["edge/cert.yaml", "*.example.com", "*.eu.example.com"]],
  ],
  [
    "POL004",
    "strict against a rule that switches TLS off",
    "one for the namespace lets plain text in",
    [
      [
        "accounts/peer.yaml",
        "",
        'apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata:\n  name: default\n  namespace: accounts\n  annotations:\n    argocd.argoproj.io/sync-options: "Prune=false,Delete=false,SkipDryRunOnMissingResource=true"\nspec:\n  mtls:\n    mode: PERMISSIVE\n',
      ],
    ],
  ],
  [
    "TGT003",
    "selector of a Gateway that leaves its pods",
    "its pods have that label as well",
    [
      ["mesh/ingress.yaml", "    istio: ingressgateway\n  servers:\n", "    door: bank\n  servers:\n"],
      ["mesh/ingress.yaml", "        sidecar.istio.io/inject:", "        door: bank\n        sidecar.istio.io/inject:"],
    ],
  ],
  [
    "POL004",
    "Route of OpenShift to pods that are strict",
    "these take plain text as well",
    [
      [
        "shop/policies.yaml",
        "apiVersion",
        "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata:\n  name: cart\n  namespace: shop\nspec:\n  selector:\n    matchLabels:\n      app: cart\n  mtls:\n    mode: PERMISSIVE\n---\napiVersion",
      ],
    ],
  ],
  [
    "TGT004",
    "Sidecar that leaves out who is called",
    "it takes that namespace in",
    [["accounts/accounts.yaml", '        - "istio-system/*"\n', '        - "istio-system/*"\n        - "cards/*"\n']],
  ],
];
