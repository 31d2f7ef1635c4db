import type { State } from "./breakages";
import { fluxMesh, root } from "./overlays";

const waits = (check: string): readonly [string, string, string] => [
  fluxMesh,
  "  prune: true\n  wait: true\n",
  `  prune: true\n  healthChecks:\n    - { ${check} }\n`,
];

/** What engines make of folders, wait for and read. */
export const installStates: readonly State[] = [
  [
    "DEL013",
    "ApplicationSet over folders with one name for all",
    "tenants",
    [root, "'tenant-{{.path.basename}}'", "tenant"],
  ],
  [
    "DEL013",
    "health check of a version that the operator does not serve",
    "flux",
    waits("apiVersion: sailoperator.io/v1alpha1, kind: Istio, name: default"),
  ],
  [
    "DEL013",
    "health check of a Deployment without its group",
    "flux",
    waits("apiVersion: v1, kind: Deployment, name: istiod, namespace: istio-system"),
  ],
  [
    "TGT001",
    "policy in another namespace than its Service",
    "ambient",
    [
      "shop/policies.yaml",
      "  name: cart-readers\n  namespace: shop\n",
      "  name: cart-readers\n  namespace: istio-system\n",
    ],
  ],
];
