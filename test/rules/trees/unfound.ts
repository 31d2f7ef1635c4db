import type { Edit, State, Step, Tree } from "./breakages";

const cni = "mesh/cni.yaml";
const istio = "mesh/istio.yaml";
/** A file more of the application of the ambient tree. */
const inShop = (name: string, text: string): readonly Edit[] => [
  [`shop/${name}`, "", text],
  ["shop/kustomization.yaml", "resources:\n", `resources:\n  - ${name}\n`],
];
const budget = (spec: string, key: string, value: string) =>
  `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: more\n  namespace: shop\nspec:\n  ${spec}\n  selector:\n    matchLabels:\n      ${key}: ${value}\n`;
/** An object more in a file of the ambient mesh. */
const inMesh = (text: string): Edit => ["mesh/namespaces.yaml", "apiVersion", `${text}---\napiVersion`];
const quota = (namespace: string, hard: string) =>
  `apiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: room\n  namespace: ${namespace}\nspec:\n  hard:\n    ${hard}\n`;
const range = (namespace: string, limit: string) =>
  `apiVersion: v1\nkind: LimitRange\nmetadata:\n  name: room\n  namespace: ${namespace}\nspec:\n  limits:\n    - type: Container\n      ${limit}\n`;
const filter = (of: string, context?: string) =>
  `apiVersion: networking.istio.io/v1alpha3\nkind: EnvoyFilter\nmetadata:\n  name: lua\n  namespace: shop\nspec:\n  ${of}\n${
    context === undefined
      ? ""
      : `  configPatches:\n    - applyTo: HTTP_FILTER\n      match:\n        context: ${context}\n      patch:\n        operation: INSERT_BEFORE\n        value: {}\n`
  }`;
const atGateway = (name: string) => `targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: ${name} }]`;
const gatewayName = "gateway.networking.k8s.io/gateway-name";

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
  [
    "HA001",
    "budget that lets no pod of an application go",
    "ambient",
    ...inShop("pdb.yaml", budget("maxUnavailable: 0", "app", "cart")),
  ],
  [
    "HA001",
    "budget as large as an application",
    "ambient",
    ...inShop("pdb.yaml", budget("minAvailable: 60%", "app", "cart")),
  ],
  [
    "HA001",
    "budget that lets no pod of a waypoint go",
    "ambient",
    ...inShop("pdb.yaml", budget("maxUnavailable: 0", gatewayName, "waypoint")),
  ],
  [
    "HA001",
    "budget for the only pod of a waypoint",
    "ambient",
    ...inShop("pdb.yaml", budget("minAvailable: 1", gatewayName, "waypoint")),
  ],
  [
    "HA001",
    "one istiod beside gateways that stay available",
    "ambient",
    [istio, "autoscaleMin: 2", "autoscaleMin: 1"],
    ...inShop("pdb.yaml", budget("maxUnavailable: 1", gatewayName, "ingress")),
  ],
  [
    "HA001",
    "one istiod with a budget",
    "ambient",
    [istio, "      autoscaleMin: 2\n", ""],
    [istio, "    global:\n", "    global:\n      defaultPodDisruptionBudget:\n        enabled: true\n"],
  ],
  [
    "POL004",
    "automatic mTLS switched off",
    "ambient",
    [istio, "    meshConfig:\n", "    meshConfig:\n      enableAutoMtls: false\n"],
  ],
  ["NS007", "quota without pods", "ambient", inMesh(quota("istio-cni", 'pods: "0"'))],
  ["NS007", "quota as large as istiod", "ambient", inMesh(quota("istio-system", 'pods: "2"'))],
  [
    "NS007",
    "quota of memory below what istiod asks for",
    "ambient",
    inMesh(quota("istio-system", "requests.memory: 1Gi")),
  ],
  ["NS007", "quota of limits that ztunnel does not say", "ambient", inMesh(quota("ztunnel", "limits.memory: 64Gi"))],
  [
    "NS007",
    "default limit below what istiod asks for",
    "ambient",
    inMesh(range("istio-system", "default: { cpu: 250m }")),
  ],
  ["NS007", "largest limit below that of istiod", "ambient", inMesh(range("istio-system", "max: { memory: 3Gi }"))],
  [
    "NS007",
    "largest limit below that of sidecars",
    "bank",
    ["accounts/accounts.yaml", "apiVersion", `${range("accounts", 'max: { cpu: "1" }')}---\napiVersion`],
  ],
  [
    "TGT004",
    "EnvoyFilter without patches",
    "ambient",
    ...inShop("ef.yaml", filter("workloadSelector: { labels: { app: cart } }")),
  ],
  [
    "AMB003",
    "EnvoyFilter for gateways at a waypoint",
    "ambient",
    ...inShop("ef.yaml", filter(atGateway("waypoint"), "GATEWAY")),
  ],
  [
    "TGT001",
    "EnvoyFilter at a Gateway that is not there",
    "ambient",
    ...inShop("ef.yaml", filter(atGateway("ingres"), "GATEWAY")),
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
  ["one istiod, and nobody says more", "ambient", [istio, "autoscaleMin: 2", "autoscaleMin: 1"]],
  [
    "budget of an application that nobody counts",
    "ambient",
    ["shop/workloads.yaml", "  replicas: 2\n", ""],
    ...inShop("pdb.yaml", budget("minAvailable: 1", "app", "cart")),
  ],
  ["quota with room", "ambient", inMesh(quota("istio-system", 'pods: "10"'))],
  ["quota for other pods", "ambient", inMesh(`${quota("istio-cni", 'pods: "0"')}  scopes: [BestEffort]\n`)],
  ["limits above what anybody asks for", "ambient", inMesh(range("istio-system", "max: { memory: 8Gi }"))],
];

export const unfoundSteps: readonly Step[] = [];
