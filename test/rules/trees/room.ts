import type { Edit, State } from "./breakages";

const object = (kind: string, namespace: string, spec: string) =>
  `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: room\n  namespace: ${namespace}\nspec:\n${spec}---\napiVersion`;
const range = (namespace: string, bounds: string, type = "Container") =>
  object("LimitRange", namespace, `  limits:\n    - type: ${type}\n      ${bounds}\n`);
const quota = (namespace: string, hard: string) => object("ResourceQuota", namespace, `  hard:\n    ${hard}\n`);
export const critical = (namespace: string) =>
  object(
    "ResourceQuota",
    namespace,
    '  hard: { pods: "100" }\n  scopeSelector:\n    matchExpressions:\n      - { scopeName: PriorityClass, operator: In, values: [system-node-critical] }\n',
  );
const onGke: readonly Edit[] = [
  ["mesh/istio.yaml", "    global:\n", "    global:\n      platform: gke\n"],
  ["mesh/cni.yaml", "  values:\n", "  values:\n    global:\n      platform: gke\n"],
];
const inShop = (text: string): Edit => ["shop/namespace.yaml", "apiVersion", text];
const inMesh = (text: string): Edit => ["mesh/namespaces.yaml", "apiVersion", text];

/** What quotas and ranges leave to Gateways, to sidecars and to what is on every node. */
export const roomStates: readonly State[] = [
  ["NS007", "largest limit below that of a waypoint", "ambient", inShop(range("shop", "max: { memory: 768Mi }"))],
  ["NS007", "largest pod below a waypoint", "ambient", inShop(range("shop", 'max: { cpu: "1" }', "Pod"))],
  ["NS007", "smallest request above that of the CNI", "ambient", inMesh(range("istio-cni", "min: { memory: 128Mi }"))],
  [
    "NS007",
    "limit of a waypoint too far above its request",
    "ambient",
    inShop(range("shop", 'maxLimitRequestRatio: { cpu: "4" }')),
  ],
  [
    "NS007",
    "limit of sidecars too far above their request",
    "bank",
    ["accounts/accounts.yaml", "apiVersion", range("accounts", 'maxLimitRequestRatio: { memory: "4" }')],
  ],
  ["NS007", "quota of limits below that of a waypoint", "ambient", inShop(quota("shop", "limits.memory: 512Mi"))],
  ["NS007", "quota of GKE for ztunnel alone", "ambient", ...onGke, inMesh(critical("ztunnel"))],
  ["NS007", "quota without load balancers", "ambient", inShop(quota("shop", 'services.loadbalancers: "0"'))],
];
