import type { NearMiss } from "./near-miss";

const root = "clusters/prod/root.yaml";
const edge = "clusters/edge/mesh.yaml";

/** Near misses of the breakages of the third round. */
export const nearThirdRound: readonly NearMiss[] = [
  [
    "DUP001",
    "an Application of all of the repository, which others read",
    "not of the folders below",
    [["bootstrap/all.yaml", "recurse: true", "recurse: false"]],
  ],
  [
    "DUP001",
    "an Application of all of the repository, which others read",
    "without what others read",
    [["bootstrap/all.yaml", "{ recurse: true }", "{ recurse: true, exclude: '{mesh,apps,operator,bootstrap}/*' }"]],
  ],
  [
    "DUP001",
    "an Application of all of the repository, which others read",
    "of another branch",
    [["bootstrap/all.yaml", "targetRevision: main", "targetRevision: next"]],
  ],
  [
    "DUP001",
    "an Application of all of the repository, which others read",
    "of another repository",
    [["bootstrap/all.yaml", "https://example.com/fleet", "https://example.com/other"]],
  ],
  [
    "DUP001",
    "an Application of all of the repository, which others read",
    "for another cluster",
    [["bootstrap/all.yaml", "https://kubernetes.default.svc", "https://other.example.com"]],
  ],
  [
    "REV006",
    "tag for a revision with dots in its name",
    "with dashes, as the operator calls it",
    [["mesh/istio.yaml", "prod-v1.27.5", "prod-v1-27-5"]],
  ],
  [
    "VER001",
    "version that no release of the channel installs",
    "a channel of which one release installs it",
    [["operator/subscription.yaml", "channel: stable-3.1", "channel: stable-3.3"]],
  ],
  [
    "DEL011",
    "ApplicationSet of a list, with an element whose folder is not there",
    "the others",
    [[root, "{ name: carts }", "{ name: cart }"]],
  ],
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
    [
      [edge, "name: istiod-default\n", "name: istiod\n"],
      [edge, "namespace: istio-system\n  prune: true\n  wait: true\n", "namespace: istio-system\n  prune: true\n"],
    ],
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
      [edge, "namespace: ztunnel\n  prune: true\n  wait: true\n", "namespace: ztunnel\n  prune: true\n"],
    ],
  ],
  [
    "DEL013",
    "field of a generator",
    "the field itself, and another one",
    [[root, "        directory:", "        requeueAfterSeconds: 60\n        directories:"]],
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
  [
    "DEL013",
    "annotation as a label",
    "a label of somebody else's",
    [["tenants/shop/waypoint.yaml", "argocd.argoproj.io/sync-wave: '5'", "example.com/sync-wave: '5'"]],
  ],
  [
    "DEL013",
    "destination without a cluster",
    "the cluster by its name",
    [
      [
        root,
        "  destination:\n    namespace: openshift-operators",
        "  destination:\n    name: in-cluster\n    namespace: openshift-operators",
      ],
    ],
  ],
  [
    "DEL013",
    "field of an ApplicationSet",
    "the field that is meant",
    [[root, "preserveResourcesOnDelete:", "preserveResourcesOnDeletion:"]],
  ],
  [
    "DEL013",
    "prefix of an Application",
    "annotations for all, which keep the names",
    [[root, "namePrefix: prod-\n", "commonAnnotations:\n        team: mesh\n"]],
  ],
  [
    "DEL013",
    "branch that is spelt otherwise than the others'",
    "a version, which is meant to stand alone",
    [[root, "targetRevision: mian", "targetRevision: v1.4.0"]],
  ],
  ["KUS001", "patch of Flux for nothing", "for the one that is there", [[edge, "name: prod }", "name: default }"]]],
  [
    "DEL011",
    "folder that is read without its folders",
    "something of its own stands there",
    [["tenants/all.yaml", "", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: tenants\n  namespace: shop\n"]],
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
