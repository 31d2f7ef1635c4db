import type { NearMiss } from "./near-miss";

const edge = "clusters/edge/mesh.yaml";
const none = "Secret of SOPS that nobody decrypts";

/** Near misses of Secrets that Flux does not decrypt. */
export const nearEncrypted: readonly NearMiss[] = [
  [
    "DEL013",
    none,
    "by a Kustomization that does",
    [[edge, "  path: ./apps\n", "  path: ./apps\n  decryption:\n    provider: sops\n"]],
  ],
  [
    "DEL013",
    none,
    "a file that is no resource",
    [
      [
        "apps/orders/kustomization.yaml",
        "  - key.sops.yaml\n",
        "secretGenerator:\n  - name: key\n    files:\n      - key.sops.yaml\n",
      ],
    ],
  ],
  [
    "DEL013",
    none,
    "it is to be left as it is",
    [
      [
        "apps/orders/key.sops.yaml",
        "  namespace: orders\n",
        "  namespace: orders\n  annotations:\n    kustomize.toolkit.fluxcd.io/decrypt: disabled\n",
      ],
    ],
  ],
  [
    "DEL013",
    "Secret of SOPS beside files that Flux lists itself",
    "what is above adds it",
    [
      [
        "clusters/prod/kustomization.yaml",
        "",
        "resources:\n  - mesh.yaml\n  - operator.yaml\npatches:\n  - target:\n      kind: Kustomization\n    patch: |\n      - op: add\n        path: /spec/decryption\n        value:\n          provider: sops\n",
      ],
    ],
  ],
];
