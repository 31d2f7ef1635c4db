import type { Edit, State } from "./breakages";

const waypoint = "shop/waypoint.yaml";
const istio = "mesh/istio.yaml";
const names = (kind: string, name: string): Edit => [
  waypoint,
  "  gatewayClassName: istio-waypoint\n",
  `  gatewayClassName: istio-waypoint\n  infrastructure:\n    parametersRef:\n      group: ""\n      kind: ${kind}\n      name: ${name}\n`,
];
const map = (data: string, metadata = "  name: sizes\n  namespace: shop\n"): Edit => [
  waypoint,
  "apiVersion",
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n${metadata}data:\n${data}---\napiVersion`,
];
const sized = "  deployment: |\n    spec:\n      replicas: 2\n";
const ofClass = (namespace: string) =>
  `  name: sizes\n  namespace: ${namespace}\n  labels:\n    gateway.istio.io/defaults-for-class: istio-waypoint\n`;
const classes = (overlay: string): Edit => [
  istio,
  "  values:\n",
  `  values:\n    gatewayClasses:\n      istio-waypoint:\n${overlay}`,
];

/** What istiod is to lay over the objects that it makes for a Gateway. */
export const parameterStates: readonly State[] = [
  ["GTW005", "parameters that are not there", "ambient", names("ConfigMap", "size")],
  ["GTW005", "parameters by another name", "ambient", names("ConfigMap", "waypoint"), map(sized)],
  [
    "GTW005",
    "parameters in another namespace",
    "ambient",
    names("ConfigMap", "sizes"),
    map(sized, "  name: sizes\n  namespace: bank\n"),
  ],
  ["GTW005", "parameters that are a Secret", "ambient", names("Secret", "sizes")],
  ["GTW005", "no replicas", "ambient", names("ConfigMap", "sizes"), map(sized.replace("2", "0"))],
  [
    "GTW005",
    "overlay that is no YAML",
    "ambient",
    names("ConfigMap", "sizes"),
    map("  deployment: |\n    spec:\n      replicas: 2\n     template: {}\n"),
  ],
  [
    "GTW005",
    "overlay of an object that is none",
    "ambient",
    names("ConfigMap", "sizes"),
    map(sized.replace("deployment", "deploymnet")),
  ],
  [
    "GTW005",
    "overlay without its spec",
    "ambient",
    names("ConfigMap", "sizes"),
    map("  deployment: |\n    replicas: 2\n"),
  ],
  [
    "GTW005",
    "overlay with a slip",
    "ambient",
    names("ConfigMap", "sizes"),
    map("  service: |\n    spec:\n      externalTraficPolicy: Local\n"),
  ],
  [
    "GTW005",
    "overlay that renames",
    "ambient",
    names("ConfigMap", "sizes"),
    map("  deployment: |\n    metadata:\n      name: big\n    spec:\n      replicas: 2\n"),
  ],
  [
    "GTW005",
    "autoscaler without its maximum",
    "ambient",
    names("ConfigMap", "sizes"),
    map("  horizontalPodAutoscaler: |\n    spec:\n      minReplicas: 2\n"),
  ],
  ["GTW005", "defaults of a class, not beside istiod", "ambient", map(sized, ofClass("shop"))],
  ["GTW005", "defaults of a class without replicas", "ambient", map(sized.replace("2", "0"), ofClass("istio-system"))],
  [
    "GTW005",
    "defaults of a class in the values",
    "ambient",
    classes("        deployment:\n          spec:\n            replicas: 0\n"),
  ],
  [
    "GTW005",
    "defaults of a class with a slip",
    "ambient",
    classes("        horizontalPodAutoScaler:\n          spec:\n            maxReplicas: 3\n"),
  ],
  [
    "HA001",
    "budget of one waypoint by its parameters",
    "ambient",
    names("ConfigMap", "sizes"),
    map("  podDisruptionBudget: |\n    spec:\n      minAvailable: 1\n"),
  ],
];
