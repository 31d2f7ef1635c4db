import type { NearMiss } from "./near-miss";

/** An Application of Argo CD for a folder. */
const application = (path: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: ${path}\n  namespace: argocd\nspec:\n  project: default\n  source:\n    repoURL: https://git.example.com/mesh.git\n    targetRevision: main\n    path: ${path}\n  destination:\n    server: https://kubernetes.default.svc\n`;

/** Near misses of what is left out, and of who is waited for. */
export const nearWaits: readonly NearMiss[] = [
  [
    "KUS001",
    "a folder that no kustomization lists",
    "an Application of its own has it",
    [["argocd/shop.yaml", "", application("shop")]],
  ],
];
