import type { NearMiss } from "./near-miss";

/** Near misses of what gateways, policies and pods ask of each other. */
export const nearGuards: readonly NearMiss[] = [
  [
    "TGT004",
    "policy of requests for pods whose port is for TLS",
    "an Istio Gateway opens the ports of these pods",
    [["mesh/ingress.yaml", "    istio: bank-gateway\n  servers:\n", "    app: accounts\n  servers:\n"]],
  ],
  [
    "TGT004",
    "filter for a version that no revision has",
    "a tag names a revision that has it",
    [["mesh/istio.yaml", "    kind: Istio\n    name: prod\n", "    kind: IstioRevision\n    name: prod-v1-26-8\n"]],
  ],
];
