import type { Edit, State } from "./breakages";

const account = "accounts/accounts.yaml";
const app = "bookinfo/app.yaml";
const mesh = "mesh/istio.yaml";
const workloads = "shop/workloads.yaml";

const annotated = (annotation: string): Edit => [
  account,
  "        version: v1\n    spec:\n",
  `        version: v1\n      annotations:\n        ${annotation}\n    spec:\n`,
];
const probe = (port: number): Edit => [
  app,
  "            - containerPort: 9080\n",
  `            - containerPort: 9080\n          livenessProbe:\n            httpGet:\n              path: /live\n              port: ${port}\n`,
];
const injector = (values: string): Edit => [mesh, "  values:\n", `  values:\n    sidecarInjectorWebhook:\n${values}`];
const bypass: Edit = [
  workloads,
  "        version: v2\n    spec:\n",
  '        version: v2\n      annotations:\n        ambient.istio.io/bypass-inbound-capture: "true"\n    spec:\n',
];
const second = "          ports:\n            - containerPort: 8080\n";
const more = `${second}            - containerPort: 8081\n`;

/** What comes to pods, and goes past the proxy that others count on. */
export const proxyStates: readonly State[] = [
  [
    "POD001",
    "excluded port that a gateway sends to",
    "bank",
    annotated('traffic.sidecar.istio.io/excludeInboundPorts: "8080"'),
  ],
  [
    "POD001",
    "included ports without the one that a gateway sends to",
    "bank",
    annotated('traffic.sidecar.istio.io/includeInboundPorts: "9000"'),
  ],
  [
    "POD001",
    "probe that no sidecar answers under STRICT",
    "sidecar",
    probe(9081),
    [app, "      annotations:\n", '      annotations:\n        sidecar.istio.io/rewriteAppHTTPProbers: "false"\n'],
  ],
  [
    "POD001",
    "probes that no sidecar of the mesh answers",
    "sidecar",
    probe(9081),
    injector("      rewriteAppHTTPProbe: false\n"),
  ],
  [
    "POL002",
    "pods of a policy that injection leaves out",
    "sidecar",
    injector("      neverInjectSelector:\n        - matchLabels:\n            app: reviews\n"),
  ],
  ["POL002", "pods of a policy that take what comes past ztunnel", "ambient", bypass],
  [
    "POL004",
    "port of mTLS that nobody has",
    "bank",
    [account, `accounts:9\n${second}`, `accounts:9\n${more}`],
    [account, `accounts:10\n${second}`, `accounts:10\n${more}`],
    [
      "accounts/mtls.yaml",
      "",
      "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata:\n  name: accounts\n  namespace: accounts\nspec:\n  selector:\n    matchLabels:\n      app: accounts\n  mtls:\n    mode: STRICT\n  portLevelMtls:\n    9402:\n      mode: PERMISSIVE\n",
    ],
  ],
];
