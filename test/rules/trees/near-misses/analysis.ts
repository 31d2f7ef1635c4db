import type { NearMiss } from "./near-miss";

const side = "side/app.yaml";
const extra = "side/extra.yaml";

/** Near misses of what `istioctl analyze` says. */
export const nearAnalysis: readonly NearMiss[] = [
  [
    "POD001",
    "annotation on the Deployment",
    "the pods have it as well",
    [
      [
        side,
        "    metadata:\n      labels:\n        app: cart\n",
        "    metadata:\n      annotations:\n        sidecar.istio.io/proxyCPU: 100m\n      labels:\n        app: cart\n",
      ],
    ],
  ],
  ["POD001", "mode of interception", "one that there is", [[side, "REDIRECTED", "TPROXY"]]],
  [
    "POD001",
    "port of the sidecar",
    "pods without one",
    [
      [
        side,
        "        version: v1\n    spec",
        '        version: v1\n        sidecar.istio.io/inject: "false"\n    spec',
      ],
    ],
  ],
  [
    "POD001",
    "port of ztunnel",
    "over UDP, which ztunnel leaves alone",
    [["amb/app.yaml", "containerPort: 15008", "containerPort: 15008\n              protocol: UDP"]],
  ],
  [
    "TGT005",
    "two Sidecars for the same pods",
    "for those of another version",
    [[extra, "      app: cart\n", "      app: cart\n      version: v1\n"]],
  ],
  [
    "TGT005",
    "name of a server that is none of the hosts",
    "one of a host with a star",
    [
      [extra, "sniHosts: [api.bank.com]", "sniHosts: [eu.api.bank.example]"],
      [extra, "hosts: [api.bank.example]", 'hosts: ["*.bank.example"]'],
    ],
  ],
  [
    "TGT005",
    "name of a server that is none of the hosts",
    "an address, which is let through with a warning",
    [[extra, "sniHosts: [api.bank.com]", "sniHosts: [192.0.2.7]"]],
  ],
  [
    "TGT005",
    "two Gateways with TLS for one host",
    "on another port, which the Service has",
    [
      ["edge/second.yaml", "number: 443", "number: 8443"],
      [
        "edge/gw.yaml",
        "    - name: https\n",
        "    - name: https-admin\n      port: 8443\n      targetPort: 8443\n    - name: https\n",
      ],
    ],
  ],
  [
    "TGT005",
    "redirect to HTTPS that nobody serves",
    "a Gateway for all hosts of the domain",
    [
      [
        "edge/second.yaml",
        "",
        'apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata:\n  name: all\n  namespace: edge\n  annotations:\n    argocd.argoproj.io/sync-options: Prune=false,Delete=false,SkipDryRunOnMissingResource=true\nspec:\n  selector:\n    istio: ingress\n  servers:\n    - port: { number: 443, name: https, protocol: HTTPS }\n      hosts: ["*.example.com"]\n      tls: { mode: SIMPLE, credentialName: all-cert }\n',
      ],
    ],
  ],
  [
    "TGT004",
    "tokens on a port for TCP",
    "appProtocol says what it is",
    [[side, "    - name: tcp\n", "    - name: tcp\n      appProtocol: http\n"]],
  ],
  [
    "TGT004",
    "filter for the version of before",
    "one for the new version beside it",
    [
      [
        extra,
        "  configPatches:\n",
        "  configPatches:\n    - applyTo: HTTP_FILTER\n      match:\n        context: SIDECAR_INBOUND\n        proxy:\n          proxyVersion: ^1\\.30.*\n      patch:\n        operation: INSERT_FIRST\n        value:\n          name: x\n",
      ],
    ],
  ],
  [
    "TGT004",
    "route of a gateway to a Service of two ports",
    "one has the number that the gateway listens on",
    [[side, "      port: 9090\n", "      port: 443\n"]],
  ],
  [
    "GTW002",
    "certificate made beside the application",
    "a second one beside the pods",
    [
      [
        "edge/cert.yaml",
        "",
        "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata:\n  name: shop-cert\n  namespace: edge\nspec:\n  secretStoreRef:\n    name: vault\n    kind: ClusterSecretStore\n",
      ],
    ],
  ],
  [
    "POL003",
    "account that nobody makes and no pod runs as",
    "the pods run as it",
    [
      [
        "edge/gw.yaml",
        "    spec:\n      containers:",
        "    spec:\n      serviceAccountName: ingress\n      containers:",
      ],
    ],
  ],
];
