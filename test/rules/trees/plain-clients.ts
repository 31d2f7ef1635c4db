import type { State } from "./breakages";

/** A client in a namespace of no mesh. */
const client = (address: string) =>
  `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: batch\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: nightly\n  namespace: batch\nspec:\n  replicas: 2\n  selector:\n    matchLabels:\n      app: nightly\n  template:\n    metadata:\n      labels:\n        app: nightly\n    spec:\n      containers:\n        - name: nightly\n          image: registry.example/nightly:1.0.0\n          env:\n            - name: CART_URL\n              value: ${address}\n`;

/** Callers that have no certificate of the mesh. */
export const clientStates: readonly State[] = [
  [
    "POL004",
    "plain caller of what takes mTLS alone",
    "ambient",
    ["shop/batch.yaml", "", client("http://cart.shop.svc.cluster.local/items")],
    ["shop/kustomization.yaml", "resources:\n", "resources:\n  - batch.yaml\n"],
  ],
];
