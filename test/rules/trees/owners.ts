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

/** Who applies what, and with what before. */
export const ownerStates: readonly State[] = [
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
