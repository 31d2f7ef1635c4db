import type { State } from "./breakages";

const traffic = "bookinfo/traffic.yaml";
const account = "accounts/accounts.yaml";

const chart = (name: string, namespace: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: ${name}\n  namespace: argocd\nspec:\n  project: default\n  source:\n    repoURL: https://istio-release.storage.googleapis.com/charts\n    chart: ${name}\n    targetRevision: 1.30.3\n    helm:\n      releaseName: ${name}\n  destination:\n    server: https://kubernetes.default.svc\n    namespace: ${namespace}\n  syncPolicy:\n    syncOptions:\n      - ServerSideApply=true\n`;

/** What is said of something that nobody makes, has or sees. */
export const nobodysStates: readonly State[] = [
  [
    "DEL013",
    "health check of a Deployment by the name of another",
    "flux",
    [
      "apps/web.yaml",
      "apiVersion: v1\nkind: Service\n",
      "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: web\nspec:\n  replicas: 2\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: registry.example/web:1.0.0\n---\napiVersion: v1\nkind: Service\n",
    ],
    [
      "clusters/prod/mesh.yaml",
      "    - name: mesh\n  sourceRef:\n",
      "    - name: mesh\n  healthChecks:\n    - apiVersion: apps/v1\n      kind: Deployment\n      name: shop-web\n      namespace: web\n  sourceRef:\n",
    ],
  ],
  [
    "TGT004",
    "DestinationRule for a host outside that is misspelt",
    "sidecar",
    [
      "bookinfo/rates.yaml",
      "",
      "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata:\n  name: rates\n  namespace: bookinfo\nspec:\n  host: rates.exmaple.org\n  trafficPolicy:\n    tls:\n      mode: SIMPLE\n",
    ],
  ],
  [
    "TGT004",
    "HTTP to port 443 of a host outside",
    "sidecar",
    [traffic, "      name: tls\n      protocol: TLS\n", "      name: http\n      protocol: HTTP\n"],
  ],
  [
    "TGT004",
    "routes for the mesh and a gateway that has none of their hosts",
    "sidecar",
    [
      traffic,
      "    - bookinfo.example.com\n  gateways:\n    - bookinfo\n",
      "    - bookinfo.example.net\n    - reviews\n  gateways:\n    - bookinfo\n    - mesh\n",
    ],
  ],
  [
    "TGT003",
    "subsets that the namespace of the gateway does not see",
    "bank",
    [account, "  host: accounts\n  trafficPolicy:\n", '  host: accounts\n  exportTo:\n    - "."\n  trafficPolicy:\n'],
  ],
  [
    "NS009",
    "chart of Istio for a namespace that nobody makes",
    "argocd",
    ["charts/base.yaml", "", chart("base", "istio-system")],
    ["charts/istiod.yaml", "", chart("istiod", "istio-sytem")],
  ],
];
