import type { Edit } from "../breakages";
import type { NearMiss } from "./near-miss";

const istio = "mesh/istio.yaml";
const cni = "mesh/cni.yaml";
const zt = "mesh/ztunnel.yaml";
const mesh = "mesh/mesh.yaml";
const app = "bookinfo/app.yaml";
const work = "shop/workloads.yaml";
const wp = "shop/waypoint.yaml";
/** Something else that changes in the same step: a step in which nothing does is no step. */
const beside: Edit = ["apps/web.yaml", "    app: web\n", "    app: shop\n"];

/** The parts of a mesh, who is in it, and pods. */
export const nearParts: readonly NearMiss[] = [
  [
    "AMB001",
    "istiod without ambient",
    "written out as it is",
    [[istio, 'PILOT_ENABLE_AMBIENT: "false"', 'PILOT_ENABLE_AMBIENT: "true"']],
  ],
  ["AMB002", "the CNI leaves an ambient namespace alone", "one that is in no mesh", [[cni, "- shop", "- kube-public"]]],
  [
    "AMB003",
    "EnvoyFilter with workloadSelector in an ambient namespace",
    "for the pods of the ingress",
    [["shop/ef.yaml", "      app: cart\n", "      gateway.networking.k8s.io/gateway-name: ingress\n"]],
  ],
  [
    "AMB003",
    "EnvoyFilter with workloadSelector in an ambient namespace",
    "attached to the waypoint",
    [
      [
        "shop/ef.yaml",
        "  workloadSelector:\n    labels:\n      app: cart\n",
        "  targetRefs:\n    - group: gateway.networking.k8s.io\n      kind: Gateway\n      name: waypoint\n",
      ],
      ["shop/ef.yaml", "context: SIDECAR_INBOUND", "context: ANY"],
    ],
  ],
  [
    "AMB003",
    "WasmPlugin with a selector in an ambient namespace",
    "attached to the waypoint",
    [
      [
        "shop/wasm.yaml",
        "  selector:\n    matchLabels:\n      app: cart\n",
        "  targetRefs:\n    - group: gateway.networking.k8s.io\n      kind: Gateway\n      name: waypoint\n",
      ],
    ],
  ],
  [
    "AMB003",
    "RequestAuthentication with a selector in ambient, for pods that a Service alone tells of",
    "the Service is for others",
    [["shop/stock.yaml", "    app: stock\n", "    app: store\n"]],
  ],
  [
    "AMB003",
    "RequestAuthentication with a selector in ambient",
    "its pods have a sidecar",
    [
      [
        work,
        "        version: v2\n    spec:",
        '        version: v2\n        sidecar.istio.io/inject: "true"\n    spec:',
      ],
    ],
  ],
  [
    "AMB003",
    "VirtualService in an ambient namespace beside an HTTPRoute",
    "for a Service that no route is for",
    [["shop/vs.yaml", "hosts: [cart]", "hosts: [cart-v2]"]],
  ],
  [
    "AMB003",
    "VirtualService in an ambient namespace beside an HTTPRoute",
    "for a gateway alone",
    [["shop/vs.yaml", "hosts: [cart]", "gateways: [edge/public]\n  hosts: [cart]"]],
  ],
  [
    "AMB003",
    "Sidecar object in an ambient namespace",
    "in a namespace of sidecars",
    [["shop/sc.yaml", "namespace: shop", "namespace: legacy"]],
  ],
  [
    "CP001",
    "a second Istio",
    "of a namespace of its own, that the first one leaves to it",
    [
      [
        "mesh/second.yaml",
        "  namespace: istio-system\n  profile: ambient\n  values:\n",
        "  namespace: second\n  profile: ambient\n  values:\n    meshConfig:\n      discoverySelectors:\n        - matchLabels: { kubernetes.io/metadata.name: second }\n",
      ],
      [
        mesh,
        "  values:\n",
        "  values:\n    meshConfig:\n      discoverySelectors:\n        - matchExpressions: [{ key: kubernetes.io/metadata.name, operator: NotIn, values: [second] }]\n",
      ],
    ],
  ],
  [
    "CP002",
    "another trust domain",
    "the old one is its alias",
    [[istio, "trustDomain: shop.example\n", "trustDomain: shop.example\n      trustDomainAliases: [cluster.local]\n"]],
  ],
  [
    "CP003",
    "an istiod of a chart beside the operator's",
    "of a revision of its own",
    [["mesh/istiod.yaml", "istio.io/rev: mesh-v1-27-3", "istio.io/rev: canary"]],
  ],
  ["CP004", "a trace share above all", "all of them", [[istio, "traceSampling: 1000", "traceSampling: 100"]]],
  [
    "CP004",
    "a variable of istiod with two letters swapped",
    "another one, that nobody has heard of",
    [[istio, "PILOT_ENABLE_APLHA_GATEWAY_API", "PILOT_ENABLE_OMEGA_GATEWAY_API"]],
  ],
  [
    "CP004",
    "a variable of istiod with two letters swapped",
    "one of its siblings, a letter apart",
    [[istio, "PILOT_ENABLE_APLHA_GATEWAY_API", "PILOT_ENABLE_CDS_CACHE"]],
  ],
  [
    "CP004",
    "logging level typo",
    "several scopes, each with a level",
    [[istio, "level: default:information", "level: default:info,ads:debug"]],
  ],
  [
    "CP005",
    "cni switched off for sidecars on OpenShift",
    "switched on",
    [[mesh, "        enabled: false\n", "        enabled: true\n"]],
  ],
  [
    "CP005",
    "pilot.cni.enabled and no IstioCNI",
    "istiod's own containers set up the network",
    [[istio, "      cni:\n        enabled: true\n", "      cni:\n        enabled: false\n"]],
  ],
  [
    "ZTN001",
    "a CNI of another name",
    "it is the namespace that is called so",
    [
      [
        mesh,
        "kind: IstioCNI\nmetadata:\n  name: istio-cni",
        "kind: IstioCNI\nmetadata:\n  labels:\n    app: istio-cni\n  name: default",
      ],
    ],
  ],
  [
    "ZTN002",
    "ztunnel of a revision that is not there",
    "by the address of the one that is",
    [
      [
        zt,
        "revision: canary\n",
        "revision: canary\n      xdsAddress: istiod.istio-system.svc:15012\n      caAddress: istiod.istio-system.svc:15012\n",
      ],
    ],
  ],
  [
    "ZTN003",
    "trusted elsewhere",
    "ztunnel is there",
    [[mesh, "version: v1.28.3\n  namespace: ztunnel", "version: v1.28.3\n  namespace: istio-system"]],
  ],
  [
    "ZTN004",
    "a grace period with the version",
    "it was set before",
    [],
    [[zt, "terminationGracePeriodSeconds: 30", "terminationGracePeriodSeconds: 300"]],
  ],
  [
    "ZTN005",
    "OnDelete, and nobody who deletes",
    "the pods roll by themselves",
    [[zt, "type: OnDelete", "type: RollingUpdate"]],
    [[zt, "type: OnDelete", "type: RollingUpdate"]],
  ],
  [
    "ZTN006",
    "ztunnel of another network",
    "all are of that network",
    [
      [istio, "network: network1", "network: network2"],
      ["mesh/namespaces.yaml", "network: network1", "network: network2"],
    ],
  ],
  [
    "ZTN007",
    "ztunnel moves",
    "it was there",
    [],
    [
      beside,
      [mesh, "version: v1.28.3\n  namespace: ztunnel", "version: v1.28.3\n  namespace: istio-system"],
      [mesh, "trustedZtunnelNamespace: ztunnel", "trustedZtunnelNamespace: istio-system"],
    ],
  ],
  [
    "NS001",
    "a namespace gets the label of a waypoint that changes with it",
    "the waypoint was so before",
    [],
    [[wp, "          from: All\n", "          from: All\n    - name: more\n      port: 15009\n      protocol: HTTP\n"]],
  ],
  [
    "NS002",
    "a revision and injection",
    "the label that takes it out of ambient",
    [[app, "istio-injection: enabled", "istio.io/dataplane-mode: none"]],
  ],
  [
    "NS003",
    "a namespace without the label of discovery",
    "another selector takes it by its name",
    [
      [
        istio,
        "        - matchLabels:\n            istio-discovery: enabled\n",
        "        - matchLabels:\n            istio-discovery: enabled\n        - matchExpressions:\n            - key: kubernetes.io/metadata.name\n              operator: In\n              values: [shop]\n",
      ],
    ],
  ],
  [
    "NS004",
    "a Namespace of two Kustomizations",
    "the other one applies to another cluster",
    [
      [
        "clusters/prod/mesh.yaml",
        "  path: ./apps\n",
        "  path: ./apps\n  kubeConfig:\n    secretRef:\n      name: east\n",
      ],
    ],
  ],
  [
    "NS005",
    "Ambient in upper case",
    "none at all, as it is written",
    [["apps/web.yaml", "dataplane-mode: Ambient", "dataplane-mode: none"]],
  ],
  [
    "NS005",
    "a revision label on the Deployment",
    "on its pods, too",
    [
      [
        app,
        "        version: v1\n      annotations",
        "        version: v1\n        istio.io/rev: stable\n      annotations",
      ],
    ],
  ],
  [
    "NS006",
    "a namespace leaves the mesh",
    "it was in none",
    [],
    [["apps/web.yaml", "    istio.io/dataplane-mode: ambient\n", "    team: shop\n"]],
  ],
  [
    "NS007",
    "Pod Security that refuses the CNI",
    "it warns of them alone",
    [
      [
        "mesh/namespaces.yaml",
        "pod-security.kubernetes.io/enforce: baseline",
        "pod-security.kubernetes.io/warn: baseline",
      ],
    ],
  ],
  [
    "NS008",
    "a waypoint that names no namespace in a kustomization that sets none",
    "the kustomization sets one",
    [["edge/kustomization.yaml", "resources:\n", "namespace: shop\nresources:\n"]],
  ],
  [
    "NS009",
    "a CNI namespace that is not there",
    "one that comes with the cluster",
    [[cni, "namespace: istio-cnis", "namespace: kube-system"]],
  ],
  [
    "NS010",
    "policy in a namespace with a typo",
    "something else is in that namespace",
    [
      [
        work,
        "apiVersion: v1\nkind: ServiceAccount\n",
        "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: cart\n  namespace: shopp\n---\napiVersion: v1\nkind: ServiceAccount\n",
      ],
    ],
  ],
  [
    "NS010",
    "mesh-wide policy in a namespace with a typo",
    "a name that is nobody's slip",
    [["shop/policies.yaml", "namespace: istio-sytem", "namespace: istio-ingress"]],
  ],
  [
    "NS010",
    "Sidecar egress host of a namespace that is not there",
    "one of others, that is called otherwise",
    [["bookinfo/traffic.yaml", "- istio-sytem/*", "- observability/*"]],
  ],
  [
    "NS010",
    "exportTo a namespace with a typo",
    "the namespace itself",
    [["bookinfo/traffic.yaml", "    - bokinfo\n", '    - "."\n']],
  ],
  [
    "NS010",
    "PeerAuthentication STRICT in another root namespace name",
    "its own namespace is there",
    [
      [
        "mesh/namespaces.yaml",
        "apiVersion: v1\n",
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: istiosystem\n---\napiVersion: v1\n",
      ],
    ],
  ],
  [
    "NS010",
    "DestinationRule host FQDN of another namespace typo",
    "another namespace, that is not here",
    [["bookinfo/traffic.yaml", "reviews.bokinfo.svc", "reviews.books.svc"]],
  ],
  [
    "NS010",
    "VirtualService host FQDN wrong suffix",
    "a domain of the cluster's own",
    [["bookinfo/traffic.yaml", "cluster.lcal", "east.example.com"]],
  ],
  [
    "PLAT003",
    "a platform of another place on OpenShift",
    "the platform itself",
    [[mesh, "platform: gke", "platform: openshift"]],
  ],
  [
    "POD001",
    "host network pod in ambient",
    "and out of the mesh by its label",
    [[work, "        version: v2\n    spec:", "        version: v2\n        istio.io/dataplane-mode: none\n    spec:"]],
  ],
  [
    "POD001",
    "host network pod with sidecars",
    "and not injected",
    [
      [
        app,
        "        version: v1\n      annotations",
        '        version: v1\n        sidecar.istio.io/inject: "false"\n      annotations',
      ],
    ],
  ],
  [
    "POD001",
    "serviceaccount typo on pod",
    "one that is no slip, of another folder",
    [[work, "serviceAccountName: crat", "serviceAccountName: checkout"]],
  ],
  [
    "POD001",
    "annotation typo excludeOutboundPort",
    "somebody else's annotation of nearly that name",
    [[app, "traffic.sidecar.istio.io/excludeOutboundPort", "traffic.example.com/excludeOutboundPort"]],
  ],
  ["POD001", "annotation port list not numbers", "several, with blanks", [[app, '"5432;5433"', '"5432, 5433"']]],
  [
    "POD001",
    "annotation IP range invalid",
    "one address, and a range",
    [[app, '"10.0.0.0/40"', '"10.0.0.0/8,192.0.2.7/32"']],
  ],
  ["POD001", "annotation proxyCPU invalid", "a share of a core", [[app, "proxyCPU: 100mcpu", 'proxyCPU: "0.1"']]],
  ["POD001", "proxy.istio.io/config is no YAML", "closed", [[app, 'Starts: true"', 'Starts: true }"']]],
  [
    "POD001",
    "proxy.istio.io/config with unknown field",
    "a field that a later Istio may have",
    [[app, "holdApplicationUntilProxyStart: true", "somethingOfTomorrow: true"]],
  ],
  [
    "POD001",
    "ServiceAccount of pods changes",
    "no policy names the one that it had",
    [["shop/policies.yaml", "cluster.local/ns/shop/sa/cart", "cluster.local/ns/shop/sa/basket"]],
    [["shop/policies.yaml", "cluster.local/ns/shop/sa/cart", "cluster.local/ns/shop/sa/basket"]],
  ],
  [
    "WPT001",
    "no namespace of the waypoint",
    "a waypoint of its own",
    [
      [
        wp,
        "apiVersion: gateway",
        "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata:\n  name: waypoint\n  namespace: bank\nspec:\n  gatewayClassName: istio-waypoint\n  listeners:\n    - { name: mesh, port: 15008, protocol: HBONE }\n---\napiVersion: gateway",
      ],
    ],
  ],
  [
    "WPT002",
    "a Gateway that names no revision where none is called default",
    "it names the tag",
    [
      [
        "mesh/edge.yaml",
        "  namespace: istio-system\n",
        "  namespace: istio-system\n  labels:\n    istio.io/rev: stable\n",
      ],
    ],
  ],
  [
    "WPT004",
    "a waypoint whose selector misses a namespace",
    "the namespaces carry the label",
    [
      ["shop/namespace.yaml", "  name: shop\n  labels:\n", "  name: shop\n  labels:\n    team: a\n"],
      ["shop/namespace.yaml", "  name: bank\n  labels:\n", "  name: bank\n  labels:\n    team: a\n"],
    ],
  ],
  [
    "WPT004",
    "a waypoint that lets its own namespace in",
    "nobody else uses it",
    [["shop/namespace.yaml", "    istio.io/use-waypoint: waypoint\n    istio.io/use-waypoint-namespace: shop\n", ""]],
  ],
  ["WPT005", "for services", "for all, as it is written", [[wp, "waypoint-for: services", "waypoint-for: all"]]],
  [
    "WPT006",
    "a namespace leaves its waypoint",
    "its Service names the waypoint itself",
    [
      [
        "apps/web.yaml",
        "kind: Service\nmetadata:\n  name: web\n  namespace: web\n",
        "kind: Service\nmetadata:\n  name: web\n  namespace: web\n  labels:\n    istio.io/use-waypoint: waypoint\n",
      ],
    ],
    [
      [
        "apps/web.yaml",
        "kind: Service\nmetadata:\n  name: web\n  namespace: web\n",
        "kind: Service\nmetadata:\n  name: web\n  namespace: web\n  labels:\n    istio.io/use-waypoint: waypoint\n",
      ],
    ],
  ],
  [
    "WPT006",
    "a Service leaves the waypoint of its namespace",
    "it had a label of its own, and takes that of its namespace from now on",
    [[work, "  labels:\n    app: cart\n    istio.io/use-waypoint: none\nspec", "  labels:\n    app: cart\nspec"]],
    [[work, "  labels:\n    app: cart\nspec", "  labels:\n    app: cart\n    istio.io/use-waypoint: waypoint\nspec"]],
  ],
  [
    "HA001",
    "gateway PDB as large as HPA min",
    "the autoscaler keeps one more",
    [["bookinfo/gateway.yaml", "minReplicas: 2", "minReplicas: 3"]],
  ],
  [
    "HA001",
    "istiod's autoscaler upside down",
    "it has as many at most",
    [[istio, "autoscaleMax: 5", "autoscaleMax: 7"]],
  ],
  [
    "HA002",
    "the second replica goes with the version",
    "there was one before",
    [],
    [[istio, "autoscaleMin: 2", "autoscaleMin: 1"]],
  ],
];
