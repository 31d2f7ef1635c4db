import type { Edit, State, Step, Tree } from "./breakages";

const root = "clusters/prod/root.yaml";
const flux = "clusters/edge/mesh.yaml";
const gateways = "infra/waypoints/waypoint.yaml";
const orders = "apps/orders/app.yaml";
const accounts = "accounts/accounts.yaml";
const mesh = "mesh/istio.yaml";
const overlay = "mesh/overlays/prod/kustomization.yaml";
const patch = "mesh/overlays/prod/istio-ha.yaml";
const annotations =
  "  annotations:\n    argocd.argoproj.io/sync-options: Prune=false,Delete=false,SkipDryRunOnMissingResource=true\n    kustomize.toolkit.fluxcd.io/prune: disabled\n";

/** The policy of accounts, which only pods of the mesh enforce. */
const ingressOnly = `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata:
  name: accounts-ingress-only
  namespace: accounts
  annotations:
    argocd.argoproj.io/sync-options: "Prune=false,Delete=false,SkipDryRunOnMissingResource=true"
    kustomize.toolkit.fluxcd.io/prune: disabled
spec:
  selector:
    matchLabels:
      app: accounts
  action: ALLOW
  rules:
    - from:
        - source:
            principals:
              - cluster.local/ns/bank-ingress/sa/default
---
`;

/** Who may come in, for all pods of a namespace. */
const ingress = (namespace: string, rules: string) =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: web\n  namespace: ${namespace}\nspec:\n  podSelector: {}\n  policyTypes: [Ingress]\n  ingress:\n${rules}`;
const egress = (namespace: string, rules: string) =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: web\n  namespace: ${namespace}\nspec:\n  podSelector: {}\n  policyTypes: [Egress]\n  egress:\n${rules}`;
const fromNamespace = (label: string) =>
  `    - from:\n        - namespaceSelector:\n            matchLabels:\n              ${label}\n`;
/** A ReferenceGrant of namespace billing for Gateways. */
const grant = `apiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\nmetadata:\n  name: gateways\n  namespace: billing\n  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled\nspec:\n  from:\n    - group: gateway.networking.k8s.io\n      kind: Gateway\n      namespace: mesh-gateways\n  to:\n    - group: ""\n      kind: Secret\n`;
const beta = (rule: string) =>
  `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: beta\n  namespace: accounts\n${annotations}spec:\n  hosts: [bank.example.com]\n  gateways: [bank-ingress/bank]\n  http:\n    - ${rule}route: [{ destination: { host: accounts, subset: v2 } }]\n`;
const billing = "apps/billing/extra.yaml";
const withExtra: Edit = ["apps/billing/kustomization.yaml", "  - app.yaml\n", "  - app.yaml\n  - extra.yaml\n"];

/** An Application of all of the repository that the mesh is in. */
const whole = (directory: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: all\n  namespace: openshift-gitops\nspec:\n  project: default\n  source:\n    repoURL: https://example.com/fleet\n    targetRevision: main\n    path: .\n    directory: ${directory}\n  destination:\n    server: https://kubernetes.default.svc\n`;

/** What was not found when it was first written: one change each of a tree in which nothing is wrong. */
export const thirdStates: readonly State[] = [
  [
    "DEL011",
    "Application path that is not there, and the others' are",
    "tenants",
    [root, "path: mesh/overlays/prod", "path: mesh/overlays/production"],
  ],
  [
    "DEL011",
    "folder in the middle of a path",
    "tenants",
    [root, "path: mesh/overlays/prod", "path: mesh/overlay/prod"],
  ],
  [
    "DEL011",
    "ApplicationSet looks for folders where none is",
    "tenants",
    [root, "- path: tenants/*", "- path: teams/*"],
  ],
  [
    "DEL011",
    "ApplicationSet of a list, with an element whose folder is not there",
    "tenants",
    [
      root,
      "- git:\n        repoURL: https://git.corp.example/platform/gitops.git\n        revision: main\n        directories:\n          - path: tenants/*",
      "- list:\n        elements: [{ name: shop }, { name: carts }]",
    ],
    [root, "'{{.path.path}}'", "'tenants/{{.name}}'"],
    [root, "tenant-{{.path.basename}}", "tenant-{{.name}}"],
    [root, "namespace: '{{.path.basename}}'", "namespace: '{{.name}}'"],
  ],
  [
    "DEL014",
    "project that is not there",
    "tenants",
    [root, "project: platform\n  source", "project: platfrom\n  source"],
  ],
  [
    "DEL014",
    "project of an ApplicationSet",
    "tenants",
    [root, "project: platform\n      source", "project: plattform\n      source"],
  ],
  [
    "DEL014",
    "repository that the project does not hold",
    "tenants",
    [root, "- https://git.corp.example/platform/gitops.git", "- https://git.corp.example/platform/git-ops.git"],
  ],
  [
    "DEL014",
    "kind that the project does not hold",
    "tenants",
    [
      root,
      "    - group: '*'\n      kind: '*'",
      "    - group: ''\n      kind: Namespace\n    - group: sailoperator.io\n      kind: Istio*",
    ],
  ],
  [
    "DEL014",
    "kind that the project takes out",
    "tenants",
    [
      root,
      "  clusterResourceWhitelist:",
      "  namespaceResourceBlacklist:\n    - group: networking.k8s.io\n      kind: NetworkPolicy\n  clusterResourceWhitelist:",
    ],
  ],
  [
    "DEL014",
    "namespace of an Application",
    "tenants",
    [
      root,
      "      namespace: '*'",
      "      namespace: istio-*\n    - server: https://kubernetes.default.svc\n      namespace: shop",
    ],
  ],
  [
    "DEL014",
    "namespace of an object",
    "tenants",
    [
      root,
      "      namespace: '*'",
      "      namespace: '!cart'\n    - server: https://kubernetes.default.svc\n      namespace: '*'",
    ],
  ],
  [
    "REV006",
    "tag for a revision with dots in its name",
    "bank",
    [mesh, "kind: Istio\n    name: prod", "kind: IstioRevision\n    name: prod-v1.27.5"],
  ],
  [
    "DUP001",
    "an Application of all of the repository, which others read",
    "argocd",
    ["bootstrap/all.yaml", "", whole("{ recurse: true }")],
  ],
  [
    "DUP001",
    "an Application of a folder, of which another one reads a part",
    "tenants",
    [
      "clusters/prod/all.yaml",
      "",
      whole("{ recurse: true }")
        .replace("https://example.com/fleet", "https://git.corp.example/platform/gitops.git")
        .replace("path: .", "path: tenants"),
    ],
  ],
  [
    "REV006",
    "tag for a revision that is not made yet",
    "bank",
    [mesh, "kind: Istio\n    name: prod", "kind: IstioRevision\n    name: prod-v1-27-9"],
  ],
  [
    "DEL008",
    "ztunnel does not wait for istiod, where others wait",
    "fleet",
    [flux, "  dependsOn:\n    - name: istio\n", ""],
  ],
  [
    "DEL008",
    "applications do not wait for their waypoint",
    "fleet",
    [flux, "  dependsOn:\n    - name: waypoints\n", ""],
  ],
  [
    "DEL009",
    "one namespace moved away from those that name it",
    "fleet",
    [flux, "path: ./infra/waypoints\n", "path: ./infra/waypoints\n  targetNamespace: istio-system\n"],
  ],
  [
    "DEL011",
    "one alone reads from a source that is not here",
    "fleet",
    [
      flux,
      "path: ./apps\n  prune: true\n  sourceRef:\n    kind: GitRepository\n    name: fleet",
      "path: ./apps\n  prune: true\n  sourceRef:\n    kind: GitRepository\n    name: deployments",
    ],
  ],
  [
    "DEL013",
    "check of an istiod by the name of its revision",
    "fleet",
    [
      flux,
      "path: ./infra/istio\n",
      "path: ./infra/istio\n  healthChecks:\n    - apiVersion: apps/v1\n      kind: Deployment\n      name: istiod-default\n      namespace: istio-system\n",
    ],
  ],
  [
    "DEL013",
    "check of a ZTunnel of another name",
    "fleet",
    [
      flux,
      "path: ./infra/dataplane\n",
      "path: ./infra/dataplane\n  healthChecks:\n    - apiVersion: sailoperator.io/v1\n      kind: ZTunnel\n      name: ztunnel\n",
    ],
  ],
  [
    "DEL013",
    "check of a kind that is none",
    "fleet",
    [
      flux,
      "path: ./infra/dataplane\n",
      "path: ./infra/dataplane\n  healthChecks:\n    - apiVersion: sailoperator.io/v1\n      kind: Ztunnels\n      name: default\n",
    ],
  ],
  ["DEL013", "parameter of fasttemplate in a Go template", "tenants", [root, "'{{.path.path}}'", "'{{path}}'"]],
  [
    "DEL013",
    "parameter of a Go template without goTemplate",
    "tenants",
    [root, '  goTemplate: true\n  goTemplateOptions: ["missingkey=error"]\n', ""],
  ],
  [
    "VER001",
    "version that no release of the channel installs",
    "tenants",
    [
      "operator/subscription.yaml",
      "channel: stable-3.3\n  startingCSV: servicemeshoperator3.v3.3.1\n",
      "channel: stable-3.1\n",
    ],
  ],
  [
    "TGT001",
    "policy attached to a Deployment",
    "tenants",
    [
      "tenants/shop/routing.yaml",
      "kind: Service\n      name: catalog\n  action",
      "kind: Deployment\n      name: catalog\n  action",
    ],
  ],
  [
    "GTW002",
    "certificate of another namespace",
    "fleet",
    [gateways, "- name: edge-cert", "- name: edge-cert\n            namespace: billing"],
  ],
  [
    "TGT002",
    "certificate of a namespace that is not here",
    "fleet",
    [gateways, "- name: edge-cert", "- name: edge-cert\n            namespace: certificates"],
  ],
  [
    "TGT002",
    "backend of a namespace that is not here",
    "fleet",
    [orders, "- name: orders\n          port: 80", "- name: orders\n          namespace: legacy\n          port: 80"],
  ],
  [
    "TGT004",
    "server with hosts of another namespace",
    "bank",
    ["mesh/ingress.yaml", "accounts/bank.example.com", "payments/bank.example.com"],
  ],
  ["TGT004", "two that take every request of a host at a gateway", "bank", ["accounts/beta.yaml", "", beta("")]],
  ["TGT005", "weight below 0", "bank", [accounts, "weight: 5", "weight: -5"]],
  [
    "TGT005",
    "cross-network gateway that does not pass by itself",
    "twin",
    ["east/eastwest.yaml", "mode: AUTO_PASSTHROUGH", "mode: PASSTHROUGH"],
  ],
  ["POL004", "plain text against a mesh that is STRICT", "bank", [accounts, "mode: ISTIO_MUTUAL", "mode: DISABLE"]],
  [
    "PLAT003",
    "plugin switched off beside an IstioCNI",
    "bank",
    [mesh, "    pilot:\n", "    pilot:\n      cni:\n        enabled: false\n"],
  ],
  [
    "POD001",
    "container with the proxy's own user",
    "bank",
    [accounts, "accounts:9\n", "accounts:9\n          securityContext:\n            runAsUser: 1337\n"],
  ],
  [
    "NET002",
    "istiod open for monitoring alone",
    "tenants",
    ["mesh/base/policy.yaml", "", ingress("istio-system", fromNamespace("team: monitoring"))],
  ],
  [
    "NET002",
    "way out to neighbours alone",
    "bank",
    ["accounts/policy.yaml", "", egress("accounts", "    - to:\n        - podSelector: {}\n")],
  ],
  [
    "NET001",
    "port of HBONE opened for UDP",
    "tenants",
    ["tenants/shop/routing.yaml", "          protocol: TCP", "          protocol: UDP"],
  ],
  ["DUP001", "two of Argo CD read one folder", "tenants", [root, "path: namespaces\n", "path: tenants/cart\n"]],
  [
    "SCH003",
    "Kustomization of Flux under the group of kustomize",
    "fleet",
    [
      flux,
      "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: istio\n",
      "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nmetadata:\n  name: istio\n",
    ],
  ],
  [
    "KUS001",
    "namespace that is nowhere, over files that say one which is",
    "tenants",
    ["tenants/shop/kustomization.yaml", "namespace: shop", "namespace: store"],
  ],
  [
    "VER005",
    "patch one level too high",
    "tenants",
    [patch, "  values:\n    pilot:\n      autoscaleMin: 3", "  pilot:\n    autoscaleMin: 3"],
  ],
  [
    "SKEW001",
    "patch that takes istiod behind its data plane",
    "tenants",
    [patch, "spec:\n", "spec:\n  version: v1.26.8\n"],
  ],
  ["VER004", "patch that takes the version away", "tenants", [patch, "spec:\n", "spec:\n  version: null\n"]],
  [
    "ZTN003",
    "patch in place",
    "tenants",
    [
      overlay,
      "patches:\n",
      "patches:\n  - patch: |-\n      apiVersion: sailoperator.io/v1\n      kind: Istio\n      metadata:\n        name: default\n      spec:\n        values:\n          pilot:\n            trustedZtunnelNamespace: elsewhere\n",
    ],
  ],
  [
    "DEL013",
    "annotation as a label",
    "tenants",
    [
      "tenants/shop/waypoint.yaml",
      "    istio.io/waypoint-for: service\n",
      "    istio.io/waypoint-for: service\n    argocd.argoproj.io/sync-wave: '5'\n",
    ],
  ],
  [
    "DEL013",
    "destination without a cluster",
    "tenants",
    [
      root,
      "    server: https://kubernetes.default.svc\n    namespace: openshift-operators",
      "    namespace: openshift-operators",
    ],
  ],
  [
    "DEL013",
    "field of an ApplicationSet",
    "tenants",
    [root, "  goTemplate: true\n", "  goTemplate: true\n  syncPolicy:\n    preserveResourcesOnDelete: true\n"],
  ],
  [
    "DEL013",
    "prefix of an Application",
    "tenants",
    [root, "path: mesh/overlays/prod\n", "path: mesh/overlays/prod\n    kustomize:\n      namePrefix: prod-\n"],
  ],
  [
    "DEL013",
    "branch that is spelt otherwise than the others'",
    "tenants",
    [root, "targetRevision: main\n    path: operator", "targetRevision: mian\n    path: operator"],
  ],
  [
    "DEL014",
    "project in another namespace",
    "tenants",
    [root, "name: platform\n  namespace: openshift-gitops", "name: platform\n  namespace: argocd"],
  ],
  ["DEL011", "folder that is read without its folders", "tenants", [root, "path: namespaces\n", "path: tenants\n"]],
  [
    "DEL011",
    "source in another namespace",
    "fleet",
    [
      flux,
      "timeout: 10m\n  sourceRef:\n    kind: GitRepository\n    name: fleet",
      "timeout: 10m\n  sourceRef:\n    kind: GitRepository\n    name: fleet\n    namespace: flux",
    ],
  ],
  [
    "KUS001",
    "patch of Flux for nothing",
    "fleet",
    [
      flux,
      "path: ./infra/istio\n",
      "path: ./infra/istio\n  patches:\n    - target: { kind: Istio, name: prod }\n      patch: '[]'\n",
    ],
  ],
  [
    "SUB001",
    "chart in a version that is no release",
    "fleet",
    ["infra/operator/helm.yaml", "version: 1.30.3", "version: 1.30.9"],
  ],
  [
    "SUB001",
    "repository of Istio's own charts",
    "fleet",
    [
      "infra/operator/helm.yaml",
      "https://istio-ecosystem.github.io/sail-operator",
      "https://istio-release.storage.googleapis.com/charts",
    ],
  ],
  [
    "NS005",
    "label of OpenShift Service Mesh 2",
    "bank",
    [accounts, "istio.io/rev: stable", "maistra.io/member-of: istio-system"],
  ],
  [
    "HA001",
    "no replica of istiod",
    "tenants",
    [
      "mesh/base/istio.yaml",
      "autoscaleMin: 2\n      autoscaleMax: 5",
      "autoscaleEnabled: false\n      replicaCount: 0",
    ],
  ],
  [
    "HA001",
    "budget that selects none of the gateway",
    "bank",
    [
      "mesh/ingress.yaml",
      "minAvailable: 1\n  selector:\n    matchLabels:\n      istio: bank-gateway",
      "minAvailable: 1\n  selector:\n    matchLabels:\n      istio: ingress",
    ],
  ],
  [
    "VER007",
    "proxy of a workload by an annotation",
    "bank",
    [
      accounts,
      "      labels:\n        app: accounts\n        version: v1\n",
      "      annotations:\n        sidecar.istio.io/proxyImage: docker.io/istio/proxyv2:1.20.0\n      labels:\n        app: accounts\n        version: v1\n",
    ],
  ],
  ["VER007", "proxy of a gateway", "bank", ["mesh/ingress.yaml", "image: auto", "image: istio/proxyv2:1.20.0"]],
  ["TGT003", "subset without any DestinationRule", "bank", [accounts, "kind: DestinationRule", "kind: WorkloadGroup"]],
  [
    "TGT003",
    "host that nothing enters",
    "bank",
    [accounts, "host: accounts\n            subset: v2", "host: legacy.bank.example.com"],
  ],
  [
    "TGT004",
    "host of a gateway in routes for the mesh",
    "bank",
    [accounts, "  gateways:\n    - bank-ingress/bank\n", ""],
  ],
  ["KUS001", "version of kustomize's own files", "fleet", ["infra/istio/kustomization.yaml", "v1beta1", "v1beta"]],
  [
    "KUS001",
    "folder of elsewhere without a ref",
    "tenants",
    [overlay, "  - ../../base\n", "  - ../../base\n  - https://github.com/corp/extras//base\n"],
  ],
  [
    "KUS001",
    "labels of all written into selectors",
    "tenants",
    ["tenants/shop/kustomization.yaml", "namespace: shop\n", "namespace: shop\ncommonLabels:\n  app: shop\n"],
  ],
  [
    "KUS001",
    "two that list each other",
    "tenants",
    ["mesh/base/kustomization.yaml", "  - istio.yaml\n", "  - istio.yaml\n  - ../overlays/prod\n"],
  ],
  [
    "KUS001",
    "operation on a field that is not there",
    "tenants",
    [
      overlay,
      "  - path: istio-ha.yaml\n    target:\n      kind: Istio\n      name: default",
      "  - target:\n      kind: Istio\n      name: default\n    patch: |-\n      - op: replace\n        path: /spec/values/pilot/autoScaleMin\n        value: 3",
    ],
  ],
  [
    "SCH001",
    "text for a number, over which an overlay writes",
    "tenants",
    ["mesh/base/istio.yaml", "autoscaleMin: 2", 'autoscaleMin: "2"'],
  ],
  [
    "SCH004",
    "rollout of ztunnel that no DaemonSet has",
    "tenants",
    [
      "mesh/base/ztunnel.yaml",
      "      terminationGracePeriodSeconds: 300\n",
      "      updateStrategy:\n        type: OnDelet\n",
    ],
  ],
  [
    "TGT004",
    "port of a gateway by a name that injection does not give",
    "bank",
    ["mesh/ingress.yaml", "targetPort: 8443", "targetPort: https"],
  ],
  ["DEL013", "field of a generator", "tenants", [root, "        directories:", "        directory:"]],
  [
    "ZTN006",
    "network of a gateway's Service",
    "twin",
    ["east/eastwest.yaml", "network: east-net\nspec:\n  type", "network: west-net\nspec:\n  type"],
  ],
  ["ZTN006", "network that a gateway is for", "twin", ["east/eastwest.yaml", "value: east-net", "value: west-net"]],
];

export const thirdSteps: readonly Step[] = [
  ["VER013", "the CNI goes down before ZTunnel", "tenants", [["mesh/base/istiocni.yaml", "v1.28.5", "v1.28.4"]]],
];

/** Odd but right: nothing new is said of these. */
export const fine: readonly (readonly [what: string, tree: Tree, ...edits: readonly Edit[]])[] = [
  [
    "waypoint of one Application, in an earlier wave than ztunnel of another",
    "tenants",
    ["tenants/shop/waypoint.yaml", "  annotations:\n", "  annotations:\n    argocd.argoproj.io/sync-wave: '-3'\n"],
  ],
  [
    "the channel of one minor, approved by hand",
    "tenants",
    ["operator/subscription.yaml", "  startingCSV: servicemeshoperator3.v3.3.1\n", ""],
  ],
  [
    "waypoint of one kustomization, in an earlier wave than ztunnel of another, and templates apply the two",
    "tenants",
    [
      root,
      "",
      "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: root, namespace: openshift-gitops }\nspec:\n  project: default\n  source: { repoURL: https://git.corp.example/platform/gitops.git, targetRevision: main, path: charts/apps }\n  destination: { server: https://kubernetes.default.svc, namespace: openshift-gitops }\n",
    ],
    ["charts/apps/Chart.yaml", "", "apiVersion: v2\nname: apps\nversion: 0.1.0\n"],
    ["tenants/shop/waypoint.yaml", "  annotations:\n", "  annotations:\n    argocd.argoproj.io/sync-wave: '-3'\n"],
  ],
  ["project by default", "tenants", [root, "project: platform\n  source", "project: default\n  source"]],
  [
    "project with a pattern",
    "tenants",
    [root, "- https://git.corp.example/platform/gitops.git", "- https://git.corp.example/*"],
  ],
  ["project of somebody else", "tenants", [root, "project: platform\n  source", "project: observability\n  source"]],
  [
    "Application of another repository",
    "tenants",
    [
      root,
      "gitops.git\n    targetRevision: main\n    path: namespaces",
      "gitops.git\n    targetRevision: legacy\n    path: spaces/prod",
    ],
  ],
  [
    "tag for a revision that is left behind",
    "bank",
    [mesh, "kind: Istio\n    name: prod", "kind: IstioRevision\n    name: prod-v1-27-5"],
  ],
  ["order without any dependency", "fleet", [flux, "  dependsOn:\n    - name: sail-operator\n", ""]],
  [
    "checks of what the operator makes",
    "fleet",
    [
      flux,
      "path: ./infra/istio\n  prune: true\n  wait: true\n",
      "path: ./infra/istio\n  healthChecks:\n    - apiVersion: apps/v1\n      kind: Deployment\n      name: istiod\n      namespace: istio-system\n    - apiVersion: sailoperator.io/v1\n      kind: IstioRevision\n      name: default\n  prune: true\n",
    ],
  ],
  [
    "source that Flux brings itself",
    "fleet",
    [
      flux,
      "path: ./apps\n  prune: true\n  sourceRef:\n    kind: GitRepository\n    name: fleet",
      "path: ./apps\n  prune: true\n  sourceRef:\n    kind: GitRepository\n    name: flux-system",
    ],
  ],
  [
    "certificate that is granted",
    "fleet",
    [gateways, "- name: edge-cert", "- name: edge-cert\n            namespace: billing"],
    [billing, "", grant],
    withExtra,
  ],
  ["server with hosts of any namespace", "bank", ["mesh/ingress.yaml", "accounts/bank.example.com", "*/*.example.com"]],
  [
    "two of one host at a gateway, of which one has a match",
    "bank",
    ["accounts/beta.yaml", "", beta("match: [{ uri: { prefix: /beta } }]\n      ")],
  ],
  [
    "plain text where the mesh takes it",
    "bank",
    [accounts, "mode: ISTIO_MUTUAL", "mode: DISABLE"],
    [mesh, "mode: STRICT", "mode: PERMISSIVE"],
    [
      accounts,
      "            principals:\n              - cluster.local/ns/bank-ingress/sa/default\n",
      "            ipBlocks: [10.0.0.0/8]\n",
    ],
  ],
  [
    "plain text to what is no member",
    "bank",
    [accounts, "mode: ISTIO_MUTUAL", "mode: DISABLE"],
    [accounts, "    istio.io/rev: stable\n", "    team: accounts\n"],
    [accounts, ingressOnly, ""],
  ],
  [
    "istiod open for all namespaces",
    "tenants",
    ["mesh/base/policy.yaml", "", ingress("istio-system", "    - from:\n        - namespaceSelector: {}\n")],
    ["mesh/base/kustomization.yaml", "  - istio.yaml\n", "  - istio.yaml\n  - policy.yaml\n"],
  ],
  [
    "way out to the namespace of istiod",
    "bank",
    [
      "accounts/policy.yaml",
      "",
      egress(
        "accounts",
        "    - to:\n        - namespaceSelector:\n            matchLabels:\n              kubernetes.io/metadata.name: istio-system\n",
      ),
    ],
  ],
  [
    "a user of its own",
    "bank",
    [accounts, "accounts:9\n", "accounts:9\n          securityContext:\n            runAsUser: 1000\n"],
  ],
  [
    "overlay that gives all parts a version which the base leaves open",
    "tenants",
    ["mesh/base/istio.yaml", "  version: v1.28.5\n", ""],
    [patch, "spec:\n", "spec:\n  version: v1.28.5\n"],
  ],
  [
    "namespace of an overlay of somebody else",
    "tenants",
    [
      "tenants/shop-stage/kustomization.yaml",
      "",
      "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: shop-stage\nresources:\n  - ../shop\n",
    ],
  ],
  ["a patch for a part by a pattern", "tenants", [overlay, "name: default", "name: def.*"]],
  [
    "folder that is read with its folders",
    "tenants",
    [root, "path: operator\n", "path: mesh/base\n    directory:\n      recurse: true\n"],
    [root, "path: mesh/overlays/prod", "path: operator"],
    // With the paths the waves are exchanged.
    [root, 'sync-wave: "0"', 'sync-wave: "2"'],
  ],
  [
    "folder of elsewhere at a tag",
    "tenants",
    [overlay, "  - ../../base\n", "  - ../../base\n  - https://github.com/corp/extras//base?ref=v1.2.0\n"],
  ],
  [
    "labels of all that are in no selector",
    "tenants",
    ["tenants/shop/kustomization.yaml", "namespace: shop\n", "namespace: shop\ncommonLabels:\n  team: shop\n"],
  ],
  [
    "branch of another environment",
    "tenants",
    [root, "targetRevision: main\n    path: operator", "targetRevision: release-7\n    path: operator"],
  ],
  [
    "host of a ServiceEntry as a destination",
    "bank",
    [
      accounts,
      "host: accounts\n            subset: v2\n            port:\n              number: 8080",
      "host: rates.ecb.example",
    ],
  ],
  [
    "label of OpenShift Service Mesh 2 beside a revision",
    "bank",
    [accounts, "    istio.io/rev: stable", "    istio.io/rev: stable\n    maistra.io/member-of: istio-system"],
  ],
  [
    "patch of Flux by a pattern",
    "fleet",
    [
      flux,
      "path: ./infra/istio\n",
      "path: ./infra/istio\n  patches:\n    - target: { kind: Istio, name: 'd.*' }\n      patch: '[]'\n",
    ],
  ],
];
