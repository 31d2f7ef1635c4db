import type { Edit, State, Step } from "./breakages";

const istio = "mesh/istio.yaml";
const tag = (name: string) =>
  `apiVersion: sailoperator.io/v1\nkind: IstioRevisionTag\nmetadata:\n  name: ${name}\nspec:\n  targetRef:\n    kind: Istio\n    name: mesh\n---\n`;
const asking: Edit = ["bookinfo/app.yaml", "istio.io/rev: stable", "istio.io/rev: prod"];

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
];
