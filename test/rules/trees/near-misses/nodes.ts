import type { NearMiss } from "./near-miss";

const zt = "mesh/ztunnel.yaml";
const cni = "mesh/cni.yaml";

/** Near misses of parts that run on every node. */
export const nearNodes: readonly NearMiss[] = [
  ["HA001", "ztunnel rolls on all nodes at once", "on a tenth of them", [[zt, "100%", "10%"]]],
  [
    "HA001",
    "ztunnel rolls on every other node at once",
    "when people delete its pods",
    [[zt, "      updateStrategy:\n", "      updateStrategy:\n        type: OnDelete\n"]],
  ],
  [
    "AMB002",
    "ztunnel on some nodes only",
    "on all of Linux",
    [[zt, "node-role.example/infra: 'true'", "kubernetes.io/os: linux"]],
  ],
  ["AMB002", "ztunnel on some nodes only, by affinity", "on all but some", [[zt, "operator: In", "operator: NotIn"]]],
  [
    "AMB002",
    "ztunnel on some nodes only",
    "where their namespaces put all pods",
    [
      [
        "shop/namespace.yaml",
        "  name: shop\n",
        "  name: shop\n  annotations:\n    openshift.io/node-selector: node-role.example/infra=true\n",
      ],
      [
        "shop/namespace.yaml",
        "  name: bank\n",
        "  name: bank\n  annotations:\n    openshift.io/node-selector: node-role.example/infra=true\n",
      ],
    ],
  ],
  [
    "PLAT003",
    "k3s with one folder where other nodes have it",
    "with both there, for a network plugin of its own",
    [[cni, "/var/lib/rancher/k3s/data/cni", "/opt/cni/bin"]],
  ],
  [
    "PLAT003",
    "k3s whose other folder the charts set",
    "and is written as well",
    [[cni, "/etc/cni/net.d/\n", "/etc/cni/net.d/\n      cniBinDir: /opt/cni/bin\n"]],
  ],
  [
    "PLAT003",
    "microk8s with one folder where other nodes have it",
    "with both of its own",
    [[cni, "/opt/cni/bin", "/var/snap/microk8s/current/opt/cni/bin"]],
  ],
  [
    "PLAT003",
    "GKE with the folder of other nodes",
    "with its own, and the other where it is usual",
    [[cni, "cniBinDir: /opt/cni/bin", "cniBinDir: /home/kubernetes/bin\n      cniConfDir: /etc/cni/net.d"]],
  ],
  [
    "PLAT003",
    "microk8s with one folder where other nodes have it",
    "the one that GKE moves",
    [
      [cni, "      cniConfDir: /var/snap/microk8s/current/args/cni-network\n", ""],
      [cni, "/opt/cni/bin", "/home/kubernetes/bin"],
    ],
  ],
];
