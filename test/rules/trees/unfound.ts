import type { Edit, State, Step, Tree } from "./breakages";

const cni = "mesh/cni.yaml";

/** What earlier rounds had not found and wrote down as such: one change each of a tree in which nothing is wrong. */
export const unfoundStates: readonly State[] = [
  [
    "PLAT003",
    "folder of k3s on microk8s",
    "ambient",
    [
      cni,
      "  values:\n    cni:\n",
      "  values:\n    global:\n      platform: microk8s\n    cni:\n      cniBinDir: /var/lib/rancher/k3s/data/cni\n",
    ],
  ],
  [
    "PLAT003",
    "folder of GKE, and the Istio is for k3s",
    "ambient",
    ["mesh/istio.yaml", "    global:\n", "    global:\n      platform: k3s\n"],
    [cni, "    cni:\n", "    cni:\n      cniBinDir: /home/kubernetes/bin\n"],
  ],
  [
    "PLAT003",
    "folders of two platforms",
    "ambient",
    [
      cni,
      "    cni:\n",
      "    cni:\n      cniBinDir: /var/lib/rancher/k3s/data/cni\n      cniConfDir: /var/snap/microk8s/current/args/cni-network\n",
    ],
  ],
  [
    "PLAT003",
    "one folder of two moved",
    "ambient",
    [cni, "    cni:\n", "    cni:\n      cniConfDir: /var/lib/rancher/k3s/agent/etc/cni/net.d\n"],
  ],
  [
    "PLAT003",
    "ztunnel on another platform than the CNI",
    "ambient",
    [cni, "  values:\n", "  values:\n    global:\n      platform: k3s\n"],
    ["mesh/ztunnel.yaml", "  values:\n", "  values:\n    global:\n      platform: gke\n"],
  ],
];

/** Changes of which nothing new is to be said. */
export const unfoundFine: readonly (readonly [what: string, tree: Tree, ...edits: Edit[]])[] = [
  [
    "folders of k3s, written out",
    "ambient",
    [
      cni,
      "    cni:\n",
      "    cni:\n      cniBinDir: /var/lib/rancher/k3s/data/cni\n      cniConfDir: /var/lib/rancher/k3s/agent/etc/cni/net.d\n",
    ],
  ],
  [
    "folders that any node may have on k3s",
    "ambient",
    [
      cni,
      "  values:\n    cni:\n",
      "  values:\n    global:\n      platform: k3s\n    cni:\n      cniBinDir: /opt/cni/bin\n      cniConfDir: /etc/cni/net.d\n",
    ],
  ],
];

export const unfoundSteps: readonly Step[] = [];
