import type { NearMiss } from "./near-miss";

const batch = "shop/batch.yaml";
const plain = "plain caller of what takes mTLS alone";

/** Near misses of callers that have no certificate of the mesh. */
export const nearClients: readonly NearMiss[] = [
  [
    "POL004",
    plain,
    "in the mesh",
    [
      [
        batch,
        "  name: batch\n",
        "  name: batch\n  labels:\n    istio-discovery: enabled\n    istio.io/dataplane-mode: ambient\n",
      ],
    ],
  ],
  ["POL004", plain, "of what takes plain text, too", [["shop/policies.yaml", "mode: STRICT", "mode: PERMISSIVE"]]],
  ["POL004", plain, "of another port", [[batch, "cluster.local/items", "cluster.local:9090/items"]]],
];
