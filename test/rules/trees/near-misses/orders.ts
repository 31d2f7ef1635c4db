import type { Edit } from "../breakages";
import { dataplane, elsewhere, north, shared } from "../orders";
import type { NearMiss } from "./near-miss";

/** Near misses of what comes before what. */
export const nearOrders: readonly NearMiss[] = [
  [
    "DEL011",
    "a part of the mesh that nobody applies",
    "what is applied builds it",
    [["infra/istio/kustomization.yaml", "resources:\n", "resources:\n  - ../dataplane\n"]],
  ],
  [
    "DEL011",
    "a part of the mesh that one of two clusters has applied",
    "it may come from elsewhere",
    [[north, "---\n", `${elsewhere}---\n`]],
  ],
  [
    "DEL011",
    "a part of the mesh that one of two clusters has applied",
    "that one applies it for all",
    [dataplane, ["clusters/common/nodes.yaml", "", shared]],
  ],
  [
    "DEL011",
    "a part of the mesh in a base that no overlay takes",
    "the overlay takes it",
    [["mesh/overlays/prod/kustomization.yaml", "  - ../../base\n", "  - ../../base\n  - ../../ztunnel\n"]],
  ],
  [
    "WAV001",
    "an Application before the one with the operator",
    "behind it",
    [["bootstrap/operator.yaml", 'sync-wave: "-1"', 'sync-wave: "-9"']],
  ],
  [
    "SKEW001",
    "the CNI plugin two minors ahead of a revision that is in use",
    "one minor",
    [["bookinfo/app.yaml", "mesh-v1-24-3", "mesh-v1-26-3"]],
  ],
  [
    "SKEW001",
    "ZTunnel goes within its minor, and the control plane stays",
    "the control plane goes as well",
    [["mesh/istio.yaml", "v1.28.1", "v1.28.3"]],
  ],
  [
    "WAV001",
    "the operator last",
    "the mesh before all others, and an operator of no wave, which no Application applies",
    [
      ["operator/operator.yaml", 'argocd.argoproj.io/sync-wave: "9"', "owner: platform"],
      ...[1, 2, 3].map((): Edit => ["mesh/mesh.yaml", 'sync-wave: "1"', 'sync-wave: "-9"']),
      ["mesh/mesh.yaml", 'sync-wave: "2"', 'sync-wave: "-5"'],
    ],
  ],
];
