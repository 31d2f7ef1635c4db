/** A folder beside this file. */
export type Tree = "ambient" | "sidecar" | "flux" | "argocd" | "tenants" | "fleet" | "bank" | "twin" | "edge";

/** File, what stands there (nothing for a new file), and what comes instead (undefined: the file goes). */
export type Edit = readonly [file: string, was: string, becomes?: string];

export type State = readonly [rule: string, what: string, tree: Tree, ...edits: readonly Edit[]];
export type Step = readonly [rule: string, what: string, tree: Tree, edits: readonly Edit[], first?: readonly Edit[]];

const istio = "mesh/istio.yaml";
const cni = "mesh/cni.yaml";
const zt = "mesh/ztunnel.yaml";
const spaces = "mesh/namespaces.yaml";
const shop = "shop/namespace.yaml";
const work = "shop/workloads.yaml";
const wp = "shop/waypoint.yaml";
const ingress = "shop/ingress.yaml";
const routes = "shop/routes.yaml";
const pol = "shop/policies.yaml";
const app = "bookinfo/app.yaml";
const gw = "bookinfo/gateway.yaml";
const traffic = "bookinfo/traffic.yaml";
const bpol = "bookinfo/policies.yaml";
const mesh = "mesh/mesh.yaml";
const web = "apps/web.yaml";

/** A control plane beside the one of the tree. */
const second = (name: string, type: string) =>
  `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata:\n  name: ${name}\nspec:\n  version: v1.27.3\n  namespace: ${name}-system\n  updateStrategy:\n    type: ${type}\n`;

/** The operator as an Application of Argo CD installs it. */
const chart = (version: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: sail-operator\n  namespace: argocd\nspec:\n  project: default\n  source:\n    repoURL: https://istio-ecosystem.github.io/sail-operator\n    chart: sail-operator\n    targetRevision: ${version}\n  destination:\n    server: https://kubernetes.default.svc\n    namespace: sail-operator\n`;

/** What breaks meshes in real repositories, each as one change of a tree in which nothing is wrong: some rule has to say it. */
export const states: readonly State[] = [
  // Versions.
  ["VER004", "Istio without a version", "ambient", [istio, "  version: v1.28.3\n", ""]],
  [
    "VER004",
    "ZTunnel without a version",
    "flux",
    [mesh, "  version: v1.28.3\n  namespace: ztunnel\n", "  namespace: ztunnel\n"],
  ],
  [
    "VER004",
    "IstioCNI with an alias",
    "sidecar",
    [istio, "  version: v1.27.3\n  namespace: istio-cni", "  version: v1.27-latest\n  namespace: istio-cni"],
  ],
  [
    "VER004",
    "Istio with an alias under RevisionBased",
    "sidecar",
    [istio, "  version: v1.27.3\n  namespace: istio-system", "  version: v1.27-latest\n  namespace: istio-system"],
  ],
  [
    "VER002",
    "all of the mesh is end of life",
    "sidecar",
    [istio, "version: v1.27.3\n  namespace: istio-system", "version: v1.23.4\n  namespace: istio-system"],
    [istio, "version: v1.27.3\n  namespace: istio-cni", "version: v1.23.4\n  namespace: istio-cni"],
  ],
  [
    "VER001",
    "a version that the operator of a HelmRelease does not have",
    "flux",
    [mesh, "version: v1.28.3\n  namespace: istio-system", "version: v1.29.1\n  namespace: istio-system"],
  ],
  [
    "VER001",
    "a version of a patch that never was",
    "argocd",
    [mesh, "version: v1.27.3\n  namespace: istio-system", "version: v1.27.33\n  namespace: istio-system"],
  ],
  [
    "VER006",
    "no v",
    "argocd",
    [mesh, "version: v1.27.3\n  namespace: ztunnel", "version: 1.27.3\n  namespace: ztunnel"],
  ],
  [
    "VER006",
    "a version that is a number",
    "flux",
    [mesh, "version: v1.28.3\n  namespace: istio-system", "version: 1.28\n  namespace: istio-system"],
  ],
  [
    "VER007",
    "a hub and a tag",
    "ambient",
    [istio, "    global:\n", "    global:\n      hub: example.com/istio\n      tag: 1.28.1\n"],
  ],
  ["SKEW001", "ztunnel ahead", "ambient", [istio, "v1.28.3", "v1.27.3"]],
  ["SKEW002", "the CNI two minors behind", "ambient", [cni, "v1.28.3", "v1.26.3"]],
  [
    "VER005",
    "an API version that the release does not serve",
    "argocd",
    [mesh, "sailoperator.io/v1alpha1", "sailoperator.io/v1"],
  ],
  // Ambient.
  ["AMB001", "Istio without the profile", "flux", [mesh, "  profile: ambient\n  values", "  values"]],
  [
    "AMB001",
    "IstioCNI without the profile",
    "argocd",
    [mesh, "  namespace: istio-cni\n  profile: ambient\n", "  namespace: istio-cni\n"],
  ],
  [
    "AMB001",
    "the profile of OpenShift alone on IstioCNI",
    "argocd",
    [mesh, "  namespace: istio-cni\n  profile: ambient\n", "  namespace: istio-cni\n  profile: openshift\n"],
  ],
  [
    "AMB001",
    "ZTunnel of another profile",
    "argocd",
    [mesh, "  namespace: ztunnel\n  profile: ambient\n", "  namespace: ztunnel\n  profile: default\n"],
  ],
  ["AMB002", "no CNI file", "ambient", [cni, "", undefined], ["mesh/kustomization.yaml", "  - cni.yaml\n", ""]],
  ["AMB002", "no ztunnel file", "ambient", [zt, "", undefined], ["mesh/kustomization.yaml", "  - ztunnel.yaml\n", ""]],
  [
    "AMB002",
    "an ambient namespace in a sidecar mesh",
    "sidecar",
    [app, "istio.io/rev: stable", "istio.io/dataplane-mode: ambient"],
  ],
  [
    "ZTN003",
    "trusted elsewhere",
    "flux",
    [mesh, "trustedZtunnelNamespace: ztunnel", "trustedZtunnelNamespace: istio-system"],
  ],
  ["ZTN003", "trusted nowhere", "argocd", [mesh, "    pilot:\n      trustedZtunnelNamespace: ztunnel\n", ""]],
  [
    "ZTN003",
    "ztunnel moved alone",
    "argocd",
    [mesh, "  version: v1.27.3\n  namespace: ztunnel", "  version: v1.27.3\n  namespace: istio-cni"],
  ],
  ["NS009", "a CNI namespace that is not there", "ambient", [cni, "namespace: istio-cni", "namespace: istio-cnis"]],
  [
    "NS009",
    "an Istio namespace that is not there",
    "sidecar",
    [istio, "  version: v1.27.3\n  namespace: istio-system", "  version: v1.27.3\n  namespace: istio-sytem"],
  ],
  [
    "NS009",
    "a ztunnel namespace that is not there",
    "ambient",
    [zt, "namespace: ztunnel", "namespace: ztunel"],
    [istio, "trustedZtunnelNamespace: ztunnel", "trustedZtunnelNamespace: ztunel"],
  ],
  [
    "PLAT003",
    "a platform of another place on OpenShift",
    "argocd",
    [mesh, "    pilot:\n", "    global:\n      platform: gke\n    pilot:\n"],
  ],
  [
    "PLAT003",
    "a typing error in the platform of the CNI",
    "ambient",
    [cni, "  values:\n", "  values:\n    global:\n      platform: k3\n"],
  ],
  [
    "SCH001",
    "CNI values of a wrong type",
    "ambient",
    [cni, "reconcileIptablesOnStartup: true", 'reconcileIptablesOnStartup: "yes"'],
  ],
  ["ZTN006", "ztunnel of another network", "ambient", [zt, "network: network1", "network: network2"]],
  ["ZTN006", "ztunnel of another cluster", "ambient", [zt, "clusterName: cluster1", "clusterName: cluster2"]],
  [
    "ZTN006",
    "the network label of the mesh's namespace is another one",
    "ambient",
    [spaces, "topology.istio.io/network: network1", "topology.istio.io/network: network2"],
  ],
  [
    "NS007",
    "Pod Security that refuses the CNI",
    "ambient",
    [
      spaces,
      "    pod-security.kubernetes.io/enforce: privileged\n---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: ztunnel",
      "    pod-security.kubernetes.io/enforce: baseline\n---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: ztunnel",
    ],
  ],
  ["AMB002", "the CNI leaves an ambient namespace alone", "ambient", [cni, "- kube-system", "- shop"]],
  [
    "AMB001",
    "istiod without ambient",
    "ambient",
    [istio, 'PILOT_ENABLE_STATUS: "true"', 'PILOT_ENABLE_AMBIENT: "false"'],
  ],
  // Revisions.
  ["REV006", "a namespace of a tag that is not there", "sidecar", [app, "istio.io/rev: stable", "istio.io/rev: prod"]],
  [
    "REV006",
    "injection by a default that is not there",
    "sidecar",
    [app, "istio.io/rev: stable", "istio-injection: enabled"],
  ],
  ["REV006", "a tag of another Istio", "sidecar", [istio, "    name: mesh\n", "    name: mash\n"]],
  [
    "REV006",
    "a Deployment of another revision",
    "sidecar",
    [
      app,
      "        version: v1\n      annotations",
      "        version: v1\n        istio.io/rev: canary\n      annotations",
    ],
  ],
  [
    "REV006",
    "a waypoint of another revision",
    "ambient",
    [wp, "    istio.io/waypoint-for: service", "    istio.io/rev: canary\n    istio.io/waypoint-for: service"],
  ],
  [
    "REV006",
    "a namespace of a revision of an earlier version",
    "sidecar",
    [app, "istio.io/rev: stable", "istio.io/rev: mesh-v1-26-3"],
  ],
  [
    "REV006",
    "a gateway of a revision of an earlier version",
    "sidecar",
    [
      gw,
      '        sidecar.istio.io/inject: "true"',
      '        sidecar.istio.io/inject: "true"\n        istio.io/rev: mesh-v1-26-2',
    ],
  ],
  [
    "REV006",
    "a version after the name of a control plane that has none, beside others",
    "sidecar",
    ["mesh/east.yaml", "", second("east", "InPlace")],
    [app, "istio.io/rev: stable", "istio.io/rev: east-v1-27-3"],
  ],
  [
    "REV006",
    "an earlier revision of a second control plane",
    "sidecar",
    ["east/istio.yaml", "", second("east", "RevisionBased")],
    [app, "istio.io/rev: stable", "istio.io/rev: east-v1-26-1"],
  ],
  [
    "REV006",
    "a revision of nobody, of several control planes",
    "sidecar",
    ["east/istio.yaml", "", second("east", "InPlace")],
    [app, "istio.io/rev: stable", "istio.io/rev: west"],
  ],
  [
    "REV005",
    "an old revision that goes at once",
    "sidecar",
    [istio, "inactiveRevisionDeletionGracePeriodSeconds: 3600", "inactiveRevisionDeletionGracePeriodSeconds: 30"],
  ],
  [
    "REV005",
    "the same, by the operator's default",
    "sidecar",
    [istio, "    inactiveRevisionDeletionGracePeriodSeconds: 3600\n", ""],
  ],
  [
    "REV006",
    "an ingress of another revision",
    "ambient",
    [
      ingress,
      "  name: ingress\n  namespace: shop\n",
      "  name: ingress\n  namespace: shop\n  labels:\n    istio.io/rev: default-v1-28-2\n",
    ],
  ],
  [
    "NS002",
    "a revision and injection",
    "sidecar",
    [app, "istio.io/rev: stable", "istio.io/rev: stable\n    istio-injection: enabled"],
  ],
  [
    "REV003",
    "a tag called default",
    "argocd",
    [
      "mesh/tag.yaml",
      "",
      "apiVersion: sailoperator.io/v1\nkind: IstioRevisionTag\nmetadata:\n  name: default\nspec:\n  targetRef:\n    kind: Istio\n    name: default\n",
    ],
  ],
  [
    "NS002",
    "both data planes",
    "ambient",
    [shop, "istio.io/dataplane-mode: ambient", "istio.io/dataplane-mode: ambient\n    istio-injection: enabled"],
  ],
  // Labels.
  ["NS005", "Ambient in upper case", "argocd", [web, "dataplane-mode: ambient", "dataplane-mode: Ambient"]],
  ["NS005", "dataplane with a hyphen", "argocd", [web, "istio.io/dataplane-mode", "istio.io/data-plane-mode"]],
  [
    "NS005",
    "mode as an annotation",
    "flux",
    [
      web,
      "  labels:\n    istio.io/dataplane-mode: ambient\n  annotations:\n",
      "  annotations:\n    istio.io/dataplane-mode: ambient\n",
    ],
  ],
  ["NS005", "injection set to true", "sidecar", [app, "istio.io/rev: stable", 'istio-injection: "true"']],
  [
    "NS005",
    "the label of injection on the Deployment",
    "sidecar",
    [
      app,
      "  name: reviews-v1\n  namespace: bookinfo\n",
      '  name: reviews-v1\n  namespace: bookinfo\n  labels:\n    sidecar.istio.io/inject: "false"\n',
    ],
  ],
  [
    "NS005",
    "a revision label on the Deployment",
    "sidecar",
    [
      app,
      "  name: reviews-v1\n  namespace: bookinfo\n",
      "  name: reviews-v1\n  namespace: bookinfo\n  labels:\n    istio.io/rev: stable\n",
    ],
  ],
  [
    "NS005",
    "injection as an annotation of the namespace",
    "sidecar",
    [app, "  labels:\n    istio.io/rev: stable\n", "  annotations:\n    istio.io/rev: stable\n"],
  ],
  [
    "NS005",
    "inject of the namespace by the label of pods",
    "sidecar",
    [app, "istio.io/rev: stable", 'sidecar.istio.io/inject: "true"'],
  ],
  [
    "SCH004",
    "a label that is a boolean",
    "sidecar",
    [gw, 'sidecar.istio.io/inject: "true"', "sidecar.istio.io/inject: true"],
  ],
  [
    "NS005",
    "the template of gateways among the labels",
    "sidecar",
    [
      gw,
      "      annotations:\n        inject.istio.io/templates: gateway\n      labels:\n",
      "      labels:\n        inject.istio.io/templates: gateway\n",
    ],
  ],
  [
    "NS005",
    "a template that is none",
    "sidecar",
    [gw, "inject.istio.io/templates: gateway", "inject.istio.io/templates: gateways"],
  ],
  [
    "GTW003",
    "a gateway that is not injected",
    "sidecar",
    [gw, '        sidecar.istio.io/inject: "true"\n', '        sidecar.istio.io/inject: "false"\n'],
  ],
  ["NS003", "a namespace without the label of discovery", "ambient", [shop, "    istio-discovery: enabled\n", ""]],
  [
    "NS003",
    "ztunnel without the label of discovery",
    "argocd",
    [mesh, "  name: ztunnel\n  labels:\n    istio-discovery: enabled\n", "  name: ztunnel\n"],
  ],
  [
    "NS003",
    "selectors with a typing error",
    "argocd",
    [
      mesh,
      "        - matchLabels:\n            istio-discovery: enabled",
      "        - matchLabels:\n            istio-discovery: enable",
    ],
  ],
  [
    "NS003",
    "a label of discovery that is true",
    "argocd",
    [web, "istio-discovery: enabled", 'istio-discovery: "true"'],
  ],
  // Waypoints.
  ["WPT001", "a waypoint with a typing error", "argocd", [web, "use-waypoint: waypoint", "use-waypoint: waypont"]],
  ["WPT001", "no namespace of the waypoint", "ambient", [shop, "    istio.io/use-waypoint-namespace: shop\n", ""]],
  [
    "WPT001",
    "the waypoint moved",
    "argocd",
    [web, "  name: waypoint\n  namespace: web", "  name: waypoint\n  namespace: default"],
  ],
  [
    "WPT001",
    "a Service's waypoint that is not there",
    "ambient",
    [work, "  labels:\n    app: cart\nspec", "  labels:\n    app: cart\n    istio.io/use-waypoint: mine\nspec"],
  ],
  ["WPT004", "a waypoint that lets its own namespace in", "ambient", [wp, "from: All", "from: Same"]],
  [
    "WPT004",
    "a waypoint whose selector misses a namespace",
    "ambient",
    [
      wp,
      "          from: All",
      "          from: Selector\n          selector:\n            matchLabels:\n              team: a",
    ],
  ],
  ["WPT005", "a waypoint's port", "argocd", [web, "port: 15008", "port: 15088"]],
  ["WPT005", "a waypoint's protocol", "argocd", [web, "protocol: HBONE", "protocol: TCP"]],
  [
    "GTW001",
    "a waypoint's class",
    "argocd",
    [web, "gatewayClassName: istio-waypoint", "gatewayClassName: istio-waypoints"],
  ],
  ["WPT005", "the class of an ingress", "argocd", [web, "gatewayClassName: istio-waypoint", "gatewayClassName: istio"]],
  ["WPT005", "for services", "ambient", [wp, "waypoint-for: service", "waypoint-for: services"]],
  [
    "POL002",
    "a waypoint for workloads, policies on Services",
    "ambient",
    [wp, "waypoint-for: service", "waypoint-for: workload"],
  ],
  ["WPT004", "a waypoint for none", "ambient", [wp, "waypoint-for: service", "waypoint-for: none"]],
  ["WPT005", "for as an annotation", "ambient", [wp, "  labels:\n", "  annotations:\n"]],
  [
    "NS005",
    "a waypoint-for on the namespace",
    "ambient",
    [
      shop,
      "    istio.io/use-waypoint: waypoint\n---",
      "    istio.io/use-waypoint: waypoint\n    istio.io/waypoint-for: all\n---",
    ],
  ],
  [
    "NS005",
    "ingress through a waypoint that is none",
    "flux",
    [
      web,
      "    istio.io/dataplane-mode: ambient\n",
      '    istio.io/dataplane-mode: ambient\n    istio.io/ingress-use-waypoint: "true"\n',
    ],
  ],
  [
    "NS005",
    "ingress through a waypoint with a word that is none",
    "argocd",
    [
      web,
      "    istio.io/use-waypoint: waypoint\n",
      "    istio.io/use-waypoint: waypoint\n    istio.io/ingress-use-waypoint: enabled\n",
    ],
  ],
  ["SCH001", "a waypoint that allows all in lower case", "ambient", [wp, "from: All", "from: all"]],
  // Routes.
  [
    "TGT001",
    "a route on a Gateway that is not there",
    "ambient",
    [routes, "    - name: ingress\n", "    - name: ingres\n"],
  ],
  ["TGT002", "a route on a listener that is not there", "ambient", [routes, "sectionName: https", "sectionName: tls"]],
  ["TGT002", "a backend that is not there", "ambient", [routes, "        - name: cart-v2", "        - name: cart-v3"]],
  [
    "TGT002",
    "a backend port that is not there",
    "ambient",
    [routes, "          port: 80\n          weight: 10", "          port: 8080\n          weight: 10"],
  ],
  [
    "TGT002",
    "a backend by its name of DNS",
    "ambient",
    [routes, "        - name: cart-v2", "        - name: cart-v2.shop.svc.cluster.local"],
  ],
  [
    "TGT002",
    "a backend elsewhere without a grant",
    "ambient",
    [routes, "        - name: cart-v2\n", "        - name: ledger\n          namespace: bank\n"],
  ],
  [
    "TGT002",
    "a host name that the listener does not take",
    "ambient",
    [routes, "shop.example.com", "shop.example.org"],
  ],
  [
    "TGT002",
    "a route of a namespace that the Gateway does not take",
    "ambient",
    [routes, "  name: cart-outside\n  namespace: shop", "  name: cart-outside\n  namespace: bank"],
    [routes, "    - name: ingress\n", "    - name: ingress\n      namespace: shop\n"],
  ],
  ["SCH001", "a timeout without a unit", "ambient", [routes, "request: 10s", 'request: "10"']],
  ["SCH001", "a path without its slash", "ambient", [routes, "value: /cart", "value: cart"]],
  ["SCH001", "a type of match that is none", "ambient", [routes, "type: PathPrefix", "type: Prefix"]],
  ["SCH001", "a weight below nothing", "ambient", [routes, "weight: 10", "weight: -10"]],
  [
    "SCH002",
    "backends of the other API",
    "ambient",
    [
      routes,
      "      backendRefs:\n        - name: cart\n          port: 80\n---",
      "      backends:\n        - name: cart\n          port: 80\n---",
    ],
  ],
  ["SCH001", "a host name with its port", "ambient", [routes, "- shop.example.com", '- "shop.example.com:443"']],
  [
    "SCH001",
    "a backend without its port",
    "ambient",
    [routes, "          port: 80\n          weight: 10", "          weight: 10"],
  ],
  ["SCH001", "listeners of one name", "ambient", [ingress, "- name: https", "- name: http"]],
  [
    "GTW002",
    "https without its certificate",
    "ambient",
    [ingress, "      tls:\n        mode: Terminate\n        certificateRefs:\n          - name: ingress-cert\n", ""],
  ],
  ["SCH001", "http with a certificate", "ambient", [ingress, "      protocol: HTTPS", "      protocol: HTTP"]],
  [
    "GTW002",
    "a certificate elsewhere without a grant",
    "ambient",
    [ingress, "          - name: ingress-cert", "          - name: ingress-cert\n            namespace: bank"],
  ],
  [
    "SCH002",
    "a field of Istio's Gateway on one of Gateway API",
    "ambient",
    [ingress, "spec:\n", "spec:\n  selector:\n    istio: ingress\n"],
  ],
  [
    "SCH002",
    "Istio's Gateway under Gateway API's group",
    "sidecar",
    [
      gw,
      "apiVersion: networking.istio.io/v1\nkind: Gateway",
      "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway",
    ],
  ],
  [
    "POL002",
    "a route on a Service without a waypoint",
    "flux",
    [
      "apps/route.yaml",
      "",
      'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: web\n  namespace: web\n  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled\nspec:\n  parentRefs:\n    - group: ""\n      kind: Service\n      name: web\n  rules:\n    - backendRefs:\n        - name: web\n          port: 80\n',
    ],
    ["apps/kustomization.yaml", "- web.yaml", "- web.yaml\n  - route.yaml"],
  ],
  // Policies.
  [
    "TGT001",
    "a policy for a Service that is not there",
    "ambient",
    [pol, "      kind: Service\n      name: cart\n", "      kind: Service\n      name: card\n"],
  ],
  [
    "TGT001",
    "a policy for a Gateway that is not there",
    "ambient",
    [pol, "      kind: Gateway\n      name: waypoint\n", "      kind: Gateway\n      name: waypoints\n"],
  ],
  [
    "SCH001",
    "a selector and targetRefs",
    "ambient",
    [
      pol,
      'spec:\n  targetRefs:\n    - group: ""',
      'spec:\n  selector:\n    matchLabels:\n      app: cart\n  targetRefs:\n    - group: ""',
    ],
  ],
  [
    "SCH001",
    "targetRef and targetRefs",
    "ambient",
    [
      pol,
      'spec:\n  targetRefs:\n    - group: ""',
      'spec:\n  targetRef:\n    group: ""\n    kind: Service\n    name: cart\n  targetRefs:\n    - group: ""',
    ],
  ],
  [
    "POL001",
    "HTTP for ztunnel",
    "ambient",
    [
      pol,
      '        - operation:\n            ports:\n              - "8080"',
      "        - operation:\n            methods:\n              - GET",
    ],
  ],
  [
    "POL001",
    "the same as one of the whole namespace",
    "ambient",
    [
      pol,
      '  selector:\n    matchLabels:\n      app: cart\n  action: ALLOW\n  rules:\n    - from:\n        - source:\n            principals:\n              - cluster.local/ns/shop/sa/waypoint\n      to:\n        - operation:\n            ports:\n              - "8080"',
      "  action: DENY\n  rules:\n    - to:\n        - operation:\n            paths:\n              - /admin",
    ],
  ],
  ["SCH001", "an action in small letters", "ambient", [pol, "action: ALLOW", "action: allow"]],
  [
    "POL003",
    "a principal without the namespace",
    "ambient",
    [pol, "cluster.local/ns/shop/sa/cart", "cluster.local/shop/cart"],
  ],
  [
    "POL003",
    "a principal with its scheme",
    "ambient",
    [pol, "cluster.local/ns/shop/sa/waypoint", "spiffe://cluster.local/ns/shop/sa/waypoint"],
  ],
  [
    "POL003",
    "a service account that is not there",
    "ambient",
    [pol, "cluster.local/ns/shop/sa/cart", "cluster.local/ns/shop/sa/card"],
  ],
  ["POL003", "a method in small letters", "sidecar", [bpol, '["GET"]', '["get"]']],
  ["POL003", "a path without its slash", "sidecar", [bpol, '["/reviews*"]', '["reviews*"]']],
  [
    "POL003",
    "a provider that is not there",
    "ambient",
    [
      pol,
      "  action: ALLOW\n  rules:\n    - from:\n        - source:\n            principals:\n              - cluster.local/ns/shop/sa/cart",
      "  action: CUSTOM\n  provider:\n    name: auth\n  rules:\n    - from:\n        - source:\n            principals:\n              - cluster.local/ns/shop/sa/cart",
    ],
  ],
  [
    "POL003",
    "a condition on a key that is none",
    "sidecar",
    [bpol, "request.auth.claims[group]", "request.auth.claim[group]"],
  ],
  [
    "TGT003",
    "a Gateway in another namespace",
    "sidecar",
    [traffic, "  gateways:\n    - bookinfo", "  gateways:\n    - istio-system/bookinfo"],
  ],
  [
    "TGT003",
    "claims without anything that reads tokens",
    "sidecar",
    [
      bpol,
      "kind: RequestAuthentication\nmetadata:\n  name: reviews\n  namespace: bookinfo\nspec:\n  selector:\n    matchLabels:\n      app: reviews",
      "kind: RequestAuthentication\nmetadata:\n  name: reviews\n  namespace: bookinfo\nspec:\n  selector:\n    matchLabels:\n      app: ratings",
    ],
  ],
  [
    "POL003",
    "ALLOW without rules",
    "sidecar",
    [
      bpol,
      '  action: ALLOW\n  rules:\n    - from:\n        - source:\n            requestPrincipals:\n              - https://issuer.example.com/*\n      to:\n        - operation:\n            methods: ["GET"]\n            paths: ["/reviews*"]\n      when:\n        - key: request.auth.claims[group]\n          values: ["readers"]\n',
      "  action: DENY\n",
    ],
  ],
  ["SCH002", "rule instead of rules", "sidecar", [bpol, "  rules:\n", "  rule:\n"]],
  ["SCH001", "an mTLS mode that is none", "sidecar", [bpol, "mode: STRICT", "mode: MUTUAL"]],
  [
    "SCH001",
    "ports of mTLS and no selector",
    "sidecar",
    [bpol, "  selector:\n    matchLabels:\n      app: reviews\n  mtls", "  mtls"],
  ],
  [
    "TGT003",
    "a policy that selects no pod",
    "sidecar",
    [bpol, "      app: reviews\n  mtls", "      app: review\n  mtls"],
  ],
  ["POL004", "ports of mTLS that are a Service's", "sidecar", [bpol, "    9080:", "    80:"]],
  ["POL004", "mTLS that ambient cannot switch off", "ambient", [pol, "mode: STRICT", "mode: DISABLE"]],
  [
    "POL004",
    "two policies of mTLS for one namespace",
    "sidecar",
    [
      bpol,
      "apiVersion: security.istio.io/v1\nkind: RequestAuthentication",
      "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata:\n  name: permissive\n  namespace: bookinfo\nspec:\n  mtls:\n    mode: PERMISSIVE\n---\napiVersion: security.istio.io/v1\nkind: RequestAuthentication",
    ],
  ],
  [
    "POL004",
    "a key set that is no URL",
    "sidecar",
    [bpol, "jwksUri: https://issuer.example.com/keys", "jwksUri: issuer.example.com/keys"],
  ],
  [
    "POL004",
    "a rule of tokens without an issuer",
    "sidecar",
    [bpol, "    - issuer: https://issuer.example.com\n      jwksUri", "    - jwksUri"],
  ],
  ["TEL001", "a provider of tracing that is not there", "ambient", [pol, "- name: otel", "- name: zipkin"]],
  ["TEL001", "a provider of logs that is not there", "sidecar", [bpol, "- name: envoy", "- name: envoi"]],
  [
    "SCH001",
    "a share above the whole",
    "ambient",
    [pol, "randomSamplingPercentage: 1", "randomSamplingPercentage: 101"],
  ],
  [
    "TEL001",
    "an extension provider whose Service is not there",
    "ambient",
    [istio, "service: collector.shop.svc", "service: collectr.shop.svc"],
  ],
  [
    "TEL001",
    "an extension provider on a port that its Service does not have",
    "ambient",
    [istio, "port: 4317", "port: 4318"],
  ],
  // Istio networking.
  [
    "TGT003",
    "a VirtualService for a Gateway that is not there",
    "sidecar",
    [traffic, "  gateways:\n    - bookinfo", "  gateways:\n    - bookinf"],
  ],
  [
    "TGT003",
    "a destination that is not there",
    "sidecar",
    [traffic, "host: reviews\n            subset", "host: review\n            subset"],
  ],
  ["TGT003", "a subset that is not there", "sidecar", [traffic, "subset: v1", "subset: v2"]],
  ["TGT004", "a destination port that is not there", "sidecar", [traffic, "number: 9080", "number: 9081"]],
  ["TGT004", "a DestinationRule for nothing", "sidecar", [traffic, "spec:\n  host: reviews", "spec:\n  host: review"]],
  ["TGT004", "a subset that selects no pod", "sidecar", [traffic, "        version: v1", "        version: v9"]],
  [
    "TGT004",
    "a host that its Gateway does not have",
    "sidecar",
    [traffic, "    - bookinfo.example.com", "    - books.example.com"],
  ],
  [
    "TGT003",
    "a Gateway that selects nothing",
    "sidecar",
    [
      gw,
      "spec:\n  selector:\n    istio: ingressgateway\n  servers",
      "spec:\n  selector:\n    istio: ingressgatewy\n  servers",
    ],
  ],
  ["SCH001", "a load balancer that is none", "sidecar", [traffic, "simple: LEAST_REQUEST", "simple: LEAST_REQUESTS"]],
  ["SCH001", "a time without a unit", "sidecar", [traffic, "interval: 10s", "interval: 10"]],
  ["SCH002", "retry for retries", "sidecar", [traffic, "      retries:", "      retry:"]],
  ["SCH002", "a pool with a typing error", "sidecar", [traffic, "http1MaxPendingRequests", "http1MaxPendingRequest"]],
  ["SCH001", "weights that are more than whole", "sidecar", [traffic, "weight: 100", "weight: 1000000000000"]],
  ["TGT004", "hosts of a Sidecar without a namespace", "sidecar", [traffic, "- ./*", "- reviews"]],
  ["SCH001", "a resolution that is none", "sidecar", [traffic, "resolution: DNS", "resolution: dns"]],
  ["SCH001", "a location that is none", "sidecar", [traffic, "location: MESH_EXTERNAL", "location: EXTERNAL"]],
  ["TGT004", "endpoints of nothing", "sidecar", [traffic, "resolution: DNS", "resolution: STATIC"]],
  ["SCH001", "a port of a ServiceEntry that is none", "sidecar", [traffic, "number: 443", "number: 70000"]],
  ["TGT004", "DNS of a host with a star", "sidecar", [traffic, "- rates.example.org", '- "*.example.org"']],
  ["GTW002", "a port protocol that is none", "sidecar", [gw, "protocol: HTTP\n", "protocol: HTPP\n"]],
  ["GTW002", "HTTPS without its tls", "sidecar", [gw, "protocol: HTTP\n", "protocol: HTTPS\n"]],
  [
    "TGT004",
    "a second VirtualService of one host",
    "sidecar",
    [
      "bookinfo/more.yaml",
      "",
      "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: other\n  namespace: bookinfo\nspec:\n  hosts: [reviews]\n  http:\n    - route:\n        - destination:\n            host: reviews\n---\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: another\n  namespace: bookinfo\nspec:\n  hosts: [reviews.bookinfo.svc.cluster.local]\n  http:\n    - route:\n        - destination:\n            host: reviews\n",
    ],
  ],
  [
    "TGT004",
    "a second DestinationRule of one host",
    "sidecar",
    [
      "bookinfo/more.yaml",
      "",
      "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata:\n  name: other\n  namespace: bookinfo\nspec:\n  host: reviews.bookinfo.svc.cluster.local\n  trafficPolicy:\n    tls:\n      mode: ISTIO_MUTUAL\n",
    ],
  ],
  [
    "POL004",
    "a DestinationRule that switches mTLS off under STRICT",
    "sidecar",
    [traffic, "  trafficPolicy:\n", "  trafficPolicy:\n    tls:\n      mode: DISABLE\n"],
    [bpol, "  portLevelMtls:\n    9080:\n      mode: PERMISSIVE\n", ""],
  ],
  [
    "TGT004",
    "a Service whose selector matches no pod",
    "sidecar",
    [app, "  selector:\n    app: reviews\n  ports", "  selector:\n    app: review\n  ports"],
  ],
  // Workloads.
  [
    "HA001",
    "a budget that selects nothing",
    "sidecar",
    [
      gw,
      "  minAvailable: 1\n  selector:\n    matchLabels:\n      istio: ingressgateway",
      "  minAvailable: 1\n  selector:\n    matchLabels:\n      istio: ingress",
    ],
  ],
  ["HA001", "a budget that lets nobody go", "sidecar", [gw, "minAvailable: 1", "minAvailable: 100%"]],
  ["SCH004", "a namespace with a dot", "ambient", ["shop/policies.yaml", "namespace: shop", "namespace: shop3.0"]],
  ["SCH004", "an autoscaler upside down", "sidecar", [gw, "minReplicas: 2", "minReplicas: 6"]],
  [
    "HA001",
    "an autoscaler of nothing",
    "sidecar",
    [gw, "    name: ingressgateway\n---\napiVersion: networking", "    name: ingress\n---\napiVersion: networking"],
  ],
  ["HA001", "istiod's autoscaler upside down", "ambient", [istio, "autoscaleMin: 2", "autoscaleMin: 7"]],
  ["SCH001", "a quantity that is none", "ambient", [istio, "cpu: 500m", "cpu: 500 m"]],
  ["SCH004", "a limit below its request", "ambient", [istio, "memory: 4Gi", "memory: 1Gi"]],
  ["SCH001", "memory in a unit that is none", "ambient", [zt, "memory: 512Mi", "memory: 512MB"]],
  [
    "SCH004",
    "a Deployment whose selector is not its pods'",
    "sidecar",
    [
      app,
      "    matchLabels:\n      app: reviews\n      version: v1\n  template",
      "    matchLabels:\n      app: review\n      version: v1\n  template",
    ],
  ],
  // Values.
  ["VER005", "autoscaleMin with a typing error", "ambient", [istio, "autoscaleMin", "autoScaleMin"]],
  ["VER005", "meshConfig with a typing error", "ambient", [istio, "accessLogFile", "accesLogFile"]],
  [
    "VER005",
    "discoverySelectors under pilot",
    "argocd",
    [
      mesh,
      "    meshConfig:\n      discoverySelectors:\n        - matchLabels:\n            istio-discovery: enabled",
      "      discoverySelectors:\n        - matchLabels:\n            istio-discovery: enabled",
    ],
  ],
  [
    "VER005",
    "a deep typing error",
    "ambient",
    [istio, "holdApplicationUntilProxyStarts", "holdApplicationUntilProxyStart"],
  ],
  ["VER005", "a typing error of an extension provider", "ambient", [istio, "envoyExtAuthzGrpc", "envoyExtAuthGrpc"]],
  ["VER005", "a typing error of the cluster", "ambient", [zt, "multiCluster:", "multicluster:"]],
  [
    "VER005",
    "values of the CNI without cni",
    "ambient",
    [
      cni,
      "    cni:\n      excludeNamespaces:\n        - kube-system\n",
      "    excludeNamespaces:\n      - kube-system\n    cni:\n",
    ],
  ],
  [
    "VER005",
    "ztunnel's values without ztunnel",
    "ambient",
    [zt, "    ztunnel:\n      network: network1\n", "    network: network1\n    ztunnel:\n"],
  ],
  ["SCH001", "a mode that is none", "ambient", [istio, "mode: ALLOW_ANY", "mode: ALLOW_ALL"]],
  ["SCH001", "an encoding that is none", "ambient", [istio, "accessLogEncoding: JSON", "accessLogEncoding: json"]],
  ["SCH001", "a boolean in quotes", "ambient", [istio, "autoscaleEnabled: true", 'autoscaleEnabled: "true"']],
  [
    "SCH001",
    "an env value that is a boolean",
    "ambient",
    [istio, 'PILOT_ENABLE_STATUS: "true"', "PILOT_ENABLE_STATUS: true"],
  ],
  [
    "SCH001",
    "metadata that is a boolean",
    "sidecar",
    [istio, 'ISTIO_META_DNS_CAPTURE: "true"', "ISTIO_META_DNS_CAPTURE: true"],
  ],
  ["SCH001", "a strategy in small letters", "sidecar", [istio, "type: RevisionBased", "type: revisionBased"]],
  [
    "SCH001",
    "a grace period in quotes",
    "sidecar",
    [istio, "inactiveRevisionDeletionGracePeriodSeconds: 3600", 'inactiveRevisionDeletionGracePeriodSeconds: "3600"'],
  ],
  [
    "SCH001",
    "a target of a tag without its name",
    "sidecar",
    [istio, "    kind: Istio\n    name: mesh\n", "    kind: Istio\n"],
  ],
  [
    "REV006",
    "a kind of target that is none",
    "sidecar",
    [istio, "    kind: Istio\n    name: mesh\n", "    kind: istio\n    name: mesh\n"],
  ],
  ["CP004", "a trace share above all", "ambient", [istio, "traceSampling: 1", "traceSampling: 1000"]],
  ["CP004", "two extension providers of one name", "ambient", [istio, "- name: authz", "- name: otel"]],
  [
    "CP004",
    "an extension provider without a kind",
    "ambient",
    [
      istio,
      "        - name: authz\n          envoyExtAuthzGrpc:\n            service: authz.shop.svc.cluster.local\n            port: 9000\n",
      "        - name: authz\n",
    ],
  ],
  [
    "CP001",
    "a second Istio",
    "flux",
    [
      "mesh/second.yaml",
      "",
      "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata:\n  name: second\n  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled\nspec:\n  version: v1.28.3\n  namespace: istio-system\n  profile: ambient\n  values:\n    pilot:\n      trustedZtunnelNamespace: ztunnel\n",
    ],
    ["mesh/kustomization.yaml", "- mesh.yaml", "- mesh.yaml\n  - second.yaml"],
  ],
  [
    "ZTN001",
    "a CNI of another name",
    "argocd",
    [mesh, "kind: IstioCNI\nmetadata:\n  name: default", "kind: IstioCNI\nmetadata:\n  name: istio-cni"],
  ],
  [
    "SCH003",
    "a kind of old",
    "flux",
    [mesh, "apiVersion: sailoperator.io/v1\nkind: Istio\n", "apiVersion: operator.istio.io/v1alpha1\nkind: Istio\n"],
  ],
  ["SCH003", "a kind with a typing error", "flux", [mesh, "kind: ZTunnel", "kind: Ztunnel"]],
  ["VER005", "a field of status", "flux", [mesh, "  profile: ambient\n  values", "  profiles: ambient\n  values"]],
  // Folders.
  [
    "DUP001",
    "an object twice, in two folders",
    "flux",
    [
      "apps/again.yaml",
      "",
      "apiVersion: sailoperator.io/v1\nkind: ZTunnel\nmetadata:\n  name: default\n  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled\nspec:\n  version: v1.28.2\n  namespace: ztunnel\n",
    ],
    ["apps/kustomization.yaml", "- web.yaml", "- web.yaml\n  - again.yaml"],
  ],
  [
    "DUP001",
    "an object twice, in two folders that one kustomization lists",
    "ambient",
    [
      "shop/workloads.yaml",
      "apiVersion: v1\nkind: ServiceAccount",
      "apiVersion: sailoperator.io/v1\nkind: IstioCNI\nmetadata:\n  name: default\nspec:\n  version: v1.28.3\n  namespace: istio-cni\n---\napiVersion: v1\nkind: ServiceAccount",
    ],
  ],
  ["DUP001", "a Namespace twice", "ambient", [shop, "  name: bank\n", "  name: shop\n"]],
  ["KUS001", "a file that is not listed", "ambient", ["mesh/kustomization.yaml", "  - ztunnel.yaml\n", ""]],
  ["KUS001", "a file that is not there", "ambient", ["shop/kustomization.yaml", "- policies.yaml", "- policy.yaml"]],
  ["KUS001", "a folder that is not there", "ambient", ["kustomization.yaml", "- shop", "- shops"]],
  ["KUS001", "a patch of nothing", "flux", ["mesh/kustomization.yaml", "name: default", "name: prod"]],
  ["KUS001", "a field with a typing error", "flux", ["mesh/kustomization.yaml", "resources:", "resource:"]],
  ["KUS001", "a file listed twice", "flux", ["mesh/kustomization.yaml", "- mesh.yaml", "- mesh.yaml\n  - mesh.yaml"]],
  [
    "KUS001",
    "a namespace over everything",
    "flux",
    ["mesh/kustomization.yaml", "resources:", "namespace: mesh\nresources:"],
  ],
  [
    "KUS001",
    "a prefix over everything",
    "flux",
    ["mesh/kustomization.yaml", "resources:", "namePrefix: prod-\nresources:"],
  ],
  [
    "KUS001",
    "a patch file that is not there",
    "flux",
    ["mesh/kustomization.yaml", "patches:\n", "patches:\n  - path: prod.yaml\n"],
  ],
  // Flux.
  [
    "DEL008",
    "a dependency that is not there",
    "flux",
    ["clusters/prod/mesh.yaml", "    - name: mesh\n", "    - name: meshes\n"],
  ],
  [
    "DEL008",
    "a ring of dependencies",
    "flux",
    ["clusters/prod/mesh.yaml", "  wait: true\n", "  wait: true\n  dependsOn:\n    - name: apps\n"],
  ],
  [
    "DEL009",
    "targetNamespace over a mesh",
    "flux",
    ["clusters/prod/mesh.yaml", "  wait: true\n", "  wait: true\n  targetNamespace: istio-system\n"],
  ],
  ["DEL011", "a path that is not there", "flux", ["clusters/prod/mesh.yaml", "path: ./mesh", "path: ./meshes"]],
  [
    "DEL011",
    "a source that is not there",
    "flux",
    ["clusters/prod/mesh.yaml", "    name: fleet\n---", "    name: flet\n---"],
  ],
  [
    "DEL011",
    "a HelmRepository that is not there",
    "flux",
    [
      "clusters/prod/operator.yaml",
      "        kind: HelmRepository\n        name: sail-operator",
      "        kind: HelmRepository\n        name: sail",
    ],
  ],
  [
    "VER004",
    "a chart that floats",
    "flux",
    ["clusters/prod/operator.yaml", "      version: 1.28.3\n", "      version: 1.x\n"],
  ],
  ["VER004", "a chart without a version", "flux", ["clusters/prod/operator.yaml", "      version: 1.28.3\n", ""]],
  [
    "DEL007",
    "a Kustomization with force",
    "flux",
    ["clusters/prod/mesh.yaml", "  wait: true\n", "  wait: true\n  force: true\n"],
  ],
  [
    "DEL004",
    "an Istio that may be pruned",
    "flux",
    [
      mesh,
      "kind: Istio\nmetadata:\n  name: default\n  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled\n",
      "kind: Istio\nmetadata:\n  name: default\n",
    ],
  ],
  [
    "DEL004",
    "an annotation with a typing error",
    "flux",
    [
      mesh,
      "kind: ZTunnel\nmetadata:\n  name: default\n  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled",
      "kind: ZTunnel\nmetadata:\n  name: default\n  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disable",
    ],
  ],
  // Argo CD.
  ["WAV001", "a wave that is no number", "argocd", [mesh, 'sync-wave: "3"', "sync-wave: third"]],
  ["WAV001", "a wave with a fraction", "argocd", [mesh, 'sync-wave: "3"', 'sync-wave: "3.5"']],
  ["WAV001", "Istio before its namespace", "argocd", [mesh, 'sync-wave: "2"', 'sync-wave: "-1"']],
  ["WAV001", "ztunnel before the CNI", "argocd", [mesh, 'sync-wave: "4"', 'sync-wave: "2"']],
  ["WAV001", "the operator last", "argocd", ["operator/operator.yaml", 'sync-wave: "0"', 'sync-wave: "9"']],
  ["WAV001", "the waypoint first", "argocd", [web, 'sync-wave: "5"', 'sync-wave: "0"']],
  ["BROKEN", "a wave without quotes", "argocd", [mesh, 'sync-wave: "3"', "sync-wave: 3"]],
  [
    "WAV002",
    "a Namespace pulled up",
    "argocd",
    [
      web,
      "    argocd.argoproj.io/sync-options: Prune=false,Delete=false\n---",
      '    argocd.argoproj.io/sync-options: Prune=false,Delete=false\n    argocd.argoproj.io/sync-wave: "6"\n---',
    ],
  ],
  [
    "DEL004",
    "an Istio without protection",
    "argocd",
    [
      mesh,
      'Prune=false,Delete=false,SkipDryRunOnMissingResource=true\n    argocd.argoproj.io/sync-wave: "2"',
      'SkipDryRunOnMissingResource=true\n    argocd.argoproj.io/sync-wave: "2"',
    ],
  ],
  [
    "DEL004",
    "options with a typing error",
    "argocd",
    [
      mesh,
      'Prune=false,Delete=false,SkipDryRunOnMissingResource=true\n    argocd.argoproj.io/sync-wave: "2"',
      'Prune=No,SkipDryRunOnMissingResource=true\n    argocd.argoproj.io/sync-wave: "2"',
    ],
  ],
  [
    "DEL005",
    "a dry run of what is not there",
    "argocd",
    [
      mesh,
      'Prune=false,Delete=false,SkipDryRunOnMissingResource=true\n    argocd.argoproj.io/sync-wave: "4"',
      'Prune=false,Delete=false\n    argocd.argoproj.io/sync-wave: "4"',
    ],
  ],
  [
    "DEL007",
    "ztunnel as a hook",
    "argocd",
    [
      mesh,
      '    argocd.argoproj.io/sync-wave: "4"',
      '    argocd.argoproj.io/hook: PostSync\n    argocd.argoproj.io/sync-wave: "4"',
    ],
  ],
  [
    "DEL007",
    "Istio replaced",
    "argocd",
    [
      mesh,
      'SkipDryRunOnMissingResource=true\n    argocd.argoproj.io/sync-wave: "2"',
      'SkipDryRunOnMissingResource=true,Replace=true\n    argocd.argoproj.io/sync-wave: "2"',
    ],
  ],
  ["DEL007", "an Application that replaces", "argocd", ["bootstrap/apps.yaml", "ServerSideApply=true", "Replace=true"]],
  [
    "DEL013",
    "waves of which only what differs is applied",
    "argocd",
    ["bootstrap/apps.yaml", "- ServerSideApply=true", "- ApplyOutOfSyncOnly=true"],
  ],
  ["DEL011", "a path that is not there", "argocd", ["bootstrap/apps.yaml", "path: mesh", "path: meshes"]],
  // Operators.
  [
    "VER004",
    "a Subscription that approves itself",
    "argocd",
    ["operator/operator.yaml", "installPlanApproval: Manual", "installPlanApproval: Automatic"],
  ],
  [
    "VER004",
    "a Subscription that says nothing of approval",
    "argocd",
    ["operator/operator.yaml", "  installPlanApproval: Manual\n", ""],
  ],
  ["VER004", "a channel that floats", "argocd", ["operator/operator.yaml", "channel: stable-3.2", "channel: stable"]],
  [
    "VER001",
    "a channel of another release",
    "argocd",
    ["operator/operator.yaml", "channel: stable-3.2", "channel: stable-3.1"],
  ],
  [
    "SUB001",
    "a CSV of another package",
    "argocd",
    ["operator/operator.yaml", "startingCSV: servicemeshoperator3.v3.2.0", "startingCSV: servicemeshoperator.v3.2.0"],
  ],
  ["SUB001", "a CSV that is not there", "argocd", ["operator/operator.yaml", "v3.2.0", "v3.2.90"]],
  [
    "SUB001",
    "the operator of old",
    "argocd",
    ["operator/operator.yaml", "  name: servicemeshoperator3\n  channel", "  name: servicemeshoperator\n  channel"],
  ],
  [
    "SUB002",
    "a Subscription without its catalogue's namespace",
    "argocd",
    ["operator/operator.yaml", "  sourceNamespace: openshift-marketplace\n", ""],
  ],
  [
    "VER004",
    "an approval that is none",
    "argocd",
    ["operator/operator.yaml", "installPlanApproval: Manual", "installPlanApproval: manual"],
  ],
  [
    "SUB002",
    "a namespace of its own without an OperatorGroup",
    "argocd",
    [
      "operator/operator.yaml",
      "apiVersion: operators.coreos.com/v1alpha1",
      'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: mesh-operator\n  annotations:\n    argocd.argoproj.io/sync-wave: "0"\n---\napiVersion: operators.coreos.com/v1alpha1',
    ],
    ["operator/operator.yaml", "namespace: openshift-operators", "namespace: mesh-operator"],
  ],
  [
    "SUB002",
    "an OperatorGroup for one namespace",
    "argocd",
    [
      "operator/group.yaml",
      "",
      "apiVersion: operators.coreos.com/v1\nkind: OperatorGroup\nmetadata:\n  name: global-operators\n  namespace: openshift-operators\nspec:\n  targetNamespaces:\n    - openshift-operators\n",
    ],
  ],
  [
    "VER004",
    "a field of a Subscription with a typing error",
    "argocd",
    ["operator/operator.yaml", "installPlanApproval", "installplanApproval"],
  ],
  [
    "SUB002",
    "an OperatorGroup beside the one that OpenShift has there",
    "argocd",
    [
      "operator/group.yaml",
      "",
      "apiVersion: operators.coreos.com/v1\nkind: OperatorGroup\nmetadata:\n  name: mesh\n  namespace: openshift-operators\nspec: {}\n",
    ],
  ],
  [
    "SUB002",
    "a second OperatorGroup",
    "argocd",
    [
      "operator/group.yaml",
      "",
      "apiVersion: operators.coreos.com/v1\nkind: OperatorGroup\nmetadata:\n  name: mesh\n  namespace: openshift-operators\nspec: {}\n---\napiVersion: operators.coreos.com/v1\nkind: OperatorGroup\nmetadata:\n  name: global\n  namespace: openshift-operators\nspec: {}\n",
    ],
  ],
  [
    "VER001",
    "a Subscription of an older release",
    "ambient",
    [
      "operator.yaml",
      "channel: stable-1.28\n  startingCSV: sailoperator.v1.28.3",
      "channel: stable-1.27\n  startingCSV: sailoperator.v1.27.1",
    ],
  ],
  // Network.
  [
    "NET001",
    "a NetworkPolicy that closes HBONE",
    "ambient",
    [
      "shop/workloads.yaml",
      "apiVersion: v1\nkind: ServiceAccount",
      "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: cart\n  namespace: shop\nspec:\n  podSelector:\n    matchLabels:\n      app: cart\n  policyTypes: [Ingress]\n  ingress:\n    - ports:\n        - port: 8080\n---\napiVersion: v1\nkind: ServiceAccount",
    ],
  ],
  [
    "NET002",
    "a NetworkPolicy that closes istiod",
    "sidecar",
    [
      "mesh/deny.yaml",
      "",
      "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: deny\n  namespace: istio-system\nspec:\n  podSelector: {}\n  policyTypes: [Ingress]\n",
    ],
  ],
  // Files.
  ["BROKEN", "a tab", "flux", [mesh, "  version: v1.28.3\n", "\tversion: v1.28.3\n"]],
  ["BROKEN", "a key twice", "flux", [mesh, "  version: v1.28.3\n", "  version: v1.28.3\n  version: v1.28.2\n"]],
  [
    "BROKEN",
    "a mark of a merge",
    "flux",
    [mesh, "  version: v1.28.3\n", "<<<<<<< HEAD\n  version: v1.28.3\n=======\n"],
  ],
];

/** The same between two states. */
export const steps: readonly Step[] = [
  [
    "VER011",
    "the operator goes down",
    "argocd",
    [
      [
        "operator/operator.yaml",
        "channel: stable-3.2\n  startingCSV: servicemeshoperator3.v3.2.0",
        "channel: stable-3.1\n  startingCSV: servicemeshoperator3.v3.1.2",
      ],
      [mesh, "v1.27.3", "v1.26.4"],
    ],
  ],
  [
    "VER011",
    "the operator skips a minor",
    "argocd",
    [["operator/operator.yaml", "v3.2.0", "v3.2.0"]],
    [
      [
        "operator/operator.yaml",
        "channel: stable-3.2\n  startingCSV: servicemeshoperator3.v3.2.0",
        "channel: stable-3.0\n  startingCSV: servicemeshoperator3.v3.0.1",
      ],
    ],
  ],
  [
    "VER011",
    "operator and mesh at once",
    "ambient",
    [
      [
        "operator.yaml",
        "channel: stable-1.28\n  startingCSV: sailoperator.v1.28.3",
        "channel: stable-1.29\n  startingCSV: sailoperator.v1.29.1",
      ],
      [istio, "v1.28.3", "v1.28.4"],
    ],
  ],
  [
    "VER011",
    "the operator of a HelmRelease and the mesh at once",
    "flux",
    [
      ["clusters/prod/operator.yaml", "version: 1.28.3", "version: 1.29.1"],
      [mesh, "version: v1.28.3\n  namespace: istio-system", "version: v1.29.0\n  namespace: istio-system"],
    ],
  ],
  [
    "VER011",
    "the operator of a HelmRelease goes down",
    "flux",
    [["clusters/prod/operator.yaml", "version: 1.28.3", "version: 1.28.1"]],
  ],
  [
    "SKEW001",
    "all parts at once",
    "ambient",
    [[istio, "v1.28.3", "v1.28.3"]],
    [
      [istio, "v1.28.3", "v1.27.3"],
      [cni, "v1.28.3", "v1.27.3"],
      [zt, "v1.28.3", "v1.27.3"],
    ],
  ],
  [
    "SKEW003",
    "two minors at once",
    "ambient",
    [
      [cni, "v1.28.3", "v1.26.3"],
      [zt, "v1.28.3", "v1.26.3"],
    ],
    [
      [istio, "v1.28.3", "v1.26.3"],
      [cni, "v1.28.3", "v1.26.3"],
      [zt, "v1.28.3", "v1.26.3"],
    ],
  ],
  [
    "SKEW001",
    "the CNI first",
    "ambient",
    [
      [istio, "v1.28.3", "v1.27.3"],
      [zt, "v1.28.3", "v1.27.3"],
    ],
    [
      [istio, "v1.28.3", "v1.27.3"],
      [cni, "v1.28.3", "v1.27.3"],
      [zt, "v1.28.3", "v1.27.3"],
    ],
  ],
  ["REV004", "InPlace to RevisionBased", "ambient", [[istio, "type: InPlace", "type: RevisionBased"]]],
  ["REV004", "RevisionBased to InPlace", "sidecar", [[istio, "type: RevisionBased", "type: InPlace"]]],
  [
    "REV004",
    "the strategy taken away",
    "sidecar",
    [[istio, "  updateStrategy:\n    type: RevisionBased\n    inactiveRevisionDeletionGracePeriodSeconds: 3600\n", ""]],
  ],
  [
    "SNAP002",
    "a policy that vanishes",
    "ambient",
    [
      [
        pol,
        "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata:\n  name: default\n  namespace: istio-system\nspec:\n  mtls:\n    mode: STRICT\n---\n",
        "",
      ],
    ],
  ],
  [
    "SNAP002",
    "the CNI vanishes",
    "ambient",
    [
      [cni, "", undefined],
      ["mesh/kustomization.yaml", "  - cni.yaml\n", ""],
    ],
  ],
  [
    "SNAP002",
    "a Namespace vanishes",
    "flux",
    [[web, "", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: web\n"]],
  ],
  [
    "WPT001",
    "the waypoint vanishes",
    "ambient",
    [
      [wp, "", undefined],
      ["shop/kustomization.yaml", "  - waypoint.yaml\n", ""],
    ],
  ],
  [
    "SNAP002",
    "the waypoint renamed",
    "argocd",
    [
      [web, "kind: Gateway\nmetadata:\n  name: waypoint", "kind: Gateway\nmetadata:\n  name: wp"],
      [web, "use-waypoint: waypoint", "use-waypoint: wp"],
    ],
  ],
  [
    "REV006",
    "a tag vanishes that is in use",
    "sidecar",
    [
      [
        istio,
        "apiVersion: sailoperator.io/v1\nkind: IstioRevisionTag\nmetadata:\n  name: stable\nspec:\n  targetRef:\n    kind: Istio\n    name: mesh\n---\n",
        "",
      ],
    ],
  ],
  [
    "SNAP002",
    "a tag vanishes that other folders may use",
    "sidecar",
    [
      [
        istio,
        "apiVersion: sailoperator.io/v1\nkind: IstioRevisionTag\nmetadata:\n  name: stable\nspec:\n  targetRef:\n    kind: Istio\n    name: mesh\n---\n",
        "",
      ],
      [app, "istio.io/rev: stable", "istio.io/rev: mesh-v1-27-3"],
    ],
  ],
  ["REV002", "the version of a mesh whose tag follows it", "sidecar", [[istio, "v1.27.3", "v1.27.4"]]],
  [
    "SNAP002",
    "Istio renamed",
    "flux",
    [
      [mesh, "kind: Istio\nmetadata:\n  name: default", "kind: Istio\nmetadata:\n  name: prod"],
      ["mesh/kustomization.yaml", "name: default", "name: prod"],
    ],
  ],
  [
    "SCH001",
    "the namespace of istiod changes",
    "flux",
    [[mesh, "version: v1.28.3\n  namespace: istio-system", "version: v1.28.3\n  namespace: istio-cni"]],
  ],
  ["CP002", "another trust domain", "ambient", [[istio, "trustDomain: cluster.local", "trustDomain: shop.example"]]],
  ["CP002", "another network", "ambient", [[istio, "network: network1", "network: network2"]]],
  ["CP002", "another mesh ID", "ambient", [[istio, "meshID: mesh1", "meshID: mesh2"]]],
  [
    "ZTN007",
    "ztunnel moves",
    "flux",
    [
      [mesh, "version: v1.28.3\n  namespace: ztunnel", "version: v1.28.3\n  namespace: istio-system"],
      [mesh, "trustedZtunnelNamespace: ztunnel", "trustedZtunnelNamespace: istio-system"],
    ],
  ],
  [
    "NS006",
    "a namespace leaves the mesh",
    "flux",
    [[web, "    istio.io/dataplane-mode: ambient\n", "    team: web\n"]],
  ],
  [
    "NS006",
    "a namespace from sidecars to ambient",
    "sidecar",
    [[app, "istio.io/rev: stable", "istio.io/dataplane-mode: ambient"]],
  ],
  ["WPT006", "a namespace leaves its waypoint", "argocd", [[web, "    istio.io/use-waypoint: waypoint\n", ""]]],
  ["VER013", "the CNI goes down by a minor, and ztunnel stays", "ambient", [[cni, "v1.28.3", "v1.27.3"]]],
  ["SKEW001", "the control plane goes down", "ambient", [[istio, "v1.28.3", "v1.27.3"]]],
  [
    "ZTN004",
    "a grace period with the version",
    "ambient",
    [[zt, "terminationGracePeriodSeconds: 30", "terminationGracePeriodSeconds: 300"]],
    [[zt, "v1.28.3", "v1.28.2"]],
  ],
  [
    "HA002",
    "the second replica goes with the version",
    "ambient",
    [[istio, "autoscaleMin: 2", "autoscaleMin: 1"]],
    [[istio, "v1.28.3", "v1.28.2"]],
  ],
  [
    "NS003",
    "a label of discovery with what it selects",
    "ambient",
    [[shop, "    istio-discovery: enabled\n", "    team: shop\n"]],
  ],
  [
    "DEL004",
    "the protection goes",
    "flux",
    [
      [
        mesh,
        "kind: Istio\nmetadata:\n  name: default\n  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled\n",
        "kind: Istio\nmetadata:\n  name: default\n  annotations: {}\n",
      ],
    ],
  ],
  [
    "POL006",
    "mTLS for the whole mesh from STRICT to PERMISSIVE",
    "ambient",
    [[pol, "mode: STRICT", "mode: PERMISSIVE"]],
  ],
  ["POL006", "mTLS of a namespace switched off", "sidecar", [[bpol, "mode: STRICT", "mode: DISABLE"]]],
  [
    "POL006",
    "mTLS that is no longer said",
    "sidecar",
    [[bpol, "spec:\n  mtls:\n    mode: STRICT\n---", "spec: {}\n---"]],
  ],
  ["POL006", "a policy that only looks on", "ambient", [[pol, "  action: ALLOW\n", "  action: AUDIT\n"]]],
  [
    "POL006",
    "a policy as a dry run",
    "ambient",
    [
      [
        pol,
        "  name: cart-readers\n  namespace: shop\n",
        '  name: cart-readers\n  namespace: shop\n  annotations:\n    istio.io/dry-run: "true"\n',
      ],
    ],
  ],
  [
    "SUB003",
    "another catalogue",
    "ambient",
    [["operator.yaml", "source: operatorhubio-catalog", "source: community-operators"]],
  ],
  [
    "SUB003",
    "the operator of another vendor",
    "argocd",
    [
      [
        "operator/operator.yaml",
        "name: servicemeshoperator3\n  channel: stable-3.2\n  startingCSV: servicemeshoperator3.v3.2.0",
        "name: sailoperator\n  channel: stable-1.27\n  startingCSV: sailoperator.v1.27.3",
      ],
    ],
  ],
  [
    "VER011",
    "the operator of an Application goes down",
    "sidecar",
    [["op/op.yaml", "", chart("1.27.1")]],
    [["op/op.yaml", "", chart("1.27.4")]],
  ],
  [
    "VER011",
    "the operator of an Application skips a minor",
    "sidecar",
    [["op/op.yaml", "", chart("1.29.1")]],
    [["op/op.yaml", "", chart("1.27.1")]],
  ],
  [
    "VER011",
    "the operator of a HelmRelease skips a minor",
    "flux",
    [["clusters/prod/operator.yaml", "version: 1.28.3", "version: 1.30.3"]],
  ],
];
