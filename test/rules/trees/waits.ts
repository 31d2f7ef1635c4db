import type { State } from "./breakages";

const root = "clusters/edge/mesh.yaml";
const dataplane = "  path: ./infra/dataplane\n  prune: true\n  wait: true\n";
const daemonSet = "    - apiVersion: apps/v1\n      kind: DaemonSet\n      name: ztunnel\n      namespace: ztunnel\n";
const part = "    - apiVersion: sailoperator.io/v1\n      kind: ZTunnel\n      name: default\n";

/** What is left out, and who is waited for. */
export const waitStates: readonly State[] = [
  ["KUS001", "a folder that no kustomization lists", "ambient", ["kustomization.yaml", "  - shop\n", ""]],
  [
    "DEL013",
    "healthChecks of what wait: true does not look at",
    "fleet",
    [root, dataplane, `${dataplane}  healthChecks:\n${daemonSet}${part}`],
  ],
  [
    "DEL013",
    "ZTunnel is looked at before its DaemonSet",
    "fleet",
    [root, dataplane, `${dataplane}  healthChecks:\n${part}${daemonSet}`.replace("wait: true", "wait: false")],
  ],
];
