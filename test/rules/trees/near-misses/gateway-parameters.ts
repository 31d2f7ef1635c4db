import type { NearMiss } from "./near-miss";

const waypoint = "shop/waypoint.yaml";
const generator =
  "configMapGenerator:\n  - name: size\n    literals:\n      - deployment=\ngeneratorOptions:\n  disableNameSuffixHash: true\n";

/** Near misses of what is laid over the objects of a Gateway. */
export const nearParameters: readonly NearMiss[] = [
  [
    "GTW005",
    "parameters that are not there",
    "a kustomization makes them",
    [["shop/kustomization.yaml", "resources:\n", `${generator}resources:\n`]],
  ],
  [
    "GTW005",
    "parameters that are a Secret",
    "another vendor takes them",
    [[waypoint, "gatewayClassName: istio-waypoint\n", "gatewayClassName: acme-waypoint\n"]],
  ],
  [
    "GTW005",
    "parameters in another namespace",
    "there is one here as well",
    [
      [
        waypoint,
        "apiVersion",
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: sizes\n  namespace: shop\ndata:\n  deployment: |\n    spec:\n      replicas: 3\n---\napiVersion",
      ],
    ],
  ],
  [
    "GTW005",
    "no replicas",
    "another scaler begins at none",
    [
      [
        waypoint,
        "apiVersion",
        "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata:\n  name: waypoint\n  namespace: shop\nspec:\n  scaleTargetRef:\n    name: waypoint\n---\napiVersion",
      ],
    ],
  ],
  [
    "GTW005",
    "overlay that is no YAML",
    "of a ConfigMap that no Gateway names",
    [
      [waypoint, "      name: sizes\n", "      name: others\n"],
      [
        waypoint,
        "apiVersion",
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: others\n  namespace: shop\n---\napiVersion",
      ],
    ],
  ],
  [
    "GTW005",
    "overlay that renames",
    "to the name that it has",
    [[waypoint, "      name: big\n", "      name: waypoint\n"]],
  ],
  [
    "GTW005",
    "autoscaler without its maximum",
    "the defaults of the class have one",
    [
      [
        "mesh/istio.yaml",
        "  values:\n",
        "  values:\n    gatewayClasses:\n      istio-waypoint:\n        horizontalPodAutoscaler:\n          spec:\n            maxReplicas: 4\n",
      ],
    ],
  ],
  [
    "GTW005",
    "defaults of a class without replicas",
    "the Gateway has its own",
    [
      [
        waypoint,
        "  gatewayClassName: istio-waypoint\n",
        '  gatewayClassName: istio-waypoint\n  infrastructure:\n    parametersRef:\n      group: ""\n      kind: ConfigMap\n      name: own\n',
      ],
      [
        waypoint,
        "apiVersion",
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: own\n  namespace: shop\ndata:\n  deployment: |\n    spec:\n      replicas: 3\n---\napiVersion",
      ],
    ],
  ],
  [
    "HA001",
    "budget of one waypoint by its parameters",
    "there are two",
    [[waypoint, "\ndata:\n", "\ndata:\n  deployment: |\n    spec:\n      replicas: 2\n"]],
  ],
];
