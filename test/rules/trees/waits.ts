import type { Edit, State, Step } from "./breakages";
import { pods, webApplication } from "./rest";

const root = "clusters/edge/mesh.yaml";
const dataplane = "  path: ./infra/dataplane\n  prune: true\n  wait: true\n";
const daemonSet = "    - apiVersion: apps/v1\n      kind: DaemonSet\n      name: ztunnel\n      namespace: ztunnel\n";
const part = "    - apiVersion: sailoperator.io/v1\n      kind: ZTunnel\n      name: default\n";

const team = (place: string): Edit => [
  place,
  "",
  "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: pay\n  labels:\n    istio.io/dataplane-mode: ambient\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: pay\n  namespace: pay\n",
];

const web = "apps/web.yaml";
const asks = "istio.io/use-waypoint: waypoint\n";
const label = `    ${asks}`;
const shared = "    istio.io/use-waypoint: shared\n    istio.io/use-waypoint-namespace: mesh-gateways\n";
/** The label for the waypoint goes from the Namespace to something else in it. */
const byApplication: readonly Edit[] = [
  [web, label, ""],
  ["bootstrap/web.yaml", "", webApplication],
];
const early = (labels = "") => `  annotations:\n    argocd.argoproj.io/sync-wave: "4"\n${labels}spec:\n`;

const bareCni: Edit = [
  "infra/dataplane/istiocni.yaml",
  "  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled\n",
  "",
];

/** What is left out, and who is waited for. */
export const waitStates: readonly State[] = [
  ["KUS001", "a folder that no kustomization lists", "ambient", ["kustomization.yaml", "  - shop\n", ""]],
  [
    "DEL013",
    "healthChecks of what wait: true does not look at",
    "fleet",
    [root, dataplane, `${dataplane}  healthChecks:\n${daemonSet}${part}`],
  ],
  [
    "DEL013",
    "ZTunnel is looked at before its DaemonSet",
    "fleet",
    [root, dataplane, `${dataplane}  healthChecks:\n${part}${daemonSet}`.replace("wait: true", "wait: false")],
  ],
  ["DEL013", "a namespace of the mesh below the folder of an Application", "argocd", team("mesh/teams/pay.yaml")],
  [
    "WAV002",
    "a Service asks for its waypoint before that comes",
    "argocd",
    ...byApplication,
    [web, "  namespace: web\nspec:\n  selector", `  namespace: web\n${early(`  labels:\n${label}`)}  selector`],
    ["apps/pods.yaml", "", pods],
  ],
  [
    "WAV002",
    "pods ask for their waypoint before it comes",
    "argocd",
    ...byApplication,
    [
      "apps/pods.yaml",
      "",
      pods
        .replace("spec:\n", early())
        .replace("        app: web\n    spec", `        app: web\n        ${asks}    spec`),
    ],
  ],
  [
    "DEL008",
    "a Service does not wait for its waypoint",
    "fleet",
    ["apps/orders/namespace.yaml", shared, ""],
    [
      "apps/orders/app.yaml",
      "  name: orders\n  namespace: orders\n",
      `  name: orders\n  namespace: orders\n  labels:\n${shared}`,
    ],
    [root, "    - name: waypoints\n", "    - name: sail-operator\n"],
  ],
  [
    "DEL008",
    "the control plane waits for ztunnel",
    "fleet",
    [root, "  dependsOn:\n    - name: istio\n", ""],
    [root, "    - name: sail-operator\n", "    - name: istio-dataplane\n"],
  ],
  [
    "NS003",
    "a namespace asks for a control plane that does not discover it, as another one does",
    "twin",
    [
      "east/dev.yaml",
      "",
      "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata:\n  name: dev\n  annotations:\n    argocd.argoproj.io/sync-options: Prune=false,Delete=false\n    kustomize.toolkit.fluxcd.io/prune: disabled\nspec:\n  version: v1.30.3\n  namespace: istio-dev\n  values:\n    meshConfig:\n      discoverySelectors:\n        - matchLabels:\n            tier: dev\n---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: istio-dev\n  labels:\n    tier: dev\n  annotations:\n    argocd.argoproj.io/sync-options: Prune=false,Delete=false\n    kustomize.toolkit.fluxcd.io/prune: disabled\n",
    ],
    [
      "east/istio.yaml",
      "      trustDomain: corp.example\n",
      "      trustDomain: corp.example\n      discoverySelectors:\n        - matchExpressions:\n            - { key: tier, operator: NotIn, values: [dev] }\n",
    ],
    ["east/namespaces.yaml", "    istio-injection: enabled\n", "    istio.io/rev: dev\n"],
  ],
  [
    "DUP001",
    "an equal object in two files of one kustomization",
    "fleet",
    [
      "apps/orders/again.yaml",
      "",
      "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: again\n  namespace: orders\n",
    ],
    [
      "apps/orders/more.yaml",
      "",
      "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: again\n  namespace: orders\n",
    ],
    ["apps/orders/kustomization.yaml", "resources:\n", "resources:\n  - again.yaml\n  - more.yaml\n"],
  ],
];

/** The same on the way from one state to another. */
export const waitSteps: readonly Step[] = [
  [
    "DEL013",
    "a Kustomization reads another folder, and the CNI of the old one is not kept",
    "fleet",
    [
      bareCni,
      [root, "path: ./infra/dataplane", "path: ./infra/dataplane-v2"],
      ["infra/dataplane-v2/kustomization.yaml", "", "resources:\n  - notes.yaml\n"],
      [
        "infra/dataplane-v2/notes.yaml",
        "",
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: notes\n  namespace: istio-cni\n",
      ],
    ],
    [bareCni],
  ],
  [
    "DEL013",
    "a file goes to a folder that its Application does not go into",
    "argocd",
    [team("mesh/teams/pay.yaml")],
    [team("mesh/pay.yaml")],
  ],
];
