import type { Edit, State } from "./breakages";
import type { NearMiss } from "./near-misses/near-miss";

/** A breakage and its near miss: what is written instead of a text, and what, after it, is right. */
type Row = readonly [what: string, was: string, becomes: string, but: string, wrong: string, right: string];

const traffic = "bookinfo/traffic.yaml";
const gateway = "bookinfo/gateway.yaml";

/** The route of the tree's VirtualService, its policy of traffic, and what follows its subsets. */
const timeout = "      timeout: 5s\n";
const host = "    - bookinfo.example.com\n";
const weight = "          weight: 100\n";
const outlier = "    outlierDetection:\n";
const rates = "    - rates.example.org\n";

const services: readonly Row[] = [
  [
    "rule with route and redirect",
    timeout,
    `${timeout}      redirect:\n        uri: /v2\n`,
    "a rewrite beside the route",
    "redirect:",
    "rewrite:",
  ],
  [
    "rule with route and directResponse",
    timeout,
    `${timeout}      directResponse:\n        status: 503\n`,
    "an abort of all requests",
    "directResponse:\n        status",
    "fault:\n        abort:\n          percentage: { value: 100 }\n          httpStatus",
  ],
  [
    "host of everything within the mesh",
    `${host}  gateways:\n    - bookinfo\n`,
    '    - "*"\n  gateways:\n    - mesh\n    - bookinfo\n',
    "of the gateway alone",
    "    - mesh\n",
    "",
  ],
  [
    "weights that are nothing together",
    weight,
    "          weight: 0\n        - destination:\n            host: reviews\n            subset: v1\n          weight: 0\n",
    "one of them is something",
    "            subset: v1\n          weight: 0\n",
    "            subset: v1\n          weight: 1\n",
  ],
  [
    "retries without attempts",
    "        attempts: 3\n",
    "",
    "none at all",
    "        perTryTimeout: 1s\n        retryOn: 5xx,reset\n",
    "        attempts: 0\n",
  ],
  [
    "host that another one has in it",
    host,
    `${host}    - "*.example.com"\n`,
    "a Service of the mesh",
    '    - "*.example.com"\n  gateways:\n',
    "    - reviews\n  gateways:\n    - mesh\n",
  ],
  [
    "host with a port",
    rates,
    "    - rates.example.org:443\n",
    "a dot at its end",
    "rates.example.org:443",
    "rates.example.org.",
  ],
  [
    "gateway with dots in its name",
    "    - bookinfo\n",
    "    - bookinfo/book.info\n",
    "without",
    "book.info",
    "bookinfo",
  ],
  [
    "exportTo of all and of some",
    host,
    `${host}  exportTo:\n    - "*"\n    - bookinfo\n`,
    "some alone",
    '    - "*"\n',
    "    - istio-system\n",
  ],
  [
    "header that begins with nothing",
    "            prefix: /reviews\n",
    '            prefix: /reviews\n          headers:\n            who:\n              prefix: ""\n',
    "that has anything",
    '              prefix: ""\n',
    '              regex: ".+"\n',
  ],
];

const destinations: readonly Row[] = [
  [
    "failures of connections that are not counted apart",
    outlier,
    `${outlier}      consecutiveLocalOriginFailures: 5\n`,
    "counted apart",
    "      consecutiveLocalOriginFailures: 5\n",
    "      splitExternalLocalOriginErrors: true\n      consecutiveLocalOriginFailures: 5\n",
  ],
  [
    "connectionPool of nothing",
    "    connectionPool:\n      http:\n        http1MaxPendingRequests: 100\n",
    "    connectionPool: {}\n",
    "none at all",
    "    connectionPool: {}\n",
    "",
  ],
  [
    "subset with dots in its name",
    "    - name: v1\n",
    "    - name: v1\n      labels:\n        version: v1\n    - name: v1.1\n",
    "with dashes",
    "v1.1",
    "v1-1",
  ],
  [
    "certificates of a Secret and of files",
    "  trafficPolicy:\n",
    "  trafficPolicy:\n    tls:\n      mode: SIMPLE\n      credentialName: reviews\n      caCertificates: /etc/ca.pem\n",
    "of files alone",
    "      credentialName: reviews\n",
    "",
  ],
  [
    "shares of localities that are not all",
    "      simple: LEAST_REQUEST\n",
    '      simple: LEAST_REQUEST\n      localityLbSetting:\n        distribute:\n          - from: a/*\n            to:\n              "a/*": 80\n              "b/*": 10\n',
    "all",
    '"b/*": 10',
    '"b/*": 20',
  ],
];

const entries: readonly Row[] = [
  [
    "two hosts of a port for connections",
    `${rates}  location: MESH_EXTERNAL\n  resolution: DNS\n  ports:\n    - number: 443\n      name: tls\n      protocol: TLS\n`,
    `${rates}    - more.example.org\n  location: MESH_EXTERNAL\n  resolution: DNS\n  ports:\n    - number: 443\n      name: tls\n      protocol: TCP\n`,
    "whose addresses nobody asks for",
    "resolution: DNS",
    "resolution: NONE",
  ],
  [
    "name of a host as address",
    rates,
    `${rates}  addresses:\n    - rates.example.org\n`,
    "a block of them",
    "  addresses:\n    - rates.example.org\n  location: MESH_EXTERNAL\n  resolution: DNS\n",
    "  addresses:\n    - 192.0.2.0/24\n  location: MESH_EXTERNAL\n  resolution: NONE\n",
  ],
  [
    "port of an endpoint that the entry lacks",
    "  resolution: DNS\n",
    "  resolution: DNS\n  endpoints:\n    - address: rates.example.net\n      ports:\n        https: 8443\n",
    "that it has",
    "https: 8443",
    "tls: 8443",
  ],
  [
    "Sidecar of nothing",
    "  egress:\n    - hosts:\n        - ./*\n        - istio-system/*\n",
    "  workloadSelector:\n    labels:\n      app: reviews\n",
    "of where its requests may go",
    "  workloadSelector:\n    labels:\n      app: reviews\n",
    "  outboundTrafficPolicy:\n    mode: REGISTRY_ONLY\n",
  ],
  [
    "listener without a port before others",
    "        - istio-system/*\n",
    "        - istio-system/*\n    - port:\n        number: 8080\n        name: http\n        protocol: HTTP\n      hosts:\n        - ./*\n",
    "with one",
    "    - hosts:\n        - ./*\n        - istio-system/*\n",
    "    - port:\n        number: 9080\n        name: web\n        protocol: HTTP\n      hosts:\n        - ./*\n        - istio-system/*\n",
  ],
];

const listener = "        name: http\n        protocol: HTTP\n";
const https = "        name: https\n        protocol: HTTPS\n      tls:\n";

const servers: readonly Row[] = [
  [
    "TLS at a port of HTTP",
    listener,
    `${listener}      tls:\n        mode: SIMPLE\n        credentialName: bookinfo\n`,
    "what a server for HTTP may have",
    "        mode: SIMPLE\n        credentialName: bookinfo\n",
    "        httpsRedirect: false\n",
  ],
  [
    "clients' certificates that nobody can check",
    listener,
    `${https}        mode: MUTUAL\n        serverCertificate: /etc/tls.crt\n        privateKey: /etc/tls.key\n`,
    "with the authority",
    "        mode: MUTUAL\n",
    "        mode: MUTUAL\n        caCertificates: /etc/ca.crt\n",
  ],
  [
    "certificate beside that of the mesh",
    listener,
    `${https}        mode: ISTIO_MUTUAL\n        credentialName: bookinfo\n`,
    "that of the mesh alone",
    "        credentialName: bookinfo\n",
    "",
  ],
];

const all: readonly (readonly [file: string, rows: readonly Row[]])[] = [
  [traffic, [...services, ...destinations, ...entries]],
  [gateway, servers],
];

/** What istiod's webhook refuses of objects that their CRDs take. */
export const webhookStates: readonly State[] = all.flatMap(([file, rows]) =>
  rows.map(([what, was, becomes]): State => ["TGT005", what, "sidecar", [file, was, becomes] satisfies Edit]),
);

export const nearWebhook: readonly NearMiss[] = all.flatMap(([file, rows]) =>
  rows.map(([what, , , but, wrong, right]): NearMiss => ["TGT005", what, but, [[file, wrong, right]]]),
);
