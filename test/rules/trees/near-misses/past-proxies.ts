import type { NearMiss } from "./near-miss";

const account = "accounts/accounts.yaml";
const app = "bookinfo/app.yaml";
const workloads = "shop/workloads.yaml";
const own = "      annotations:\n";

/** Near misses of what goes past proxies. */
export const nearProxies: readonly NearMiss[] = [
  [
    "POD001",
    "excluded port that a gateway sends to",
    "clients are told to send plain text there",
    [[account, "      mode: ISTIO_MUTUAL\n", "      mode: DISABLE\n"]],
  ],
  [
    "POD001",
    "excluded port that a gateway sends to",
    "what is included does not have all, and this one",
    [[account, own, `${own}        traffic.sidecar.istio.io/includeInboundPorts: "8080"\n`]],
  ],
  [
    "POD001",
    "included ports without the one that a gateway sends to",
    "it stands beside the other",
    [[account, 'includeInboundPorts: "9000"', 'includeInboundPorts: "9000, 8080"']],
  ],
  [
    "POD001",
    "probe that no sidecar answers under STRICT",
    "at the port that takes plain text as well",
    [[app, "              port: 9081\n", "              port: 9080\n"]],
  ],
  [
    "POD001",
    "probe that no sidecar answers under STRICT",
    "a command in the container",
    [
      [
        app,
        "            httpGet:\n              path: /live\n              port: 9081\n",
        '            exec:\n              command: ["true"]\n',
      ],
    ],
  ],
  [
    "POD001",
    "probes that no sidecar of the mesh answers",
    "these pods ask for it themselves",
    [[app, own, `${own}        sidecar.istio.io/rewriteAppHTTPProbers: "true"\n`]],
  ],
  [
    "POL002",
    "pods of a policy that injection leaves out",
    "they ask for a sidecar themselves, which wins",
    [
      [
        app,
        "        app: reviews\n        version: v1\n      annotations",
        '        app: reviews\n        version: v1\n        sidecar.istio.io/inject: "true"\n      annotations',
      ],
    ],
  ],
  [
    "POL002",
    "pods of a policy that injection leaves out",
    "but not those of a controller, which labels them",
    [
      [
        "mesh/istio.yaml",
        "            app: reviews\n",
        "            app: reviews\n          matchExpressions:\n            - key: pod-template-hash\n              operator: DoesNotExist\n",
      ],
    ],
  ],
  [
    "POL002",
    "pods of a policy that take what comes past ztunnel",
    "the annotation is for names alone",
    [[workloads, "bypass-inbound-capture", "dns-capture"]],
  ],
  [
    "POL004",
    "port of mTLS that nobody has",
    "whoever scrapes the pods is told of it",
    [
      [
        account,
        "        version: v1\n    spec:\n",
        '        version: v1\n      annotations:\n        prometheus.io/port: "9402"\n    spec:\n',
      ],
    ],
  ],
];
