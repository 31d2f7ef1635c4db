import type { NearMiss } from "./near-miss";

const mesh = "mesh/mesh.yaml";
const apps = "bootstrap/apps.yaml";
const flux = "clusters/prod/mesh.yaml";
const fluxOperator = "clusters/prod/operator.yaml";
const operator = "operator/operator.yaml";
const kustomization = "mesh/kustomization.yaml";

/** What engines, kustomize, OLM and the API server make of the files. */
export const nearDelivery: readonly NearMiss[] = [
  [
    "DEL001",
    "waypoint without namespace in a folder of others",
    "it has one, and something waits for it",
    [
      ["apps/web.yaml", "  name: waypoint\n", "  name: waypoint\n  namespace: web\n"],
      [
        "apps/web.yaml",
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: web\n",
        'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: web\n  annotations:\n    argocd.argoproj.io/sync-wave: "6"\n',
      ],
    ],
  ],
  [
    "DEL002",
    "waves for istiod and ztunnel, and nothing between them",
    "annotations of somebody else, who makes no waves of them",
    [
      ["mesh/istio.yaml", "argocd.argoproj.io/sync-wave", "example.com/wave"],
      ["mesh/ztunnel.yaml", "argocd.argoproj.io/sync-wave", "example.com/wave"],
    ],
  ],
  [
    "DEL003",
    "a hook is all that comes",
    "a label as well",
    [["apps/web.yaml", "  labels:\n", "  labels:\n    team: web\n"]],
  ],
  [
    "DEL004",
    "an annotation with a typing error",
    "in capitals, which Flux reads as well",
    [[mesh, "prune: disable\n", "prune: Disabled\n"]],
  ],
  [
    "DEL005",
    "a dry run of what is not there",
    "the option among others, with a blank",
    [
      [
        mesh,
        'Prune=false,Delete=false\n    argocd.argoproj.io/sync-wave: "4"',
        'Prune=false,Delete=false, SkipDryRunOnMissingResource=true\n    argocd.argoproj.io/sync-wave: "4"',
      ],
    ],
  ],
  [
    "DEL013",
    "waves of which only what differs is applied",
    "all of it, and it says so",
    [[apps, "ApplyOutOfSyncOnly=true", "ApplyOutOfSyncOnly=false"]],
  ],
  [
    "DEL007",
    "an Application that replaces",
    "it replaces nothing, and says so",
    [[apps, "Replace=true", "Replace=false"]],
  ],
  [
    "DEL008",
    "a dependency that is not there",
    "one of another namespace, whose folder may be elsewhere",
    [[flux, "    - name: meshes\n", "    - name: meshes\n      namespace: platform\n"]],
  ],
  [
    "DEL009",
    "targetNamespace over a mesh",
    "over the folder of an application",
    [
      [flux, "  targetNamespace: istio-system\n", ""],
      [flux, "  path: ./apps\n", "  path: ./apps\n  targetNamespace: web\n"],
    ],
  ],
  [
    "DEL010",
    "a ServiceAccount goes, and the Job that runs with it stays",
    "another Job comes, which runs with another one",
    [
      ["bookinfo/ask.yaml", "serviceAccountName: asker", "serviceAccountName: reviews"],
      ["bookinfo/ask.yaml", "name: ask\n", "name: ask-again\n"],
    ],
  ],
  [
    "DEL011",
    "a path that is not there",
    "it is there, with a kustomization that builds the other one",
    [["meshes/kustomization.yaml", "", "resources:\n  - ../mesh\n"]],
  ],
  [
    "DEL011",
    "a source that is not there",
    "one of another namespace, which is not here",
    [[flux, "    name: flet\n---", "    name: flet\n    namespace: sources\n---"]],
  ],
  [
    "DEL011",
    "Kustomization path upper case",
    "the folder of a sibling, in another repository",
    [
      [flux, "path: ./Mesh", "path: ./mesh-east"],
      [flux, "    name: fleet\n---", "    name: east\n    namespace: sources\n---"],
    ],
  ],
  [
    "DEL012",
    "Application of the operator's chart without ServerSideApply",
    "with the CRDs, as a server-side apply",
    [
      ["bootstrap/op.yaml", "    helm:\n      skipCrds: true\n", ""],
      [
        "bootstrap/op.yaml",
        "  destination:\n",
        "  syncPolicy:\n    syncOptions:\n      - ServerSideApply=true\n  destination:\n",
      ],
    ],
  ],
  [
    "DEL012",
    "operator CRDs skipped on install",
    "replaced on install",
    [[fluxOperator, "crds: Skip\n", "crds: CreateReplace\n"]],
  ],
  [
    "DEL012",
    "operator CRDs not upgraded",
    "a chart that is not the operator's",
    [[fluxOperator, "      chart: sail-operator\n", "      chart: kiali-operator\n"]],
  ],
  [
    "DEL012",
    "crds policy typo",
    "another one of the three, where nothing is upgraded",
    [
      [fluxOperator, "crds: CreateOrReplace", "crds: Create"],
      [fluxOperator, "spec:\n  interval: 10m\n", "spec:\n  suspend: true\n  interval: 10m\n"],
    ],
  ],
  [
    "DEL013",
    "destination with name and server",
    "the name alone",
    [[apps, "    server: https://kubernetes.default.svc\n", ""]],
  ],
  [
    "DEL013",
    "Application without source",
    "sources",
    [
      [
        apps,
        "  project: default\n",
        "  project: default\n  sources:\n    - repoURL: https://example.com/fleet.git\n      targetRevision: main\n      path: mesh\n",
      ],
    ],
  ],
  [
    "DEL013",
    "sync option in the Application misspelt",
    "another option",
    [[apps, "ServerSideAply=true", "PruneLast=true"]],
  ],
  [
    "DEL013",
    "ignoreDifferences that ignores the version",
    "what the cluster itself writes",
    [[apps, "        - /spec\n", "        - /status\n"]],
  ],
  [
    "DEL013",
    "ignoreDifferences with RespectIgnoreDifferences on labels",
    "annotations alone",
    [[apps, "        - /metadata/labels\n", "        - /metadata/annotations\n"]],
  ],
  [
    "DEL013",
    "mesh Kustomization suspended",
    "that of the applications",
    [
      [flux, "  suspend: true\n", ""],
      [flux, "  path: ./apps\n", "  path: ./apps\n  suspend: true\n"],
    ],
  ],
  [
    "DEL013",
    "mesh without wait, and apps depend on it",
    "nobody depends on it",
    [[flux, "  dependsOn:\n    - name: mesh\n", ""]],
  ],
  [
    "DEL013",
    "mesh without wait, and apps depend on it",
    "checks of what works instead",
    [
      [
        flux,
        "  prune: true\n",
        "  prune: true\n  healthChecks:\n    - apiVersion: apps/v1\n      kind: Deployment\n      name: istiod\n      namespace: istio-system\n",
      ],
    ],
  ],
  [
    "DEL013",
    "HelmRelease suspended",
    "one that is not the operator's",
    [[fluxOperator, "      chart: sail-operator\n", "      chart: kiali-operator\n"]],
  ],
  [
    "DEL013",
    "reconcile disabled left behind",
    "enabled, in so many words",
    [[mesh, "reconcile: disabled", "reconcile: enabled"]],
  ],
  [
    "DEL013",
    "healthChecks of what is not there",
    "the DaemonSet that the operator makes",
    [[flux, "name: ztunel\n", "name: ztunnel\n"]],
  ],
  [
    "DEL013",
    "Kustomization path moves",
    "another Kustomization reads it from now on",
    [
      [
        flux,
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\n",
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: parts\n  namespace: flux-system\nspec:\n  interval: 10m\n  path: ./mesh\n  prune: true\n  wait: true\n  sourceRef:\n    kind: GitRepository\n    name: fleet\n---\napiVersion: kustomize.toolkit.fluxcd.io/v1\n",
      ],
    ],
  ],
  [
    "DEL013",
    "an Application takes another branch",
    "one version after the other, as it is promoted",
    [[apps, "targetRevision: next", "targetRevision: v1.5.0"]],
    [[apps, "targetRevision: main", "targetRevision: v1.4.0"]],
  ],
  [
    "DEL013",
    "an Application goes to another cluster",
    "the same one by its name",
    [[apps, "    server: https://east.example.com:6443\n", "    name: in-cluster\n"]],
  ],
  [
    "DEL013",
    "an Application takes another branch",
    "a list of sources, in which it may be any",
    [
      [
        apps,
        "  source:\n    repoURL: https://example.com/fleet.git\n    targetRevision: next\n    path: mesh\n",
        "  sources:\n    - repoURL: https://example.com/fleet.git\n      targetRevision: main\n      path: mesh\n",
      ],
    ],
  ],
  [
    "DEL013",
    "a GitRepository takes another branch",
    "it looks at the same one less often",
    [
      [fluxOperator, "branch: next", "branch: main"],
      [fluxOperator, "  interval: 1m\n", "  interval: 5m\n"],
    ],
  ],
  [
    "DEL013",
    "a Kustomization goes to another cluster",
    "it went there before, less often",
    [],
    [
      [
        flux,
        "  interval: 10m\n  path: ./mesh\n",
        "  interval: 1h\n  path: ./mesh\n  kubeConfig:\n    secretRef:\n      name: east\n",
      ],
    ],
  ],
  [
    "DEL013",
    "a Kustomization reads another source",
    "the same one, with its namespace",
    [
      [
        flux,
        "    kind: OCIRepository\n    name: fleet\n",
        "    kind: GitRepository\n    name: fleet\n    namespace: flux-system\n",
      ],
    ],
  ],
  [
    "DEL013",
    "a tag in a folder below the one that an Application reads",
    "it reads the folders below as well",
    [[apps, "    path: mesh\n", "    path: mesh\n    directory:\n      recurse: true\n"]],
  ],
  [
    "DEL013",
    "a tag in a folder below the one that an Application reads",
    "a kustomization builds what is there, of whoever names it",
    [["mesh/tags/kustomization.yaml", "", "resources:\n  - prod.yaml\n"]],
  ],
  [
    "DEL013",
    "a tag in a folder below the one that an Application reads",
    "an ApplicationSet may make an Application of each folder",
    [
      [
        "bootstrap/sets.yaml",
        "",
        "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata:\n  name: tags\n  namespace: openshift-gitops\nspec:\n  generators: []\n  template: {}\n",
      ],
    ],
  ],
  [
    "DEL013",
    "a pattern that leaves all of the mesh out",
    "it leaves out other files",
    [[apps, "exclude: 'm*.yaml'", "exclude: '{m*.json,samples/*,[!m]*}'"]],
  ],
  [
    "DEL013",
    "a pattern that leaves all of the mesh out",
    "and lets in what it is for",
    [[apps, "exclude: 'm*.yaml'", "include: '{m?sh,n*}.y*ml'"]],
  ],
  [
    "DEL013",
    "a variable that the Kustomization gives under another name",
    "a Secret may give it as well",
    [[flux, "  postBuild:\n", "  postBuild:\n    substituteFrom:\n      - kind: Secret\n        name: fleet\n"]],
  ],
  [
    "DEL013",
    "a variable that the Kustomization gives under another name",
    "a value for the case that nobody gives it",
    [["apps/web.yaml", `\${TEAM}`, `\${TEAM:=web}`]],
  ],
  [
    "DEL013",
    "a variable that the Kustomization gives under another name",
    "it stands for itself",
    [["apps/web.yaml", `\${TEAM}`, `$\${TEAM}`]],
  ],
  [
    "DEL013",
    "a variable that the Kustomization gives under another name",
    "Flux is told to leave that object alone",
    [["apps/web.yaml", `\${TEAM}\n`, `\${TEAM}\n    kustomize.toolkit.fluxcd.io/substitute: disabled\n`]],
  ],
  [
    "DEL013",
    "a variable that the Kustomization gives under another name",
    "nothing is filled in at all, and another tool may do it",
    [[flux, "    substitute:\n      TAEM: web\n", "    substitute: {}\n"]],
  ],
  [
    "KUS001",
    "a file that is not listed",
    "a component lists it",
    [[kustomization, "  - cni.yaml\n", "  - cni.yaml\ncomponents: []\ngenerators:\n  - ztunnel.yaml\n"]],
  ],
  ["KUS001", "a patch of nothing", "a pattern that takes any name", [[kustomization, "name: prod", "name: d.*"]]],
  [
    "WAV001",
    "ztunnel before the CNI",
    "a wave later, though not the last",
    [
      [
        mesh,
        'sync-wave: "2"\nspec:\n  version: v1.27.3\n  namespace: ztunnel',
        'sync-wave: "3"\nspec:\n  version: v1.27.3\n  namespace: ztunnel',
      ],
    ],
  ],
  [
    "WAV002",
    "a Namespace pulled up",
    "in a wave before what it holds",
    [["apps/web.yaml", 'sync-wave: "6"', 'sync-wave: "-1"']],
  ],
  ["SUB001", "a CSV that is not there", "the one of a later release", [[operator, "v3.2.90", "v3.2.8"]]],
  [
    "SUB002",
    "an OperatorGroup for one namespace",
    "for all of them",
    [["operator/group.yaml", "spec:\n  targetNamespaces:\n    - openshift-operators\n", "spec: {}\n"]],
  ],
  [
    "SUB002",
    "an OperatorGroup beside the one that OpenShift has there",
    "it is that one",
    [["operator/group.yaml", "  name: mesh\n", "  name: global-operators\n"]],
  ],
  [
    "SUB003",
    "another catalogue",
    "it was that before, with another approval",
    [],
    [
      ["operator.yaml", "source: operatorhubio-catalog", "source: community-operators"],
      ["operator.yaml", "  installPlanApproval: Manual\n", ""],
    ],
  ],
  [
    "SUB003",
    "the operator of another vendor",
    "it was that vendor's before",
    [[operator, "source: redhat-operators", "source: community-operators"]],
    [
      [operator, "source: redhat-operators", "source: community-operators"],
      [
        operator,
        "name: servicemeshoperator3\n  channel: stable-3.2\n  startingCSV: servicemeshoperator3.v3.2.0",
        "name: sailoperator\n  channel: stable-1.27\n  startingCSV: sailoperator.v1.27.2",
      ],
    ],
  ],
  [
    "SUB003",
    "HelmRelease moves to another namespace",
    "a HelmRelease that is not the operator's",
    [[fluxOperator, "      chart: sail-operator\n", "      chart: kiali-operator\n"]],
    [[fluxOperator, "      chart: sail-operator\n", "      chart: kiali-operator\n"]],
  ],
  [
    "DUP001",
    "a Namespace twice",
    "another name",
    [
      [
        "shop/namespace.yaml",
        "  name: shop\n  labels:\n    istio-discovery: enabled\n    istio.io/dataplane-mode: ambient\n    istio.io/use-waypoint: waypoint\n    istio.io/use",
        "  name: vault\n  labels:\n    istio-discovery: enabled\n    istio.io/dataplane-mode: ambient\n    istio.io/use-waypoint: waypoint\n    istio.io/use",
      ],
    ],
  ],
  [
    "SNAP002",
    "a Service that a route names vanishes",
    "it was not there before, and the route was another one",
    [],
    [
      ["shop/routes.yaml", "          weight: 10\n", "          weight: 20\n"],
      [
        "shop/workloads.yaml",
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: cart-v2\n  namespace: shop\nspec:\n  selector:\n    app: cart\n    version: v2\n  ports:\n    - name: http\n      port: 80\n      targetPort: 8080\n---\n",
        "",
      ],
    ],
  ],
  [
    "SCH001",
    "a timeout without a unit",
    "minutes and seconds",
    [["shop/routes.yaml", 'request: "10"', "request: 1m30s"]],
  ],
  [
    "SCH001",
    "http with a certificate",
    "without it",
    [
      [
        "shop/ingress.yaml",
        "      tls:\n        mode: Terminate\n        certificateRefs:\n          - name: ingress-cert\n",
        "",
      ],
    ],
  ],
  ["SCH001", "a version of a chart that is a number", "a text", [[fluxOperator, "version: 1.28", 'version: "1.28.3"']]],
  [
    "SCH001",
    "a type of a HelmRepository in capitals",
    "as it is written, and an earlier version of the API",
    [
      [fluxOperator, "type: OCI", "type: default"],
      [
        fluxOperator,
        "source.toolkit.fluxcd.io/v1\nkind: HelmRepository",
        "source.toolkit.fluxcd.io/v1beta2\nkind: HelmRepository",
      ],
    ],
  ],
  [
    "SCH002",
    "a field of a HelmRelease with a slip",
    "where the earlier versions of the API have it, and a field of tomorrow",
    [
      [fluxOperator, "  targetNamspace:", "  thingOfTomorrow: true\n  targetNamespace:"],
      [fluxOperator, "helm.toolkit.fluxcd.io/v2\n", "helm.toolkit.fluxcd.io/v2beta2\n"],
    ],
  ],
  [
    "SCH002",
    "field of Flux misspelt",
    "a field that a later Flux may have",
    [[flux, "  dependson:\n    - name: mesh\n", "  deletionPolicy: Orphan\n"]],
  ],
  [
    "SCH003",
    "HPA of gateway without metrics version v2beta2",
    "a version that is still served",
    [["bookinfo/gateway.yaml", "autoscaling/v2beta2", "autoscaling/v1"]],
  ],
  [
    "SCH004",
    "ztunnel resources limits below requests",
    "as high as the requests",
    [["mesh/ztunnel.yaml", "          memory: 256Mi\n", "          memory: 0.5Gi\n"]],
  ],
];
