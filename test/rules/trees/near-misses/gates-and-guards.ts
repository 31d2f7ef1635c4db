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
];
