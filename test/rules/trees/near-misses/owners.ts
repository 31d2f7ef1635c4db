import { bankApplication } from "../owners";
import type { NearMiss } from "./near-miss";

const root = "clusters/prod/root.yaml";

/** Near misses of what goes from one owner to another. */
export const nearOwners: readonly NearMiss[] = [
  [
    "DUP001",
    "a folder above those of others, without a kustomization",
    "it has one that lists what is meant",
    [["infra/kustomization.yaml", "", "resources:\n  - istio\n"]],
  ],
  [
    "DEL010",
    "the account of a hook comes with the sync",
    "it is a hook before that",
    [
      [
        "mesh/precheck.yaml",
        "  namespace: istio-system\n---\n",
        '  namespace: istio-system\n  annotations:\n    argocd.argoproj.io/hook: PreSync\n    argocd.argoproj.io/sync-wave: "-1"\n---\n',
      ],
    ],
  ],
  [
    "DEL013",
    "a Namespace goes to another Application",
    "the automation of the one that had it is off",
    [[root, "    automated:\n      prune: true\n", "    automated:\n      enabled: false\n      prune: true\n"]],
  ],
  [
    "DEL013",
    "ztunnel goes to a Kustomization that waits for the one that had it",
    "nothing may prune it where it was",
    [],
    [
      [
        "infra/dataplane/ztunnel.yaml",
        "  name: default\n",
        "  name: default\n  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled\n",
      ],
    ],
  ],
  [
    "DEL013",
    "a Namespace goes to another Application",
    "the one that had it prunes nothing",
    [[root, "      prune: true\n", "      prune: false\n"]],
  ],
  [
    "DEL013",
    "an ApplicationSet calls its Applications otherwise",
    "what they have applied was to stay a step before",
    [],
    [[root, "  goTemplate: true\n", "  goTemplate: true\n  syncPolicy:\n    preserveResourcesOnDeletion: true\n"]],
  ],
  [
    "DEL013",
    "Argo CD leaves out the group of the mesh",
    "for another cluster",
    [["bootstrap/argocd.yaml", "kinds: ['*']\n", "kinds: ['*']\n      clusters: ['https://api.lyon.example:6443']\n"]],
  ],
  [
    "DEL013",
    "Argo CD keeps to groups without the mesh",
    "another entry has it",
    [
      [
        "bootstrap/argocd-cm.yaml",
        "    - apiGroups: ['', apps]\n",
        "    - apiGroups: ['*.io']\n    - apiGroups: ['', apps]\n",
      ],
    ],
  ],
  [
    "DEL013",
    "istiod is asked for its state before ztunnel is there",
    "Ready is enough, too",
    [
      [
        "clusters/edge/mesh.yaml",
        "status.state == 'Healthy'",
        "status.state == 'Healthy' || status.conditions.exists(c, c.type == 'Ready' && c.status == 'True')",
      ],
    ],
  ],
  [
    "DEL013",
    "replicas beside an autoscaler",
    "Flux writes them once",
    [
      [
        "apps/orders/app.yaml",
        "kind: Deployment\nmetadata:\n  name: orders\n",
        "kind: Deployment\nmetadata:\n  name: orders\n  annotations:\n    kustomize.toolkit.fluxcd.io/ssa: IfNotPresent\n",
      ],
    ],
  ],
  [
    "DEL013",
    "replicas beside an autoscaler, and Argo CD heals",
    "it does not see how many there are",
    [
      [
        root,
        "      syncPolicy:\n        automated:\n",
        "      ignoreDifferences:\n        - group: apps\n          kind: Deployment\n          jsonPointers: [/spec/replicas]\n      syncPolicy:\n        automated:\n",
      ],
    ],
  ],
  [
    "DEL013",
    "an Application makes a Namespace, and nothing of what is for it",
    "another one does",
    [["argocd/policies.yaml", "", bankApplication("policies", "edge/policies")]],
  ],
  [
    "DUP001",
    "two roots, and what both apply differs",
    "of one name, which two clusters have",
    [["argocd/us/root.yaml", "name: root-us", "name: root"]],
  ],
];
