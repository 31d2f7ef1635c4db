import type { Edit, State, Step } from "./breakages";

const spaces = "shop/namespace.yaml";
const use = "    istio.io/use-waypoint: waypoint\n";
const entered = `${use}    istio.io/ingress-use-waypoint: "true"\n`;
const account: Edit = [
  "shop/policies.yaml",
  "sa/cart\n",
  "sa/cart\n              - cluster.local/ns/shop/sa/ingress-istio\n",
];

/** Gateways at the edge, which go past waypoints unless they are told not to. */
export const ingressStates: readonly State[] = [
  ["POL002", "policy names a Gateway that goes past the waypoint", "ambient", account],
];

/** The same, once they were told. */
export const ingressSteps: readonly Step[] = [
  ["WPT006", "the Gateway goes past the waypoint again", "ambient", [], [[spaces, use, entered]]],
];
