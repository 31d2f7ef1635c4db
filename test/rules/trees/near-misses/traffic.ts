import type { NearMiss } from "./near-miss";

const traffic = "bookinfo/traffic.yaml";
const gateway = "bookinfo/gateway.yaml";
const ingress = "shop/ingress.yaml";
const routes = "shop/routes.yaml";

/** Istio's own routes, destinations, Gateways and entries: every breakage of TGT005 has its near miss, of the others at least one. */
export const nearTraffic: readonly NearMiss[] = [
  [
    "TGT005",
    "MUTUAL without certificates",
    "the certificate of a Secret",
    [[traffic, "mode: MUTUAL\n", "mode: MUTUAL\n      credentialName: reviews-client\n"]],
  ],
  [
    "TGT005",
    "MUTUAL without certificates",
    "the certificate that Istio gives",
    [[traffic, "mode: MUTUAL\n", "mode: ISTIO_MUTUAL\n"]],
  ],
  [
    "TGT005",
    "a subset twice",
    "another name",
    [
      [
        traffic,
        "    - name: v1\n      labels:\n        version: v1\n    - name: v1\n",
        "    - name: v1\n      labels:\n        version: v1\n    - name: v1-canary\n",
      ],
    ],
  ],
  ["TGT005", "regex that is none", "the group is closed", [[traffic, '([0-9]+"', '([0-9]+)"']]],
  [
    "TGT005",
    "regex that is none",
    "flags and a name as RE2 writes them",
    [[traffic, '"/reviews/([0-9]+"', '"(?i-s:/reviews/)(?P<id>[0-9]+)(?-i)/\\\\z"']],
  ],
  [
    "TGT005",
    "http route without destination",
    "an answer of its own",
    [
      [
        traffic,
        "        retryOn: 5xx,reset\n",
        "        retryOn: 5xx,reset\n      directResponse:\n        status: 404\n",
      ],
    ],
  ],
  [
    "TGT005",
    "unreachable route",
    "the open rule has a match",
    [
      [
        traffic,
        "  http:\n    - route:\n",
        "  http:\n    - match:\n        - uri:\n            exact: /health\n      route:\n",
      ],
    ],
  ],
  ["TGT005", "retryOn typo", "a status code beside the words", [[traffic, "5xx,rest", "503,connect-failure, reset"]]],
  [
    "TGT005",
    "fault without a status",
    "a status of gRPC",
    [[traffic, "        abort:\n", "        abort:\n          grpcStatus: UNAVAILABLE\n"]],
  ],
  ["TGT005", "fault percentage above all", "all of them", [[traffic, "value: 1000", "value: 100"]]],
  [
    "TGT005",
    "mirror to a host that is not there",
    "a host of another namespace, which is not here",
    [[traffic, "host: reviews-shadow", "host: reviews-shadow.shadow.svc.cluster.local"]],
  ],
  [
    "TGT005",
    "mirror to a host that is not there",
    "the Service itself by its name in full",
    [[traffic, "host: reviews-shadow", "host: reviews.bookinfo.svc.cluster.local"]],
  ],
  [
    "TGT005",
    "perTryTimeout above timeout",
    "as long as the whole",
    [[traffic, "perTryTimeout: 10s", "perTryTimeout: 5000ms"]],
  ],
  ["TGT005", "perTryTimeout above timeout", "no end to the whole", [[traffic, "      timeout: 5s\n", ""]]],
  [
    "TGT005",
    "two servers of one port name",
    "another name, of a port that the Service sends to",
    [[gateway, "        number: 8081\n        name: http\n", "        number: 8080\n        name: http-other\n"]],
  ],
  [
    "TGT005",
    "server port twice with another protocol",
    "another protocol of the same family",
    [[gateway, "        name: tcp\n        protocol: TCP\n", "        name: grpc\n        protocol: GRPC\n"]],
  ],
  [
    "TGT005",
    "gateway server on a port that its Service does not send to",
    "the Service sends to that port, too",
    [
      [
        gateway,
        "      targetPort: 8080\n",
        "      targetPort: 8080\n    - name: https\n      port: 443\n      targetPort: 8443\n",
      ],
    ],
  ],
  [
    "TGT005",
    "gateway server on a port that its Service does not send to",
    "the Service names its port, and the pod calls another one so",
    [
      [gateway, "      targetPort: 8080\n", "      targetPort: http\n"],
      [gateway, "image: auto\n", "image: auto\n          ports: [{ name: http, containerPort: 8443 }]\n"],
    ],
  ],
  ["TGT005", "gateway server without hosts", "all hosts", [[gateway, "hosts: []", 'hosts: ["*"]']]],
  [
    "TGT005",
    "gateway host with a scheme",
    "a namespace before the host",
    [[gateway, "https://bookinfo.example.com", "bookinfo/bookinfo.example.com"]],
  ],
  ["TGT005", "credentialName with a namespace", "the name alone", [[gateway, "certs/bookinfo", "certs-bookinfo"]]],
  [
    "TGT005",
    "credentialName with a namespace",
    "a source that is told by its scheme",
    [[gateway, "certs/bookinfo", "kubernetes-gateway://certs/bookinfo"]],
  ],
  ["TGT005", "ServiceEntry protocol typo", "in small letters", [[traffic, "protocol: TSL", "protocol: tls"]]],
  [
    "TGT005",
    "ServiceEntry host with a scheme",
    "the host with a star, which is found by nobody",
    [
      [traffic, "- https://rates.example.org", '- "*.rates.example.org"'],
      [traffic, "resolution: DNS\n", "resolution: NONE\n"],
    ],
  ],
  [
    "TGT005",
    "ServiceEntry STATIC with a DNS endpoint",
    "an address of IPv6",
    [[traffic, "    - address: rates.example.org\n", '    - address: "2001:db8::ca:fe"\n']],
  ],
  [
    "TGT005",
    "ServiceEntry STATIC with a DNS endpoint",
    "a socket",
    [[traffic, "    - address: rates.example.org\n", "    - address: unix:///var/run/rates.sock\n"]],
  ],
  [
    "TGT005",
    "ServiceEntry twice for one host",
    "found in the same way",
    [["bookinfo/se.yaml", "resolution: NONE", "resolution: DNS"]],
  ],
  [
    "TGT005",
    "ServiceEntry twice for one host",
    "in another namespace",
    [["bookinfo/se.yaml", "namespace: bookinfo", "namespace: rates"]],
  ],
  [
    "TGT005",
    "two Sidecars of one namespace",
    "for some workloads",
    [["bookinfo/sc.yaml", "spec:\n", "spec:\n  workloadSelector:\n    labels:\n      app: reviews\n"]],
  ],
  [
    "TGT005",
    "two Telemetries of one namespace",
    "for some workloads",
    [["bookinfo/t.yaml", "spec:\n", "spec:\n  selector:\n    matchLabels:\n      app: reviews\n"]],
  ],
  [
    "TGT005",
    "two Telemetries of one namespace",
    "in another namespace",
    [["bookinfo/t.yaml", "namespace: bookinfo", "namespace: rates"]],
  ],
  [
    "TGT005",
    "outlier ejection percent above 100",
    "all of them",
    [[traffic, "maxEjectionPercent: 200", "maxEjectionPercent: 100"]],
  ],
  [
    "TGT005",
    "connection pool negative",
    "none at all",
    [[traffic, "http1MaxPendingRequests: -1", "http1MaxPendingRequests: 0"]],
  ],
  [
    "TGT005",
    "locality failover without outlierDetection",
    "something tells that a locality fails",
    [[traffic, "  subsets:\n", "    outlierDetection:\n      consecutive5xxErrors: 3\n  subsets:\n"]],
  ],
  [
    "TGT005",
    "locality failover without outlierDetection",
    "shares instead of a failover",
    [
      [
        traffic,
        "        failover:\n          - from: a\n            to: b\n",
        "        distribute:\n          - from: a/*\n            to:\n              b/*: 100\n",
      ],
    ],
  ],
  [
    "TGT005",
    "Gateway SIMPLE without credential",
    "the files of a certificate",
    [
      [
        gateway,
        "mode: SIMPLE\n",
        "mode: SIMPLE\n        serverCertificate: /etc/certs/tls.crt\n        privateKey: /etc/certs/tls.key\n",
      ],
    ],
  ],
  [
    "TGT005",
    "Gateway SIMPLE without credential",
    "TLS that the gateway lets through",
    [
      [gateway, "mode: SIMPLE\n", "mode: PASSTHROUGH\n"],
      [
        "bookinfo/traffic.yaml",
        "  http:\n",
        "  tls:\n    - match:\n        - sniHosts: [bookinfo.example.com]\n      route:\n        - destination:\n            host: reviews\n  http:\n",
      ],
    ],
  ],
  [
    "TGT004",
    "a second DestinationRule of one host",
    "it sets no policy for the whole host",
    [
      [
        "bookinfo/more.yaml",
        "  trafficPolicy:\n    tls:\n      mode: ISTIO_MUTUAL\n",
        "  subsets:\n    - name: v2\n      labels:\n        version: v2\n",
      ],
    ],
  ],
  [
    "TGT004",
    "a DestinationRule for nothing",
    "a sibling of what is here, of another folder",
    [[traffic, "  host: review\n", "  host: reviews-v2\n"]],
  ],
  [
    "TGT004",
    "endpoints of nothing",
    "an endpoint",
    [[traffic, "resolution: STATIC\n", "resolution: STATIC\n  endpoints:\n    - address: 192.0.2.7\n"]],
  ],
  [
    "TGT004",
    "targetPort by a name that no container has",
    "the container's port is called so",
    [
      [
        "shop/workloads.yaml",
        "            - containerPort: 8080\n",
        "            - containerPort: 8080\n              name: web\n",
      ],
    ],
  ],
  [
    "TGT003",
    "a subset that is not there",
    "it is there as well",
    [[traffic, "  subsets:\n", "  subsets:\n    - name: v2\n      labels:\n        version: v1\n"]],
  ],
  [
    "TGT003",
    "a Gateway in another namespace",
    "a namespace that is not here",
    [[traffic, "istio-system/bookinfo", "edge/bookinfo"]],
  ],
  [
    "TGT003",
    "EnvoyFilter selects nothing",
    "all of the namespace",
    [["bookinfo/ef.yaml", "  workloadSelector:\n    labels:\n      app: review\n", ""]],
  ],
  [
    "TGT002",
    "a backend elsewhere without a grant",
    "a grant",
    [
      [
        routes,
        "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: cart\n",
        'apiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\nmetadata:\n  name: shop\n  namespace: bank\nspec:\n  from:\n    - group: gateway.networking.k8s.io\n      kind: HTTPRoute\n      namespace: shop\n  to:\n    - group: ""\n      kind: Service\n---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: cart\n',
      ],
    ],
  ],
  [
    "TGT002",
    "a route of a kind that no listener takes",
    "its kind as well",
    [[ingress, "          - kind: GRPCRoute\n", "          - kind: GRPCRoute\n          - kind: HTTPRoute\n"]],
  ],
  [
    "TGT002",
    "a route of a namespace that the Gateway does not take",
    "the listener selects that namespace by its name",
    [
      [
        ingress,
        "          - name: ingress-cert\n      allowedRoutes:\n        namespaces:\n          from: Same\n",
        "          - name: ingress-cert\n      allowedRoutes:\n        namespaces:\n          from: Selector\n          selector:\n            matchLabels:\n              kubernetes.io/metadata.name: bank\n",
      ],
      [routes, "        - name: cart\n          port: 80\n---", "        - name: ledger\n          port: 80\n---"],
    ],
  ],
  [
    "TGT002",
    "a host name that the listener does not take",
    "the other listener takes any host",
    [[ingress, '    - name: https\n      hostname: "*.example.com"\n', "    - name: https\n"]],
  ],
  [
    "TGT001",
    "Service parent without its group",
    "a Gateway, whose group is the one that is meant",
    [[routes, "    - kind: Service\n      name: cart\n      port: 80", "    - kind: Gateway\n      name: ingress"]],
  ],
  [
    "TGT001",
    "policy targetRefs on a Service of another namespace by name",
    "the policy stands in that namespace",
    [["shop/policies.yaml", "  name: cart-readers\n  namespace: shop\n", "  name: cart-readers\n  namespace: bank\n"]],
  ],
  [
    "GTW001",
    "a class with a slip",
    "a class of somebody else's",
    [[ingress, "gatewayClassName: isito\n", "gatewayClassName: eg\n"]],
  ],
  [
    "GTW002",
    "two listeners of one port and another protocol",
    "the same protocol, for other hosts",
    [
      [
        ingress,
        '      hostname: "*.example.com"\n      port: 80\n      protocol: HTTPS\n      tls:\n        mode: Terminate\n        certificateRefs:\n          - name: ingress-cert\n',
        '      hostname: "shop.example.com"\n      port: 80\n      protocol: HTTP\n',
      ],
    ],
  ],
  [
    "GTW003",
    "a gateway that is not injected",
    "what it runs is not the one to be injected",
    [
      [
        gateway,
        "        - name: istio-proxy\n          image: auto\n",
        "        - name: proxy\n          image: example.com/proxy:1\n",
      ],
    ],
  ],
  [
    "GTW004",
    "gateway Service becomes ClusterIP",
    "it is no gateway's",
    [[gateway, "  selector:\n    istio: ingressgateway\n  ports", "  selector:\n    istio: egressgateway\n  ports"]],
    [[gateway, "  selector:\n    istio: ingressgateway\n  ports", "  selector:\n    istio: egressgateway\n  ports"]],
  ],
  [
    "GTW004",
    "gateway Service becomes ClusterIP",
    "it was one, and becomes one for everybody",
    [[gateway, "type: ClusterIP", "type: LoadBalancer"]],
    [[gateway, "type: LoadBalancer", "type: ClusterIP"]],
  ],
  [
    "TEL001",
    "an extension provider whose Service is not there",
    "a sibling of what is here, of another folder",
    [["mesh/istio.yaml", "collectr.shop", "collector-eu.shop"]],
  ],
  [
    "TEL001",
    "a provider of logs that is not there",
    "one that the mesh describes",
    [["bookinfo/policies.yaml", "- name: envoi", "- name: otel"]],
  ],
];
