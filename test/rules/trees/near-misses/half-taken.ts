import type { NearMiss } from "./near-miss";

const spaces = "shop/namespace.yaml";
const policies = "shop/policies.yaml";
const workloads = "shop/workloads.yaml";
const app = "bookinfo/app.yaml";
const mesh = "mesh/mesh.yaml";

const out = "out of ambient, and the waypoint still named";
const past = "tokens for all, and a Gateway that goes past the waypoint";
const use = "    istio.io/use-waypoint: waypoint\n";
const ofBank = `${use}    istio.io/use-waypoint-namespace: shop\n`;
const entry =
  "apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata:\n  name: rates\n  namespace: bank\nspec:\n  hosts: [api.rates.example]\n  location: MESH_EXTERNAL\n  resolution: DNS\n  ports: [{ number: 443, name: tls, protocol: TLS }]\n---\n";
const own =
  "apiVersion: security.istio.io/v1\nkind: RequestAuthentication\nmetadata:\n  name: edge\n  namespace: shop\nspec:\n  targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: ingress }]\n  jwtRules: [{ issuer: https://issuer.example.com, jwksUri: https://issuer.example.com/keys }]\n---\n";

/** Near misses of what is taken out of the mesh, or past a part of it. */
export const nearHalves: readonly NearMiss[] = [
  ["NS002", out, "and out of the waypoint", [[spaces, ofBank, ""]]],
  ["NS002", out, "it is for services of elsewhere", [[policies, "apiVersion", `${entry}apiVersion`]]],
  [
    "NS002",
    "pods that ask for a sidecar where no webhook looks",
    "they ask for none",
    [[app, 'sidecar.istio.io/inject: "true"', 'sidecar.istio.io/inject: "false"']],
  ],
  [
    "GTW003",
    "a gateway where no webhook looks",
    "its image is written down",
    [["bookinfo/gateway.yaml", "image: auto", "image: registry.example/edge:1"]],
  ],
  ["POL002", past, "the Gateway asks for them itself", [[policies, "apiVersion", `${own}apiVersion`]]],
  [
    "POL002",
    past,
    "methods for all, which may be meant for the mesh alone",
    [
      [
        policies,
        '    - group: ""\n      kind: Service\n      name: cart\n  jwtRules:',
        "    - group: gateway.networking.k8s.io\n      kind: Gateway\n      name: waypoint\n  jwtRules:",
      ],
      [
        policies,
        "    - from:\n        - source:\n            principals:\n              - cluster.local/ns/shop/sa/cart\n            namespaces:\n              - bank\n      to:\n",
        "    - to:\n",
      ],
    ],
  ],
  [
    "POL002",
    past,
    "the namespace says that it is meant",
    [[spaces, use, `${use}    istio.io/ingress-use-waypoint: "false"\n`]],
  ],
  [
    "POL002",
    past,
    "the pods let in the waypoint alone",
    [
      [
        policies,
        '    - to:\n        - operation:\n            ports:\n              - "8080"\n',
        '    - from:\n        - source:\n            principals: [cluster.local/ns/shop/sa/waypoint]\n      to:\n        - operation:\n            ports:\n              - "8080"\n',
      ],
    ],
  ],
  ["NS005", "word for Gateways that Istio does not know", "one that it knows", [[workloads, '"yes"', '"True"']]],
  [
    "ZTN002",
    "an address in a namespace without istiod",
    "the one where istiod is",
    [[mesh, "istiod.istio.svc:15012", "https://istiod.istio-system.svc.cluster.local:15012"]],
  ],
  [
    "VER005",
    "back to an API that has a field more",
    "the field is left out",
    [[mesh, "  namespace: ztunnel\n  profile: ambient\n", "  namespace: ztunnel\n"]],
  ],
];
