import type { Edit } from "../breakages";
import type { NearMiss } from "./near-miss";

const mesh = "clusters/prod/mesh.yaml";
const stable: Edit = ["bookinfo/app.yaml", "istio.io/rev: prod", "istio.io/rev: stable"];

/** Near misses of what goes on the way from one state to the next. */
export const nearCrossings: readonly NearMiss[] = [
  [
    "SNAP002",
    "Kustomization renamed",
    "what it applied is left to the other one",
    [[mesh, "  path: ./mesh\n", "  deletionPolicy: Orphan\n  path: ./mesh\n"]],
    [[mesh, "  path: ./mesh\n", "  deletionPolicy: Orphan\n  path: ./mesh\n"]],
  ],
  ["SNAP002", "a tag vanishes, and a Namespace asks for it", "all ask for the other tag", [stable], [stable]],
  [
    "KUS001",
    "a file falls out of a list",
    "the folder above lists it",
    [["kustomization.yaml", "  - shop\n", "  - shop\n  - shop/policies.yaml\n"]],
  ],
  [
    "KUS001",
    "a folder falls out of a list",
    "the one beside it lists it",
    [["apps/orders/kustomization.yaml", "resources:\n", "resources:\n  - ../billing\n"]],
  ],
  [
    "DEL013",
    "an Application reads less of its folder",
    "it prunes nothing",
    [["bootstrap/apps.yaml", "      prune: true\n", "      prune: false\n"]],
  ],
];
