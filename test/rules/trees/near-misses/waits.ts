import type { Edit } from "../breakages";
import type { NearMiss } from "./near-miss";

const root = "clusters/edge/mesh.yaml";

const keptCni: Edit = [
  "infra/dataplane/istiocni.yaml",
  "  name: default\n",
  "  name: default\n  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled\n",
];

/** An Application of Argo CD for a folder. */
const application = (path: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: ${path.replace("/", "-")}\n  namespace: argocd\nspec:\n  project: default\n  source:\n    repoURL: https://git.example.com/mesh.git\n    targetRevision: main\n    path: ${path}\n  destination:\n    server: https://kubernetes.default.svc\n`;

const ztunnel =
  "apiVersion: sailoperator.io/v1\nkind: ZTunnel\nmetadata:\n  name: default\n  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled\nspec:\n  version: v1.30.3\n  namespace: ztunnel\n";

/** Near misses of what is left out, and of who is waited for. */
export const nearWaits: readonly NearMiss[] = [
  [
    "DEL013",
    "a Kustomization reads another folder, and the CNI of the old one is not kept",
    "it is kept, and the other folder builds on the old one",
    [keptCni, ["infra/dataplane-v2/kustomization.yaml", "  - notes.yaml\n", "  - notes.yaml\n  - ../dataplane\n"]],
    [keptCni],
  ],
  [
    "KUS001",
    "a folder that no kustomization lists",
    "an Application of its own has it",
    [["argocd/shop.yaml", "", application("shop")]],
  ],
  [
    "DEL013",
    "healthChecks of what wait: true does not look at",
    "they name what is applied, which is awaited all the same",
    [
      [
        root,
        "      kind: DaemonSet\n      name: ztunnel\n      namespace: ztunnel\n    - apiVersion: sailoperator.io/v1\n      kind: ZTunnel\n",
        "      kind: ZTunnel\n",
      ],
      [root, "apiVersion: apps/v1", "apiVersion: sailoperator.io/v1"],
    ],
  ],
  [
    "DEL013",
    "ZTunnel is looked at before its DaemonSet",
    "its pods are replaced by hand: nobody waits for them",
    [
      [
        "infra/dataplane/ztunnel.yaml",
        "  namespace: ztunnel\n",
        "  namespace: ztunnel\n  values:\n    ztunnel:\n      updateStrategy:\n        type: OnDelete\n",
      ],
    ],
  ],
  [
    "DEL013",
    "a namespace of the mesh below the folder of an Application",
    "an Application of its own has that folder",
    [["bootstrap/teams.yaml", "", application("mesh/teams")]],
  ],
  [
    "DEL013",
    "a file goes to a folder that its Application does not go into",
    "it goes into those below",
    [["bootstrap/apps.yaml", "    path: mesh\n", "    path: mesh\n    directory:\n      recurse: true\n"]],
  ],
  [
    "WAV002",
    "a Service asks for its waypoint before that comes",
    "its pods come after the waypoint",
    [["apps/pods.yaml", "spec:\n", '  annotations:\n    argocd.argoproj.io/sync-wave: "6"\nspec:\n']],
  ],
  [
    "WAV002",
    "a Service asks for its waypoint before that comes",
    "its namespace, which nobody gave a place, asks for it as well",
    [["apps/web.yaml", "ambient\n", "ambient\n    istio.io/use-waypoint: waypoint\n"]],
  ],
  [
    "WAV002",
    "a Service asks for its waypoint before that comes",
    "it is for other pods",
    [["apps/web.yaml", "    app: web\n", "    app: api\n"]],
  ],
  [
    "WAV002",
    "pods ask for their waypoint before it comes",
    "the waypoint is in their wave",
    [["apps/web.yaml", '"5"', '"4"']],
  ],
  [
    "DEL008",
    "a Service does not wait for its waypoint",
    "it waits for one that does",
    [
      [
        root,
        "    - name: sail-operator\n  interval: 10m\n  path: ./apps\n",
        "    - name: late\n  interval: 10m\n  path: ./apps\n",
      ],
      [
        "clusters/edge/late.yaml",
        "",
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: late, namespace: flux-system }\nspec:\n  dependsOn:\n    - name: waypoints\n  interval: 10m\n  path: ./late\n  prune: true\n  sourceRef: { kind: GitRepository, name: fleet }\n",
      ],
      [
        "late/none.yaml",
        "",
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: late\n  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled\n",
      ],
    ],
  ],
  [
    "DEL008",
    "the control plane waits for ztunnel",
    "only the CNI comes first",
    [
      ["infra/waypoints/ztunnel.yaml", "", ztunnel],
      ["infra/waypoints/kustomization.yaml", "resources:\n", "resources:\n  - ztunnel.yaml\n"],
      ["infra/dataplane/ztunnel.yaml", ""],
      ["infra/dataplane/kustomization.yaml", "  - ztunnel.yaml\n", ""],
      [
        root,
        "    - name: istio-dataplane\n  interval: 10m\n  path: ./infra/waypoints\n",
        "    - name: istio\n  interval: 10m\n  path: ./infra/waypoints\n",
      ],
    ],
  ],
  [
    "NS003",
    "a namespace asks for a control plane that does not discover it, as another one does",
    "it has the label that this one asks for",
    [["east/namespaces.yaml", "    istio.io/rev: dev\n", "    istio.io/rev: dev\n    tier: dev\n"]],
  ],
  [
    "DUP001",
    "an equal object in two files of one kustomization",
    "the second is a patch of the first",
    [
      [
        "apps/orders/kustomization.yaml",
        "resources:\n  - again.yaml\n  - more.yaml\n",
        "patches:\n  - path: more.yaml\nresources:\n  - again.yaml\n",
      ],
    ],
  ],
];
