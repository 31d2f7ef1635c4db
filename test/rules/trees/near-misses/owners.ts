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
];
