import type { NearMiss } from "./near-miss";

const spaces = "shop/namespace.yaml";
const use = "    istio.io/use-waypoint: waypoint\n";
const named = "policy names a Gateway that goes past the waypoint";

/** Near misses of Gateways at the edge, and the waypoints that they go past. */
export const nearIngress: readonly NearMiss[] = [
  [
    "POL002",
    named,
    "the namespace tells it not to",
    [[spaces, use, `${use}    istio.io/ingress-use-waypoint: "true"\n`]],
  ],
  ["POL002", named, "another Gateway", [["shop/policies.yaml", "sa/ingress-istio", "sa/default"]]],
  [
    "WPT006",
    "the Gateway goes past the waypoint again",
    "it is somebody else's Gateway",
    [["shop/ingress.yaml", "gatewayClassName: istio", "gatewayClassName: nginx"]],
    [["shop/ingress.yaml", "gatewayClassName: istio", "gatewayClassName: nginx"]],
  ],
];
