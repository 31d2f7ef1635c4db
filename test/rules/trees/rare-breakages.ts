import type { Edit, State, Step } from "./breakages";

const istio = "mesh/istio.yaml";
const mesh = "mesh/mesh.yaml";
const app = "bookinfo/app.yaml";
const fluxOperator = "clusters/prod/operator.yaml";

const operatorOf = (channel: string, csv: string): Edit => [
  "operator/operator.yaml",
  "channel: stable-3.2\n  startingCSV: servicemeshoperator3.v3.2.0",
  `channel: stable-${channel}\n  startingCSV: servicemeshoperator3.v${csv}`,
];

/** All three parts of the tree argocd, one after the other. */
const allAt = (version: string): readonly Edit[] =>
  ["Istio", "IstioCNI", "ZTunnel"].map(() => [mesh, "version: v1.27.3", `version: ${version}`]);

const job = (account: string) =>
  `apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: ask\n  namespace: bookinfo\nspec:\n  template:\n    spec:\n      serviceAccountName: ${account}\n      restartPolicy: Never\n      containers:\n        - name: ask\n          image: example.com/kubectl:1\n`;
const account = "---\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: asker\n  namespace: bookinfo\n";

/** What other tables have no tree for: rules that look at one release, at one step, or at what several folders make together. */
export const rareStates: readonly State[] = [
  [
    "CP003",
    "an istiod of a chart beside the operator's",
    "sidecar",
    [
      "mesh/istiod.yaml",
      "",
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: istiod-mesh\n  namespace: istio-system\n  labels:\n    app: istiod\n    istio.io/rev: mesh-v1-27-3\nspec:\n  selector:\n    matchLabels:\n      app: istiod\n  template:\n    metadata:\n      labels:\n        app: istiod\n        sidecar.istio.io/inject: "false"\n    spec:\n      containers:\n        - name: discovery\n          image: istio/pilot:1.27.3\n',
    ],
  ],
  [
    "CP004",
    "a variable of istiod with two letters swapped",
    "ambient",
    [istio, "PILOT_ENABLE_STATUS", "PILOT_ENABLE_APLHA_GATEWAY_API"],
  ],
  [
    "DEL002",
    "waves for istiod and ztunnel, and nothing between them",
    "ambient",
    [
      istio,
      "metadata:\n  name: default\n",
      'metadata:\n  name: default\n  annotations:\n    argocd.argoproj.io/sync-wave: "1"\n',
    ],
    [
      "mesh/ztunnel.yaml",
      "metadata:\n  name: default\n",
      'metadata:\n  name: default\n  annotations:\n    argocd.argoproj.io/sync-wave: "2"\n',
    ],
  ],
  [
    "DEL013",
    "a tag in a folder below the one that an Application reads",
    "argocd",
    [
      "mesh/tags/prod.yaml",
      "",
      'apiVersion: sailoperator.io/v1\nkind: IstioRevisionTag\nmetadata:\n  name: prod\n  annotations:\n    argocd.argoproj.io/sync-options: Prune=false,Delete=false,SkipDryRunOnMissingResource=true\n    argocd.argoproj.io/sync-wave: "3"\nspec:\n  targetRef:\n    kind: Istio\n    name: default\n',
    ],
  ],
  [
    "DEL013",
    "a pattern that leaves all of the mesh out",
    "argocd",
    ["bootstrap/apps.yaml", "    path: mesh\n", "    path: mesh\n    directory:\n      exclude: 'm*.yaml'\n"],
  ],
  [
    "DEL013",
    "a variable that the Kustomization gives under another name",
    "flux",
    ["clusters/prod/mesh.yaml", "  path: ./apps\n", "  path: ./apps\n  postBuild:\n    substitute:\n      TAEM: web\n"],
    ["apps/web.yaml", "  annotations:\n", `  annotations:\n    example.com/owner: \${TEAM}\n`],
  ],
  [
    "GTW001",
    "a class with a slip",
    "ambient",
    ["shop/ingress.yaml", "gatewayClassName: istio\n", "gatewayClassName: isito\n"],
  ],
  [
    "NS004",
    "a Namespace of two Kustomizations",
    "flux",
    [
      "apps/web.yaml",
      "apiVersion: v1\nkind: Service\n",
      "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: istio-system\n  labels:\n    team: web\n  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled\n---\napiVersion: v1\nkind: Service\n",
    ],
  ],
  [
    "NS008",
    "a waypoint that names no namespace in a kustomization that sets none",
    "ambient",
    ["kustomization.yaml", "  - shop\n", "  - shop\n  - edge\n"],
    ["edge/kustomization.yaml", "", "resources:\n  - edge.yaml\n"],
    [
      "edge/edge.yaml",
      "",
      "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata:\n  name: edge\nspec:\n  gatewayClassName: istio\n  listeners:\n    - name: http\n      port: 80\n      protocol: HTTP\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: edge\n  namespace: shop\nspec:\n  ports:\n    - port: 80\n",
    ],
  ],
  [
    "REV007",
    "a tag called default under a release whose webhook asks for what is not there",
    "sidecar",
    [
      "op/operator.yaml",
      "",
      "apiVersion: operators.coreos.com/v1alpha1\nkind: Subscription\nmetadata:\n  name: sailoperator\n  namespace: operators\nspec:\n  name: sailoperator\n  channel: stable-1.28\n  startingCSV: sailoperator.v1.28.3\n  installPlanApproval: Manual\n  source: operatorhubio-catalog\n  sourceNamespace: olm\n",
    ],
    [istio, "kind: IstioRevisionTag\nmetadata:\n  name: stable", "kind: IstioRevisionTag\nmetadata:\n  name: default"],
    [app, "istio.io/rev: stable", "istio.io/rev: default"],
  ],
  ["SCH001", "a version of a chart that is a number", "flux", [fluxOperator, "version: 1.28.3", "version: 1.28"]],
  [
    "SCH001",
    "a type of a HelmRepository in capitals",
    "flux",
    [fluxOperator, "  interval: 1h\n", "  interval: 1h\n  type: OCI\n"],
  ],
  ["SCH002", "a field of a HelmRelease with a slip", "flux", [fluxOperator, "  targetNamespace:", "  targetNamspace:"]],
  [
    "TGT002",
    "a route of a kind that no listener takes",
    "ambient",
    [
      "shop/ingress.yaml",
      "          - name: ingress-cert\n      allowedRoutes:\n",
      "          - name: ingress-cert\n      allowedRoutes:\n        kinds:\n          - kind: GRPCRoute\n",
    ],
  ],
  [
    "VER012",
    "a compatibility profile that the charts do not carry any more",
    "flux",
    [mesh, "  values:\n    pilot:\n", '  values:\n    compatibilityVersion: "1.22"\n    pilot:\n'],
  ],
  [
    "WPT002",
    "a Gateway that names no revision where none is called default",
    "sidecar",
    [
      "mesh/edge.yaml",
      "",
      "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata:\n  name: edge\n  namespace: istio-system\nspec:\n  gatewayClassName: istio\n  listeners:\n    - name: http\n      port: 80\n      protocol: HTTP\n",
    ],
  ],
];

const hook =
  "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: check\n  namespace: web\n  annotations:\n    argocd.argoproj.io/hook: PostSync\nspec:\n  template:\n    spec:\n      restartPolicy: Never\n      containers: [{ name: check, image: registry.example.com/check:1 }]\n";

/** The same between two states. */
export const rareSteps: readonly Step[] = [
  ["DEL003", "a hook is all that comes", "flux", [["apps/check.yaml", "", hook]]],
  [
    "DEL013",
    "an Application takes another branch",
    "argocd",
    [["bootstrap/apps.yaml", "targetRevision: main", "targetRevision: next"]],
  ],
  [
    "DEL013",
    "an Application goes to another cluster",
    "argocd",
    [["bootstrap/apps.yaml", "https://kubernetes.default.svc", "https://east.example.com:6443"]],
  ],
  ["DEL013", "a GitRepository takes another branch", "flux", [[fluxOperator, "branch: main", "branch: next"]]],
  [
    "DEL013",
    "a Kustomization goes to another cluster",
    "flux",
    [
      [
        "clusters/prod/mesh.yaml",
        "  path: ./mesh\n",
        "  path: ./mesh\n  kubeConfig:\n    secretRef:\n      name: east\n",
      ],
    ],
  ],
  [
    "DEL013",
    "a Kustomization reads another source",
    "flux",
    [
      [
        "clusters/prod/mesh.yaml",
        "    kind: GitRepository\n    name: fleet\n---",
        "    kind: OCIRepository\n    name: fleet\n---",
      ],
      [
        fluxOperator,
        "apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository",
        "apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata:\n  name: fleet\n  namespace: flux-system\nspec:\n  interval: 1m\n  url: oci://example.com/fleet\n---\napiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository",
      ],
    ],
  ],
  [
    "DEL010",
    "a ServiceAccount goes, and the Job that runs with it stays",
    "sidecar",
    [["bookinfo/ask.yaml", "", job("asker")]],
    [["bookinfo/ask.yaml", "", `${job("asker")}${account}`]],
  ],
  [
    "NS001",
    "a namespace gets the label of a waypoint that changes with it",
    "ambient",
    [
      [
        "shop/waypoint.yaml",
        "          from: All\n",
        "          from: All\n    - name: more\n      port: 15009\n      protocol: HTTP\n",
      ],
    ],
    [["shop/namespace.yaml", "    istio.io/use-waypoint: waypoint\n---", "---"]],
  ],
  [
    "REV001",
    "what holds the old revision comes with the new version",
    "sidecar",
    [
      [istio, "v1.27.3\n  namespace: istio-system", "v1.27.4\n  namespace: istio-system"],
      [app, "istio.io/rev: stable", "istio.io/rev: mesh-v1-27-3"],
    ],
  ],
  [
    "SKEW004",
    "a jump that the vendor publishes, and nobody accepted",
    "argocd",
    [
      operatorOf("3.1", "3.1.2"),
      [mesh, "version: v1.27.3", "version: v1.26.4"],
      [mesh, "version: v1.27.3", "version: v1.24.5"],
      [mesh, "version: v1.27.3", "version: v1.24.5"],
    ],
    [operatorOf("3.1", "3.1.2"), ...allAt("v1.24.5")],
  ],
  [
    "VER003",
    "an operator that does not install what runs",
    "argocd",
    [operatorOf("3.3", "3.3.0"), ...allAt("v1.24.6")],
    allAt("v1.24.6"),
  ],
  ["VER009", "a release that is not the head of its channel", "argocd", [operatorOf("3.2", "3.2.1")]],
  [
    "WPT006",
    "a Service leaves the waypoint of its namespace",
    "ambient",
    [
      [
        "shop/workloads.yaml",
        "  labels:\n    app: cart\nspec",
        "  labels:\n    app: cart\n    istio.io/use-waypoint: none\nspec",
      ],
    ],
  ],
  [
    "ZTN005",
    "OnDelete, and nobody who deletes",
    "ambient",
    [
      [
        "mesh/ztunnel.yaml",
        "      terminationGracePeriodSeconds: 30\n",
        "      terminationGracePeriodSeconds: 30\n      updateStrategy:\n        type: OnDelete\n",
      ],
    ],
    [
      ["mesh/ztunnel.yaml", "v1.28.3", "v1.28.2"],
      [
        "mesh/ztunnel.yaml",
        "      terminationGracePeriodSeconds: 30\n",
        "      terminationGracePeriodSeconds: 30\n      updateStrategy:\n        type: OnDelete\n",
      ],
    ],
  ],
];
