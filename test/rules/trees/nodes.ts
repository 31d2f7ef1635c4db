import type { State } from "./breakages";

const zt = "mesh/ztunnel.yaml";
const cni = "mesh/cni.yaml";

/** How all nodes but the first are reached: what rolls there, and where the CNI finds its folders. */
const rollout = (rows: string) =>
  [zt, "    ztunnel:\n", `    ztunnel:\n      updateStrategy:\n        rollingUpdate:\n${rows}`] as const;
const platform = (name: string, rows: string) =>
  [cni, "  values:\n    cni:\n", `  values:\n    global:\n      platform: ${name}\n    cni:\n${rows}`] as const;
const folders = (rows: string) => [cni, "    cni:\n", `    cni:\n${rows}`] as const;

const affinity = (operator: string) =>
  `      affinity:\n        nodeAffinity:\n          requiredDuringSchedulingIgnoredDuringExecution:\n            nodeSelectorTerms:\n              - matchExpressions:\n                  - { key: example.com/pool, operator: ${operator}, values: [a] }\n`;

/** Parts that run on every node. */
export const nodeStates: readonly State[] = [
  [
    "HA001",
    "ztunnel rolls on all nodes at once",
    "ambient",
    rollout("          maxSurge: 0\n          maxUnavailable: 100%\n"),
  ],
  [
    "HA001",
    "ztunnel rolls on every other node at once",
    "ambient",
    rollout("          maxSurge: 0\n          maxUnavailable: 50%\n"),
  ],
  [
    "PLAT003",
    "k3s with one folder where other nodes have it",
    "ambient",
    platform("k3s", "      cniConfDir: /etc/cni/net.d\n      cniBinDir: /var/lib/rancher/k3s/data/cni\n"),
  ],
  [
    "PLAT003",
    "k3s whose other folder the charts set",
    "ambient",
    platform("k3s", "      cniConfDir: /etc/cni/net.d/\n"),
  ],
  [
    "PLAT003",
    "microk8s with one folder where other nodes have it",
    "ambient",
    folders("      cniConfDir: /var/snap/microk8s/current/args/cni-network\n      cniBinDir: /opt/cni/bin\n"),
  ],
  [
    "AMB002",
    "ztunnel on some nodes only",
    "ambient",
    [zt, "    ztunnel:\n", "    ztunnel:\n      nodeSelector:\n        node-role.example/infra: 'true'\n"],
  ],
  [
    "AMB002",
    "ztunnel on some nodes only, by affinity",
    "ambient",
    [zt, "    ztunnel:\n", `    ztunnel:\n${affinity("In")}`],
  ],
  ["PLAT003", "GKE with the folder of other nodes", "ambient", platform("gke", "      cniBinDir: /opt/cni/bin\n")],
];
