import type { NearMiss } from "./near-miss";

const release = "cilium/release.yaml";

/** Near misses of a network plugin beside the CNI of Istio. */
export const nearCilium: readonly NearMiss[] = [
  ["PLAT003", "Cilium that leaves no other plugin", "leaves them", [[release, "exclusive: true", "exclusive: false"]]],
  [
    "PLAT003",
    "Cilium that leaves no other plugin",
    "and has a configuration that somebody else brings",
    [[release, "exclusive: true", "exclusive: true\n      customConf: true"]],
  ],
  [
    "PLAT003",
    "Cilium as its chart is",
    "with values from elsewhere",
    [[release, "spec:\n", "spec:\n  valuesFrom:\n    - kind: ConfigMap\n      name: cilium-values\n"]],
  ],
  [
    "PLAT003",
    "Cilium of an Application",
    "leaves them",
    [["cilium/application.yaml", "value: 'true'", "value: 'false'"]],
  ],
  [
    "PLAT003",
    "Cilium of an Application",
    "with values in a file",
    [
      [
        "cilium/application.yaml",
        "      parameters:\n        - name: cni.exclusive\n          value: 'true'\n",
        "      valueFiles:\n        - values-prod.yaml\n",
      ],
    ],
  ],
];
