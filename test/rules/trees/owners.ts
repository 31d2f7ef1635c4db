import type { Edit, State, Step } from "./breakages";

const root = "clusters/prod/root.yaml";
const ztunnel = (kept: string) =>
  `apiVersion: sailoperator.io/v1\nkind: ZTunnel\nmetadata:\n  name: default\n${kept}spec:\n  version: v1.30.3\n  namespace: ztunnel\n`;
const own = "infra/dataplane/ztunnel.yaml";
/** ztunnel goes to the folder of another Kustomization. */
const moved: readonly Edit[] = [
  [own, ""],
  ["infra/dataplane/kustomization.yaml", "  - ztunnel.yaml\n", ""],
  ["infra/waypoints/kustomization.yaml", "resources:\n", "resources:\n  - ztunnel.yaml\n"],
  ["infra/waypoints/ztunnel.yaml", "", ztunnel("  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled\n")],
];
const spaces = "mesh/base/namespaces.yaml";
const named = "  name: ztunnel\n  labels:\n    istio-discovery: enabled\n";
const kept =
  '  annotations:\n    argocd.argoproj.io/sync-wave: "-10"\n    argocd.argoproj.io/sync-options: Prune=false,Delete=false\n';
const namespace = `apiVersion: v1\nkind: Namespace\nmetadata:\n${named}`;

/** A Job before the sync, as whom the text before it says. */
const precheck = (account: string): Edit => [
  "mesh/precheck.yaml",
  "",
  `${account}apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: precheck\n  namespace: istio-system\n  annotations:\n    argocd.argoproj.io/hook: PreSync\nspec:\n  template:\n    spec:\n      restartPolicy: Never\n      serviceAccountName: precheck\n      containers:\n        - name: check\n          image: registry.corp.example/oc:4.19\n`,
];

const scaler = (namespace: string, name: string, least: number) =>
  `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\nspec:\n  minReplicas: ${least}\n  maxReplicas: 9\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: ${name}\n---\n`;
const deployment = "apiVersion: apps/v1\nkind: Deployment\n";

/** An Application of a folder of the bank. */
export const bankApplication = (name: string, path: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: ${name}\n  namespace: openshift-gitops\nspec:\n  project: default\n  source:\n    repoURL: https://git.corp.example/bank/mesh.git\n    targetRevision: main\n    path: ${path}\n  destination:\n    server: https://kubernetes.default.svc\n    namespace: edge\n`;

const project = (region: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata:\n  name: teams\n  namespace: openshift-gitops\nspec:\n  description: teams in ${region}\n`;

/** Who applies what, and with what before. */
export const ownerStates: readonly State[] = [
  [
    "DEL004",
    "kept from an engine that does not apply it",
    "flux",
    [
      "mesh/mesh.yaml",
      "kind: Istio\nmetadata:\n  name: default\n  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled\n",
      "kind: Istio\nmetadata:\n  name: default\n  annotations:\n    argocd.argoproj.io/sync-options: Prune=false,Delete=false\n",
    ],
  ],
  [
    "DUP001",
    "a folder above those of others, without a kustomization",
    "fleet",
    ["clusters/edge/mesh.yaml", "path: ./infra/istio", "path: ./infra"],
  ],
  [
    "DEL010",
    "the account of a hook comes with the sync",
    "argocd",
    precheck("apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: precheck\n  namespace: istio-system\n---\n"),
  ],
  [
    "DEL013",
    "Argo CD leaves out the group of the mesh",
    "argocd",
    [
      "bootstrap/argocd.yaml",
      "",
      "apiVersion: argoproj.io/v1beta1\nkind: ArgoCD\nmetadata:\n  name: openshift-gitops\n  namespace: openshift-gitops\nspec:\n  resourceExclusions: |\n    - apiGroups: [tekton.dev, sailoperator.io]\n      kinds: ['*']\n",
    ],
  ],
  [
    "DEL013",
    "Argo CD keeps to groups without the mesh",
    "argocd",
    [
      "bootstrap/argocd-cm.yaml",
      "",
      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: argocd-cm\n  namespace: openshift-gitops\ndata:\n  resource.inclusions: |\n    - apiGroups: ['', apps]\n      kinds: ['*']\n",
    ],
  ],
  [
    "DEL013",
    "istiod is asked for its state before ztunnel is there",
    "fleet",
    [
      "clusters/edge/mesh.yaml",
      "  path: ./infra/istio\n",
      "  path: ./infra/istio\n  healthCheckExprs:\n    - apiVersion: sailoperator.io/v1\n      kind: Istio\n      current: status.state == 'Healthy'\n",
    ],
  ],
  [
    "DEL013",
    "replicas beside an autoscaler",
    "fleet",
    ["apps/orders/app.yaml", deployment, `${scaler("orders", "orders", 3)}${deployment}`],
  ],
  [
    "DEL013",
    "replicas beside an autoscaler, and Argo CD heals",
    "tenants",
    ["tenants/cart/cart.yaml", deployment, `${scaler("cart", "cart", 2)}${deployment}`],
  ],
  [
    "DEL013",
    "an Application makes a Namespace, and nothing of what is for it",
    "bank",
    ["argocd/edge.yaml", "", bankApplication("edge", "edge")],
    [
      "edge/namespace.yaml",
      "",
      "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: edge\n  annotations:\n    argocd.argoproj.io/sync-options: Prune=false,Delete=false\n",
    ],
    [
      "edge/policies/deny.yaml",
      "",
      "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata:\n  name: deny-all\n  namespace: edge\nspec: {}\n",
    ],
  ],
  [
    "DUP001",
    "two roots, and what both apply differs",
    "bank",
    ["argocd/eu/root.yaml", "", bankApplication("root", "argocd/eu/apps")],
    ["argocd/us/root.yaml", "", bankApplication("root-us", "argocd/us/apps")],
    ["argocd/eu/apps/project.yaml", "", project("eu")],
    ["argocd/us/apps/project.yaml", "", project("us")],
  ],
];

/** What goes from one owner to another on the way. */
export const ownerSteps: readonly Step[] = [
  [
    "DEL013",
    "ztunnel goes to a Kustomization that waits for the one that had it",
    "fleet",
    moved,
    [[own, "", ztunnel("")]],
  ],
  [
    "DEL013",
    "a Namespace goes to another Application",
    "tenants",
    [
      [spaces, `---\n${namespace}${kept}`, ""],
      ["namespaces/ztunnel.yaml", "", `${namespace}${kept}`],
    ],
    [[spaces, `${named}${kept}`, named]],
  ],
  [
    "DEL013",
    "an ApplicationSet calls its Applications otherwise",
    "tenants",
    [[root, "name: 'tenant-{{.path.basename}}'", "name: 'prod-{{.path.basename}}'"]],
  ],
];
