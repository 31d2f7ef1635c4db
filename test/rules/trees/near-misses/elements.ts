import type { NearMiss } from "./near-miss";

const file = "bootstrap/set.yaml";
const tenants = "clusters/prod/root.yaml";
const clusters = (text: string) => `    - clusters:\n        selector:\n          matchLabels:\n            ${text}\n`;

const lyon = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: team-lyon
  namespace: openshift-gitops
spec:
  project: default
  source:
    repoURL: https://example.com/fleet.git
    targetRevision: main
    path: apps
  destination:
    server: https://api.lyon.example:6443
`;

/** Near misses of elements of lists. */
export const nearElements: readonly NearMiss[] = [
  [
    "DEL013",
    "two elements of one name",
    "the template tells them apart",
    [[file, "'team-{{.cluster}}'", "'team-{{.cluster}}-{{.server | sha256sum | trunc 6}}'"]],
  ],
  [
    "DEL013",
    "element without what the template asks for",
    "which says what comes instead",
    [[file, "server: '{{.server}}'", "server: '{{ dig \"server\" .url . }}'"]],
  ],
  ["DEL013", "cluster that leaves a list", "it has an Application of its own", [["bootstrap/lyon.yaml", "", lyon]]],
  [
    "DEL013",
    "cluster that leaves a list, and what it has stays",
    "clusters are found by their labels now",
    [[file, "  syncPolicy:\n", `${clusters("mesh: teams")}  syncPolicy:\n`]],
  ],
  [
    "DEL013",
    "cluster that moves under its name",
    "Applications are only made, and never changed",
    [
      [
        file,
        "  template:\n    metadata",
        "  syncPolicy:\n    applicationsSync: create-only\n  template:\n    metadata",
      ],
    ],
  ],
  [
    "DEL013",
    "folder of a tenant that a generator passes by",
    "another Application reads it",
    [
      [
        tenants,
        "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\n",
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: tenant-cart\n  namespace: openshift-gitops\nspec:\n  project: platform\n  source:\n    repoURL: https://git.corp.example/platform/gitops.git\n    targetRevision: main\n    path: tenants/cart\n  destination:\n    server: https://kubernetes.default.svc\n    namespace: cart\n---\napiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\n",
      ],
    ],
  ],
];
