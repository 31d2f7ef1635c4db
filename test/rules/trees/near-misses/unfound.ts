import type { NearMiss } from "./near-miss";

const cni = "mesh/cni.yaml";

/** Near misses of what earlier rounds had not found. */
export const nearUnfound: readonly NearMiss[] = [
  ["PLAT003", "folder of k3s on microk8s", "the platform is k3s", [[cni, "platform: microk8s", "platform: k3s"]]],
  [
    "PLAT003",
    "one folder of two moved",
    "the platform moves the other",
    [[cni, "  values:\n", "  values:\n    global:\n      platform: k3s\n"]],
  ],
  [
    "PLAT003",
    "ztunnel on another platform than the CNI",
    "where the CNI says it, too",
    [[cni, "platform: k3s", "platform: gke"]],
  ],
];
