import type { Edit, State, Step } from "./breakages";

const file = "bootstrap/set.yaml";
const paris = "          - { cluster: paris, folder: apps, server: 'https://api.paris.example:6443' }\n";
const lyon = "          - { cluster: lyon, folder: apps, server: 'https://api.lyon.example:6443' }\n";

/** An ApplicationSet that makes an Application of each element. */
const list = (elements: string, policy = ""): Edit => [
  file,
  "",
  `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata:
  name: teams
  namespace: openshift-gitops
spec:
  goTemplate: true
  goTemplateOptions: ["missingkey=error"]
  generators:
    - list:
        elements:
${elements}${policy}  template:
    metadata:
      name: 'team-{{.cluster}}'
    spec:
      project: default
      source:
        repoURL: https://example.com/fleet.git
        targetRevision: main
        path: '{{.folder}}'
      destination:
        server: '{{.server}}'
`,
];
const keep = "  syncPolicy:\n    preserveResourcesOnDeletion: true\n";
const tenants = "clusters/prod/root.yaml";

/** What is wrong with the elements of a list, each of which makes an Application. */
export const elementStates: readonly State[] = [
  ["DEL011", "element whose folder is not there", "argocd", list(paris + lyon.replace("apps", "app"))],
  ["DEL013", "two elements of one name", "argocd", list(paris + lyon.replace("lyon,", "paris,"))],
  ["DEL013", "element without what the template asks for", "argocd", list(paris + lyon.replace("server:", "url:"))],
];

/** What applies to fewer clusters after a step, or to others. */
export const elementSteps: readonly Step[] = [
  ["DEL013", "cluster that leaves a list", "argocd", [list(paris)], [list(paris + lyon)]],
  [
    "DEL013",
    "cluster that leaves a list, and what it has stays",
    "argocd",
    [list(paris, keep)],
    [list(paris + lyon, keep)],
  ],
  [
    "DEL013",
    "cluster that moves under its name",
    "argocd",
    [list(paris + lyon.replace("api.lyon", "api.oslo"))],
    [list(paris + lyon)],
  ],
  [
    "DEL013",
    "folder of a tenant that a generator passes by",
    "tenants",
    [
      [
        tenants,
        "          - path: tenants/*\n",
        "          - path: tenants/*\n          - path: tenants/cart\n            exclude: true\n",
      ],
    ],
  ],
];
