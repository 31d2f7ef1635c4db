import type { Edit, State, Step, Tree } from "./breakages";

const root = "clusters/prod/root.yaml";

/** What was not found when it was first written: one change each of a tree in which nothing is wrong. */
export const thirdStates: readonly State[] = [
  [
    "DEL011",
    "Application path that is not there, and the others' are",
    "tenants",
    [root, "path: mesh/overlays/prod", "path: mesh/overlays/production"],
  ],
  [
    "DEL011",
    "folder in the middle of a path",
    "tenants",
    [root, "path: mesh/overlays/prod", "path: mesh/overlay/prod"],
  ],
  [
    "DEL011",
    "ApplicationSet looks for folders where none is",
    "tenants",
    [root, "- path: tenants/*", "- path: teams/*"],
  ],
  [
    "DEL014",
    "project that is not there",
    "tenants",
    [root, "project: platform\n  source", "project: platfrom\n  source"],
  ],
  [
    "DEL014",
    "project of an ApplicationSet",
    "tenants",
    [root, "project: platform\n      source", "project: plattform\n      source"],
  ],
  [
    "DEL014",
    "repository that the project does not hold",
    "tenants",
    [root, "- https://git.corp.example/platform/gitops.git", "- https://git.corp.example/platform/git-ops.git"],
  ],
  [
    "DEL014",
    "kind that the project does not hold",
    "tenants",
    [
      root,
      "    - group: '*'\n      kind: '*'",
      "    - group: ''\n      kind: Namespace\n    - group: sailoperator.io\n      kind: Istio*",
    ],
  ],
  [
    "DEL014",
    "kind that the project takes out",
    "tenants",
    [
      root,
      "  clusterResourceWhitelist:",
      "  namespaceResourceBlacklist:\n    - group: networking.k8s.io\n      kind: NetworkPolicy\n  clusterResourceWhitelist:",
    ],
  ],
  [
    "DEL014",
    "namespace of an Application",
    "tenants",
    [
      root,
      "      namespace: '*'",
      "      namespace: istio-*\n    - server: https://kubernetes.default.svc\n      namespace: shop",
    ],
  ],
  [
    "DEL014",
    "namespace of an object",
    "tenants",
    [
      root,
      "      namespace: '*'",
      "      namespace: '!cart'\n    - server: https://kubernetes.default.svc\n      namespace: '*'",
    ],
  ],
];

export const thirdSteps: readonly Step[] = [];

/** Odd but right: nothing new is said of these. */
export const fine: readonly (readonly [what: string, tree: Tree, ...edits: readonly Edit[]])[] = [
  [
    "waypoint of one Application, in an earlier wave than ztunnel of another",
    "tenants",
    ["tenants/shop/waypoint.yaml", "  annotations:\n", "  annotations:\n    argocd.argoproj.io/sync-wave: '-3'\n"],
  ],
  ["project by default", "tenants", [root, "project: platform\n  source", "project: default\n  source"]],
  [
    "project with a pattern",
    "tenants",
    [root, "- https://git.corp.example/platform/gitops.git", "- https://git.corp.example/*"],
  ],
  ["project of somebody else", "tenants", [root, "project: platform\n  source", "project: observability\n  source"]],
  [
    "Application of another repository",
    "tenants",
    [
      root,
      "gitops.git\n    targetRevision: main\n    path: namespaces",
      "gitops.git\n    targetRevision: legacy\n    path: spaces/prod",
    ],
  ],
];
