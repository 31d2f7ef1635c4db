import type { Edit, State } from "./breakages";

const listed = (address: string): Edit => ["kustomization.yaml", "resources:\n", `resources:\n  - ${address}\n`];

/** CRDs of the Gateway API that istiod does not take. */
export const bundleStates: readonly State[] = [
  [
    "PLAT001",
    "bundle by its folder that ends istiod",
    "ambient",
    listed("https://github.com/kubernetes-sigs/gateway-api/config/crd?ref=v1.5.0"),
  ],
  [
    "PLAT001",
    "bundle by its release that ends istiod",
    "ambient",
    listed("https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.5.1/standard-install.yaml"),
  ],
  [
    "PLAT001",
    "bundle that istiod passes over",
    "ambient",
    listed("github.com/kubernetes-sigs/gateway-api/config/crd/experimental?ref=v1.0.0"),
  ],
  [
    "PLAT001",
    "bundle of an Application that ends istiod",
    "argocd",
    [
      "bootstrap/gateway-api.yaml",
      "",
      "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: gateway-api\n  namespace: openshift-gitops\nspec:\n  project: default\n  source:\n    repoURL: https://github.com/kubernetes-sigs/gateway-api.git\n    path: config/crd\n    targetRevision: v1.5.0\n  destination:\n    server: https://kubernetes.default.svc\n  syncPolicy:\n    syncOptions: [ServerSideApply=true]\n",
    ],
  ],
  [
    "PLAT001",
    "bundle as CRDs that ends istiod",
    "ambient",
    [
      "mesh/crds.yaml",
      "",
      "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: tlsroutes.gateway.networking.k8s.io\n  annotations:\n    gateway.networking.k8s.io/bundle-version: v1.5.0\nspec:\n  group: gateway.networking.k8s.io\n",
    ],
    ["mesh/kustomization.yaml", "resources:\n", "resources:\n  - crds.yaml\n"],
  ],
];
