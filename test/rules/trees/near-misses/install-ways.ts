import { fluxMesh, root } from "../overlays";
import type { NearMiss } from "./near-miss";

/** Near misses of what engines make of folders, wait for and read. */
export const nearInstalls: readonly NearMiss[] = [
  [
    "DEL013",
    "ApplicationSet over folders with one name for all",
    "a name for each folder",
    [[root, "name: tenant\n", "name: 'tenant-{{.path.basenameNormalized}}'\n"]],
  ],
  [
    "DEL013",
    "health check of a version that the operator does not serve",
    "of one that it serves",
    [[fluxMesh, "sailoperator.io/v1alpha1", "sailoperator.io/v1"]],
  ],
  [
    "DEL013",
    "health check of a Deployment without its group",
    "with it",
    [[fluxMesh, "apiVersion: v1,", "apiVersion: apps/v1,"]],
  ],
  [
    "TGT001",
    "policy in another namespace than its Service",
    "of a namespace of which nothing else is here",
    [
      [
        "shop/policies.yaml",
        "namespace: istio-system\nspec:\n  targetRefs",
        "namespace: treasury\nspec:\n  targetRefs",
      ],
    ],
  ],
];
