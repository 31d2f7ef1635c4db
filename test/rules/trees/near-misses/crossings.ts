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
];
