import type { Edit, State } from "./breakages";

/** The Gateway of an application, in its own namespace as samples have it. */
const sample: readonly Edit[] = [
  ["side/app.yaml", "edge/shop", "shop"],
  [
    "edge/gw.yaml",
    "  name: shop\n  namespace: edge\n  annotations:",
    "  name: shop\n  namespace: side\n  annotations:",
  ],
  [
    "edge/gw.yaml",
    "spec:\n  selector:\n    istio: ingress\n  servers",
    "spec:\n  selector:\n    istio: ingressgateway\n  servers",
  ],
];

/** What is copied from elsewhere and kept its name from there. */
export const copiedStates: readonly State[] = [
  [
    "REV006",
    "a tag that points to a revision called like itself",
    "sidecar",
    [
      "mesh/istio.yaml",
      "  name: stable\nspec:\n  targetRef:\n    kind: Istio\n    name: mesh",
      "  name: stable\nspec:\n  targetRef:\n    kind: IstioRevision\n    name: stable",
    ],
  ],
  [
    "SUB001",
    "a release where the channels have a minor",
    "argocd",
    ["operator/operator.yaml", "channel: stable-3.2", "channel: stable-3.2.0"],
  ],
  [
    "TGT004",
    "a Service for the pods of another repository's gateway",
    "sidecar",
    [
      "bookinfo/gateway.yaml",
      "  selector:\n    istio: ingressgateway\n  ports",
      "  selector:\n    istio: ingress\n  ports",
    ],
  ],
  [
    "TGT004",
    "a Service that selects by a name that no Deployment has",
    "sidecar",
    [
      "bookinfo/app.yaml",
      "spec:\n  selector:\n    app: reviews\n  ports",
      "spec:\n  selector:\n    app: pages\n  ports",
    ],
  ],
  ["TGT003", "a Gateway for the gateway of a sample, beside one that no Gateway is for", "edge", ...sample],
];
