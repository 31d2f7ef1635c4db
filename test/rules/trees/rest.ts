import type { State } from "./breakages";

const zt = "mesh/ztunnel.yaml";
const cni = "mesh/cni.yaml";
const values = "    ztunnel:\n";
const rollout = (rows: string) =>
  [zt, values, `${values}      updateStrategy:\n        rollingUpdate:\n${rows}`] as const;

/** Pods for the Service of the tree argocd. */
export const pods =
  "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: registry.example/web:1.0.0\n          ports:\n            - containerPort: 80\n";

/** Who applies that Service. */
export const webApplication =
  "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: web\n  namespace: openshift-gitops\nspec:\n  project: default\n  source:\n    repoURL: https://example.com/fleet.git\n    targetRevision: main\n    path: apps\n  destination:\n    server: https://kubernetes.default.svc\n    namespace: web\n";

/** Rollouts, labels before their waypoints, and kustomizations that are listed as what they are not. */
export const restStates: readonly State[] = [
  ["HA001", "ztunnel without surge", "ambient", rollout("          maxSurge: 0\n")],
  [
    "HA001",
    "ztunnel without surge, in percent",
    "ambient",
    rollout("          maxSurge: 0%\n          maxUnavailable: 0%\n"),
  ],
  ["HA001", "ztunnel with both", "ambient", rollout("          maxSurge: 1\n          maxUnavailable: 10%\n")],
  [
    "HA001",
    "the CNI that lets none go",
    "ambient",
    [cni, "v1.28.3", "v1.25.3"],
    [cni, "    cni:\n", "    cni:\n      rollingMaxUnavailable: 0%\n"],
  ],
  [
    "HA001",
    "istiod that lets none go and makes none",
    "ambient",
    ["mesh/istio.yaml", "    pilot:\n", "    pilot:\n      rollingMaxSurge: 0%\n      rollingMaxUnavailable: 0\n"],
  ],
  [
    "WAV002",
    "label before its waypoint, with pods",
    "argocd",
    [
      "apps/web.yaml",
      "    argocd.argoproj.io/sync-options: Prune=false,Delete=false\n---",
      '    argocd.argoproj.io/sync-options: Prune=false,Delete=false\n    argocd.argoproj.io/sync-wave: "4"\n---',
    ],
    ["apps/pods.yaml", "", pods],
    ["bootstrap/web.yaml", "", webApplication],
  ],
  [
    "KUS001",
    "component that is a Kustomization",
    "ambient",
    ["mesh/kustomization.yaml", "resources:\n", "components:\n  - ha\nresources:\n"],
    [
      "mesh/ha/kustomization.yaml",
      "",
      "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nconfigMapGenerator: []\n",
    ],
  ],
  [
    "KUS001",
    "Component among the resources",
    "ambient",
    ["mesh/kustomization.yaml", "resources:\n", "resources:\n  - ha\n"],
    [
      "mesh/ha/kustomization.yaml",
      "",
      "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nconfigMapGenerator: []\n",
    ],
  ],
];
