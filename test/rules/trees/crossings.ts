import type { Edit, State, Step } from "./breakages";

const istio = "mesh/istio.yaml";
const tag = (name: string) =>
  `apiVersion: sailoperator.io/v1\nkind: IstioRevisionTag\nmetadata:\n  name: ${name}\nspec:\n  targetRef:\n    kind: Istio\n    name: mesh\n---\n`;
const asking: Edit = ["bookinfo/app.yaml", "istio.io/rev: stable", "istio.io/rev: prod"];
const settings: Edit = [
  "mesh/settings.yaml",
  "",
  "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  namespace: istio-system\n",
];

/** What one state alone shows of the same. */
export const crossingStates: readonly State[] = [];

/** What goes on the way from one state to the next, and what goes with it. */
export const crossingSteps: readonly Step[] = [
  [
    "SNAP002",
    "a tag vanishes, and a Namespace asks for it",
    "sidecar",
    [asking],
    [
      asking,
      [
        istio,
        "apiVersion: sailoperator.io/v1\nkind: IstioCNI",
        `${tag("prod")}apiVersion: sailoperator.io/v1\nkind: IstioCNI`,
      ],
    ],
  ],
  ["KUS001", "a file falls out of a list", "ambient", [["shop/kustomization.yaml", "  - policies.yaml\n", ""]]],
  ["KUS001", "a folder falls out of a list", "fleet", [["apps/kustomization.yaml", "  - billing\n", ""]]],
  [
    "DEL013",
    "an Application reads less of its folder",
    "argocd",
    [
      settings,
      ["bootstrap/apps.yaml", "    path: mesh\n", "    path: mesh\n    directory:\n      exclude: settings.yaml\n"],
    ],
    [settings],
  ],
];
