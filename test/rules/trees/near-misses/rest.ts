import type { NearMiss } from "./near-miss";

const zt = "mesh/ztunnel.yaml";
const ha = "mesh/ha/kustomization.yaml";

const teams = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: teams, namespace: openshift-gitops }
spec:
  generators:
    - git: { repoURL: "https://example.com/fleet.git", files: [{ path: teams/*.json }] }
  template:
    metadata: { name: "{{name}}" }
    spec:
      source: { repoURL: "https://example.com/fleet.git", path: "{{folder}}" }
      destination: { server: "https://kubernetes.default.svc" }
`;

/** Near misses of rollouts, waves and components. */
export const nearRest: readonly NearMiss[] = [
  [
    "HA001",
    "ztunnel without surge",
    "lets one go instead",
    [[zt, "          maxSurge: 0\n", "          maxSurge: 0\n          maxUnavailable: 1\n"]],
  ],
  [
    "HA001",
    "ztunnel with both",
    "is replaced by hand",
    [[zt, "      updateStrategy:\n", "      updateStrategy:\n        type: OnDelete\n"]],
  ],
  [
    "HA001",
    "the CNI that lets none go",
    "in a version whose chart does not ask",
    [["mesh/cni.yaml", "v1.25.3", "v1.28.3"]],
  ],
  [
    "WAV002",
    "label before its waypoint, with pods",
    "the pods come after it",
    [
      [
        "apps/pods.yaml",
        "kind: Deployment\nmetadata:\n  name: web\n  namespace: web\n",
        'kind: Deployment\nmetadata:\n  name: web\n  namespace: web\n  annotations:\n    argocd.argoproj.io/sync-wave: "6"\n',
      ],
    ],
  ],
  [
    "KUS001",
    "component that is a Kustomization",
    "is a Component",
    [[ha, "v1beta1\nkind: Kustomization", "v1alpha1\nkind: Component"]],
  ],
  [
    "KUS001",
    "Component among the resources",
    "is a Kustomization",
    [[ha, "v1alpha1\nkind: Component", "v1beta1\nkind: Kustomization"]],
  ],
  [
    "WAV001",
    "the waypoint first",
    "an ApplicationSet takes its folders from files",
    [["bootstrap/teams.yaml", "", teams]],
  ],
];
