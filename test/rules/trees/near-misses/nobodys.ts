import type { NearMiss } from "./near-miss";

const entry = (host: string) =>
  `apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata:\n  name: others\n  namespace: bookinfo\nspec:\n  hosts:\n    - ${host}\n  location: MESH_EXTERNAL\n  resolution: DNS\n  ports:\n    - number: 80\n      name: http\n      protocol: HTTP\n`;

/** Near misses of what nobody makes, has or sees. */
export const nearNobodys: readonly NearMiss[] = [
  [
    "DEL013",
    "health check of a Deployment by the name of another",
    "kustomize calls it so",
    [["apps/kustomization.yaml", "resources:\n", "namePrefix: shop-\nresources:\n"]],
  ],
  [
    "DEL013",
    "health check of a Deployment by the name of another",
    "a Gateway of that name has its own proxy made",
    [
      [
        "apps/web.yaml",
        "apiVersion: apps/v1\n",
        "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata:\n  name: shop\n  namespace: web\n  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled\nspec:\n  gatewayClassName: web\n  listeners:\n    - name: http\n      port: 80\n      protocol: HTTP\n---\napiVersion: apps/v1\n",
      ],
    ],
  ],
  [
    "DEL013",
    "health check of a Deployment by the name of another",
    "an operator may make it of an object of the cluster's",
    [
      [
        "apps/web.yaml",
        "apiVersion: apps/v1\n",
        "apiVersion: shops.example/v1\nkind: Shop\nmetadata:\n  name: shop\nspec:\n  namespace: web\n---\napiVersion: apps/v1\n",
      ],
    ],
  ],
  [
    "TGT004",
    "DestinationRule for a host outside that is misspelt",
    "there is such a host",
    [["bookinfo/others.yaml", "", entry("rates.exmaple.org")]],
  ],
  [
    "TGT004",
    "HTTP to port 443 of a host outside",
    "a DestinationRule originates TLS",
    [
      [
        "bookinfo/rates.yaml",
        "",
        "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata:\n  name: rates\n  namespace: bookinfo\nspec:\n  host: rates.example.org\n  trafficPolicy:\n    tls:\n      mode: SIMPLE\n",
      ],
    ],
  ],
  [
    "TGT004",
    "routes for the mesh and a gateway that has none of their hosts",
    "it has one of them",
    [["bookinfo/traffic.yaml", "    - bookinfo.example.net\n", "    - bookinfo.example.com\n"]],
  ],
  [
    "TGT004",
    "routes for the mesh and a gateway that has none of their hosts",
    "the gateway serves all of the cluster",
    [["bookinfo/gateway.yaml", "        - bookinfo.example.com\n", '        - "*.local"\n']],
  ],
  [
    "TGT003",
    "subsets that the namespace of the gateway does not see",
    "it is shown to that, too",
    [["accounts/accounts.yaml", '    - "."\n', '    - "."\n    - bank-ingress\n']],
  ],
  [
    "NS009",
    "chart of Istio for a namespace that nobody makes",
    "Argo CD makes it",
    [
      [
        "charts/istiod.yaml",
        "      - ServerSideApply=true\n",
        "      - ServerSideApply=true\n      - CreateNamespace=true\n",
      ],
      [
        "charts/istiod.yaml",
        "      releaseName: istiod\n",
        "      releaseName: istiod\n      valuesObject: { global: { istioNamespace: istio-sytem } }\n",
      ],
    ],
  ],
];
