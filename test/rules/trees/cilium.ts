import type { State } from "./breakages";

const release = (values: string) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: cilium\n  namespace: kube-system\nspec:\n  interval: 1h\n  chart:\n    spec:\n      chart: cilium\n      version: 1.18.2\n      sourceRef:\n        kind: HelmRepository\n        name: cilium\n        namespace: kube-system\n${values}`;
const application = (helm: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: cilium\n  namespace: openshift-gitops\nspec:\n  project: default\n  source:\n    repoURL: https://helm.cilium.io\n    chart: cilium\n    targetRevision: 1.18.2\n    helm:\n${helm}  destination:\n    server: https://kubernetes.default.svc\n    namespace: kube-system\n`;

/** A network plugin that takes out what the CNI of Istio adds to it. */
export const ciliumStates: readonly State[] = [
  [
    "PLAT003",
    "Cilium that leaves no other plugin",
    "ambient",
    ["cilium/release.yaml", "", release("  values:\n    cni:\n      exclusive: true\n")],
  ],
  ["PLAT003", "Cilium as its chart is", "ambient", ["cilium/release.yaml", "", release("")]],
  [
    "PLAT003",
    "Cilium of an Application",
    "ambient",
    [
      "cilium/application.yaml",
      "",
      application("      parameters:\n        - name: cni.exclusive\n          value: 'true'\n"),
    ],
  ],
  [
    "PLAT003",
    "Cilium's own configuration",
    "ambient",
    [
      "cilium/config.yaml",
      "",
      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: cilium-config\n  namespace: kube-system\ndata:\n  cni-exclusive: 'true'\n",
    ],
  ],
];
