import type { NearMiss } from "./near-miss";

const root = "kustomization.yaml";

/** Near misses of CRDs of the Gateway API. */
export const nearBundles: readonly NearMiss[] = [
  ["PLAT001", "bundle by its folder that ends istiod", "of the release before", [[root, "ref=v1.5.0", "ref=v1.4.1"]]],
  [
    "PLAT001",
    "bundle by its release that ends istiod",
    "which istiod takes in a later patch",
    [
      ["mesh/istio.yaml", "version: v1.28.3", "version: v1.29.2"],
      ["mesh/cni.yaml", "version: v1.28.3", "version: v1.29.2"],
      ["mesh/ztunnel.yaml", "version: v1.28.3", "version: v1.29.2"],
      ["operator.yaml", "stable-1.28", "stable-1.29"],
      ["operator.yaml", "sailoperator.v1.28.3", "sailoperator.v1.29.2"],
    ],
  ],
  ["PLAT001", "bundle that istiod passes over", "one that it reads", [[root, "ref=v1.0.0", "ref=v1.1.0"]]],
  [
    "PLAT001",
    "bundle of an Application that ends istiod",
    "a branch, which nobody can tell",
    [["bootstrap/gateway-api.yaml", "targetRevision: v1.5.0", "targetRevision: release-1.5"]],
  ],
  [
    "PLAT001",
    "bundle as CRDs that ends istiod",
    "of another kind",
    [["mesh/crds.yaml", "name: tlsroutes.", "name: httproutes."]],
  ],
];
