import type { State } from "./breakages";

const side = "side/app.yaml";
const gateway = "edge/gw.yaml";
const stock = "amb/app.yaml";
const protectedBy =
  "  annotations:\n    argocd.argoproj.io/sync-options: Prune=false,Delete=false,SkipDryRunOnMissingResource=true\n";

/** One object more in a file of its own. */
const added = (apiVersion: string, kind: string, namespace: string, name: string, spec: string) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\n${protectedBy}${spec}`;
const networking = "networking.istio.io/v1";
const extra = (text: string, name = "extra") => [`side/${name}.yaml`, "", text] as const;
const template = "    metadata:\n      labels:\n        app: cart\n";
const withAnnotation = (text: string) =>
  [side, template, `    metadata:\n      annotations:\n        ${text}\n      labels:\n        app: cart\n`] as const;
const filter = added(
  networking.replace("v1", "v1alpha3"),
  "EnvoyFilter",
  "side",
  "headers",
  "spec:\n  workloadSelector:\n    labels:\n      app: cart\n  configPatches:\n    - applyTo: HTTP_FILTER\n      match:\n        context: SIDECAR_INBOUND\n        proxy:\n          proxyVersion: ^1\\.29.*\n      patch:\n        operation: INSERT_FIRST\n        value:\n          name: x\n",
);
const shop = (name: string, rest: string) =>
  added(networking, "Gateway", "edge", name, `spec:\n  selector:\n    istio: ingress\n  servers:\n${rest}`);

/** What `istioctl analyze` says of a cluster and can be known of files, and the like. */
export const analysisStates: readonly State[] = [
  [
    "POD001",
    "annotation on the Deployment",
    "edge",
    [
      side,
      "metadata:\n  name: cart\n  namespace: side\nspec:\n  replicas",
      "metadata:\n  name: cart\n  namespace: side\n  annotations:\n    sidecar.istio.io/proxyCPU: 100m\nspec:\n  replicas",
    ],
  ],
  ["POD001", "mode of interception", "edge", withAnnotation("sidecar.istio.io/interceptionMode: REDIRECTED")],
  ["POD001", "port of the sidecar", "edge", [side, "containerPort: 8080", "containerPort: 15001"]],
  ["POD001", "port of ztunnel", "edge", [stock, "containerPort: 8080", "containerPort: 15008"]],
  [
    "TGT005",
    "two Sidecars for the same pods",
    "edge",
    extra(
      ["a", "b"]
        .map((name) =>
          added(
            networking,
            "Sidecar",
            "side",
            name,
            "spec:\n  workloadSelector:\n    labels:\n      app: cart\n  egress:\n    - hosts: [./*]\n",
          ),
        )
        .join("---\n"),
    ),
  ],
  [
    "TGT005",
    "name of a server that is none of the hosts",
    "edge",
    extra(
      added(
        networking,
        "VirtualService",
        "side",
        "bank",
        "spec:\n  hosts: [api.bank.example]\n  tls:\n    - match:\n        - sniHosts: [api.bank.com]\n      route:\n        - destination:\n            host: api.bank.example\n",
      ),
    ),
  ],
  [
    "TGT005",
    "two Gateways with TLS for one host",
    "edge",
    [
      "edge/second.yaml",
      "",
      shop(
        "second",
        "    - port: { number: 443, name: https, protocol: HTTPS }\n      hosts: [shop.example.com]\n      tls: { mode: SIMPLE, credentialName: other }\n",
      ),
    ],
  ],
  [
    "TGT005",
    "redirect to HTTPS that nobody serves",
    "edge",
    [
      gateway,
      "        number: 443\n        name: https\n        protocol: HTTPS\n      hosts:\n        - shop.example.com\n      tls:\n        mode: SIMPLE\n        credentialName: shop-cert\n",
      "        number: 80\n        name: http\n        protocol: HTTP\n      hosts:\n        - shop.example.com\n      tls:\n        httpsRedirect: true\n",
    ],
  ],
  ["TGT004", "tokens on a port for TCP", "edge", [side, "    - name: http\n", "    - name: tcp\n"]],
  ["TGT004", "route on a port for TCP", "edge", [stock, "    - name: http\n", "    - name: tcp-stock\n"]],
  [
    "TGT004",
    "route of the mesh on a port for TCP",
    "edge",
    [side, "    - name: http\n", "    - name: redis\n"],
    extra(
      added(
        networking,
        "VirtualService",
        "side",
        "inner",
        "spec:\n  hosts: [cart]\n  http:\n    - route:\n        - destination:\n            host: cart\n",
      ),
    ),
  ],
  [
    "TGT004",
    "route of a gateway to a Service of two ports",
    "edge",
    [side, "            port:\n              number: 8080\n", ""],
    [side, "      port: 8080\n", "      port: 8080\n    - name: http-metrics\n      port: 9090\n"],
  ],
  [
    "TGT004",
    "claims that no gateway looked at",
    "edge",
    [
      side,
      "        - uri:\n            prefix: /cart\n",
      '        - headers:\n            "@request.auth.claims.group":\n              exact: admin\n',
    ],
  ],
  [
    "TGT004",
    "claims within the mesh",
    "edge",
    extra(
      added(
        networking,
        "VirtualService",
        "side",
        "inner",
        'spec:\n  hosts: [cart]\n  http:\n    - match:\n        - headers:\n            "@request.auth.claims.group":\n              exact: admin\n      route:\n        - destination:\n            host: cart\n',
      ),
    ),
  ],
  ["TGT004", "filter for the version of before", "edge", extra(filter)],
  [
    "GTW002",
    "certificate made beside the application",
    "edge",
    extra(
      "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata:\n  name: shop\n  namespace: side\nspec:\n  secretName: shop-cert\n  dnsNames: [shop.example.com]\n  issuerRef:\n    name: ca\n    kind: ClusterIssuer\n",
    ),
  ],
  [
    "TGT003",
    "proxy settings whose selector is nearly that of pods",
    "edge",
    extra(
      added(
        "networking.istio.io/v1beta1",
        "ProxyConfig",
        "side",
        "cart",
        "spec:\n  selector:\n    matchLabels:\n      app: crat\n  concurrency: 2\n",
      ),
    ),
  ],
  [
    "POL003",
    "account that nobody makes and no pod runs as",
    "edge",
    [side, "cluster.local/ns/edge/sa/default", "cluster.local/ns/edge/sa/ingress"],
  ],
];
