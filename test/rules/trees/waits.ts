import type { Edit, State, Step } from "./breakages";

const root = "clusters/edge/mesh.yaml";
const dataplane = "  path: ./infra/dataplane\n  prune: true\n  wait: true\n";
const daemonSet = "    - apiVersion: apps/v1\n      kind: DaemonSet\n      name: ztunnel\n      namespace: ztunnel\n";
const part = "    - apiVersion: sailoperator.io/v1\n      kind: ZTunnel\n      name: default\n";

const team = (place: string): Edit => [
  place,
  "",
  "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: pay\n  labels:\n    istio.io/dataplane-mode: ambient\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: pay\n  namespace: pay\n",
];

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
  ["DEL013", "a namespace of the mesh below the folder of an Application", "argocd", team("mesh/teams/pay.yaml")],
];

/** The same on the way from one state to another. */
export const waitSteps: readonly Step[] = [
  [
    "DEL013",
    "a file goes to a folder that its Application does not go into",
    "argocd",
    [team("mesh/teams/pay.yaml")],
    [team("mesh/pay.yaml")],
  ],
];
