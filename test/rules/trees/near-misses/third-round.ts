import type { NearMiss } from "./near-miss";

const root = "clusters/prod/root.yaml";
const edge = "clusters/edge/mesh.yaml";

/** Near misses of the breakages of the third round. */
export const nearThirdRound: readonly NearMiss[] = [
  [
    "DEL014",
    "repository that the project does not hold",
    "a pattern that takes both",
    [[root, "platform/git-ops.git", "platform/*"]],
  ],
  [
    "DEL014",
    "kind that the project does not hold",
    "all kinds of Sail, and Namespaces",
    [[root, "      kind: Istio*", "      kind: '*'"]],
  ],
  [
    "DEL014",
    "kind that the project takes out",
    "a kind that no folder here has",
    [[root, "      kind: NetworkPolicy", "      kind: Ingress"]],
  ],
  [
    "DEL014",
    "namespace of an Application",
    "all but the system's own",
    [
      [
        root,
        "      namespace: istio-*",
        "      namespace: '!kube-system'\n    - server: https://kubernetes.default.svc\n      namespace: '*'",
      ],
    ],
  ],
  [
    "DEL013",
    "check of an istiod by the name of its revision",
    "the one that the operator makes of it",
    [[edge, "name: istiod-default\n", "name: istiod\n"]],
  ],
  [
    "DEL013",
    "check of a ZTunnel of another name",
    "of the DaemonSet, which is called so",
    [
      [
        edge,
        "    - apiVersion: sailoperator.io/v1\n      kind: ZTunnel\n      name: ztunnel\n",
        "    - apiVersion: apps/v1\n      kind: DaemonSet\n      name: ztunnel\n      namespace: ztunnel\n",
      ],
    ],
  ],
  ["DEL013", "check of a kind that is none", "the kind itself", [[edge, "kind: Ztunnels\n", "kind: ZTunnel\n"]]],
  [
    "DEL013",
    "parameter of fasttemplate in a Go template",
    "the path by its parts",
    [[root, "'{{path}}'", "'tenants/{{.path.basename}}'"]],
  ],
  [
    "DEL013",
    "parameter of a Go template without goTemplate",
    "goTemplate without options",
    [[root, "spec:\n  generators:", "spec:\n  goTemplate: true\n  generators:"]],
  ],
  ["TGT005", "weight below 0", "none at all", [["accounts/accounts.yaml", "weight: -5", "weight: 0"]]],
  [
    "TGT005",
    "cross-network gateway that does not pass by itself",
    "hosts of its own, whose TLS it lets through",
    [["east/eastwest.yaml", '        - "*.local"', "        - bank.example.com"]],
  ],
  [
    "POD001",
    "container with the proxy's own user",
    "the user beside it",
    [["accounts/accounts.yaml", "runAsUser: 1337", "runAsUser: 1338"]],
  ],
];
