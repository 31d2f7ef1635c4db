import type { Edit, State, Step, Tree } from "./breakages";

const accounts = "accounts/accounts.yaml";

/** One object more for a namespace of the bank, in a file of its own. */
const inBank = (apiVersion: string, kind: string, namespace: string, spec: string): Edit => [
  `accounts/${kind.toLowerCase()}.yaml`,
  "",
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: more\n  namespace: ${namespace}\n  annotations:\n    argocd.argoproj.io/sync-options: "Prune=false,Delete=false,SkipDryRunOnMissingResource=true"\nspec:\n${spec}`,
];
const patch = (version: string) =>
  `  workloadSelector:\n    labels:\n      app: accounts\n  configPatches:\n    - applyTo: HTTP_FILTER\n      match:\n        context: SIDECAR_INBOUND\n        proxy:\n          proxyVersion: ^${version}.*\n      patch:\n        operation: INSERT_FIRST\n        value:\n          name: x\n`;
const requests = (label: string) =>
  `  selector:\n    matchLabels:\n      ${label}\n  action: DENY\n  rules:\n    - to:\n        - operation:\n            methods: [TRACE]\n`;

/** A file more of the application of the ambient tree. */
const inShop = (name: string, text: string): readonly Edit[] => [
  [`shop/${name}`, "", text],
  ["shop/kustomization.yaml", "resources:\n", `resources:\n  - ${name}\n`],
];
const shop = "shop/namespace.yaml";
const outOfAmbient =
  "  labels:\n    istio-discovery: enabled\n    istio.io/dataplane-mode: ambient\n    istio.io/use-waypoint: waypoint\n";
const scaler = (of: string) =>
  `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: gateway\n  namespace: shop\nspec:\n  minReplicas: 2\n  maxReplicas: 4\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: ${of}\n`;
const job =
  "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: once\n  namespace: bank-jobs\nspec:\n  template:\n    metadata:\n      labels:\n        app: once\n    spec:\n      restartPolicy: Never\n      containers:\n        - name: once\n          image: registry.corp.example/bank/once:1\n";
const plugin = (label: string) =>
  `  selector:\n    matchLabels:\n      ${label}\n  url: oci://registry.corp.example/wasm/oidc:1\n  phase: AUTHN\n`;

const ingress = "mesh/ingress.yaml";
const bankMesh = "mesh/istio.yaml";
const ofMesh = "kind: PeerAuthentication\nmetadata:\n  name: default\n  namespace: istio-system\n";
const policyOf = (namespace: string, principal: string) =>
  `apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata:\n  name: callers\n  namespace: ${namespace}\nspec:\n  rules:\n    - from:\n        - source:\n            principals: [${principal}]\n`;
const certificate = (namespace: string, secret: string, spec: string) =>
  `apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata:\n  name: made\n  namespace: ${namespace}\nspec:\n  secretName: ${secret}\n  ${spec}\n  issuerRef:\n    name: ca\n    kind: ClusterIssuer\n`;

const routeOf = (namespace: string, service: string) =>
  `apiVersion: route.openshift.io/v1\nkind: Route\nmetadata:\n  name: outside\n  namespace: ${namespace}\nspec:\n  host: shop.apps.example.com\n  to:\n    kind: Service\n    name: ${service}\n  port:\n    targetPort: http\n  tls:\n    termination: edge\n`;
const route = routeOf("shop", "cart");

/** Another application of the bank, which takes mTLS alone, as the mesh has it. */
const cards =
  "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: cards\n  annotations:\n    argocd.argoproj.io/sync-options: Prune=false,Delete=false\n  labels:\n    istio.io/rev: stable\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: cards\n  namespace: cards\nspec:\n  selector:\n    app: cards\n  ports:\n    - name: http\n      port: 8080\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: cards\n  namespace: cards\nspec:\n  selector:\n    matchLabels:\n      app: cards\n  template:\n    metadata:\n      labels:\n        app: cards\n    spec:\n      containers:\n        - name: cards\n          image: registry.corp.example/bank/cards:3\n";

/** What gateways, policies and pods ask of each other. */
export const guardStates: readonly State[] = [
  [
    "TGT004",
    "policy of requests for pods whose port is for TLS",
    "bank",
    [accounts, "    - name: http\n", "    - name: https\n"],
    inBank("security.istio.io/v1", "AuthorizationPolicy", "accounts", requests("app: accounts")),
  ],
  [
    "TGT004",
    "filter for a version that no revision has",
    "bank",
    inBank("networking.istio.io/v1alpha3", "EnvoyFilter", "accounts", patch("1\\.26")),
  ],
  [
    "TGT003",
    "plugin for a gateway by another name",
    "bank",
    inBank("extensions.istio.io/v1alpha1", "WasmPlugin", "bank-ingress", plugin("istio: ingressgateway")),
  ],
  [
    "TGT003",
    "filter for a gateway by another name",
    "bank",
    inBank(
      "networking.istio.io/v1alpha3",
      "EnvoyFilter",
      "bank-ingress",
      patch("1\\.27").replace("app: accounts", "istio: ingressgateway").replace("SIDECAR_INBOUND", "GATEWAY"),
    ),
  ],
  [
    "TGT003",
    "policy for an application beside another one",
    "bank",
    inBank("security.istio.io/v1", "AuthorizationPolicy", "accounts", requests("app: loans")),
  ],
  [
    "NS003",
    "namespace of Gateways outside of the selectors",
    "ambient",
    [shop, outOfAmbient, "  labels:\n    team: shop\n"],
  ],
  [
    "NS003",
    "namespace that routes send to outside of the selectors",
    "ambient",
    [shop, "    istio.io/use-waypoint-namespace: shop\n", ""],
    [shop, `  name: bank\n${outOfAmbient}`, "  name: bank\n  labels:\n    team: bank\n"],
    [
      "shop/routes.yaml",
      "      backendRefs:\n        - name: cart\n",
      "      backendRefs:\n        - name: ledger\n          namespace: bank\n          port: 80\n        - name: cart\n",
    ],
    ...inShop(
      "grant.yaml",
      'apiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\nmetadata:\n  name: shop\n  namespace: bank\nspec:\n  from:\n    - { group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop }\n  to:\n    - { group: "", kind: Service }\n',
    ),
  ],
  ["HA001", "autoscaler by the name of a Gateway alone", "ambient", ...inShop("hpa.yaml", scaler("ingress"))],
  [
    "HA001",
    "autoscaler by the class of a waypoint",
    "ambient",
    ...inShop("hpa.yaml", scaler("waypoint-istio-waypoint")),
  ],
  [
    "TGT004",
    "rules for requests where TLS is handed on",
    "bank",
    [ingress, "        mode: SIMPLE\n        credentialName: bank-tls\n", "        mode: PASSTHROUGH\n"],
  ],
  [
    "POL002",
    "strict in the namespace of the CNI",
    "bank",
    [bankMesh, ofMesh, ofMesh.replace("istio-system", "istio-cni")],
  ],
  [
    "POL002",
    "strict in the usual namespace, where no mesh is",
    "bank",
    [bankMesh, "  name: istio-system\n", "  name: mesh\n"],
    [bankMesh, "  namespace: istio-system\n  updateStrategy", "  namespace: mesh\n  updateStrategy"],
  ],
  [
    "POL003",
    "nothing allowed in the mesh, nor at its gateway",
    "bank",
    inBank("security.istio.io/v1", "AuthorizationPolicy", "istio-system", "  {}\n"),
  ],
  [
    "POL003",
    "nothing allowed in the mesh, nor at its Gateway that istiod deploys",
    "ambient",
    [
      "mesh/namespaces.yaml",
      "apiVersion",
      "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata:\n  name: nothing\n  namespace: istio-system\nspec: {}\n---\napiVersion",
    ],
  ],
  [
    "POL003",
    "callers that have left the mesh",
    "ambient",
    ["shop/workloads.yaml", "        version: v2\n", "        version: v2\n        istio.io/dataplane-mode: none\n"],
  ],
  [
    "POL003",
    "callers of a namespace that is nearly one",
    "ambient",
    ["shop/policies.yaml", "cluster.local/ns/shop/sa/cart", "cluster.local/ns/shpo/sa/cart"],
  ],
  [
    "POL003",
    "callers of the namespace that a base had",
    "bank",
    ["eu/policy.yaml", "", policyOf("cards-eu", "cluster.local/ns/cards/sa/cards")],
    [
      "eu/namespace.yaml",
      "",
      "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: cards-eu\n  annotations:\n    argocd.argoproj.io/sync-options: Prune=false,Delete=false\n  labels:\n    istio.io/rev: stable\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: cards\n  namespace: cards-eu\n",
    ],
  ],
  [
    "CP006",
    "authority that is none",
    "ambient",
    [
      "mesh/namespaces.yaml",
      "apiVersion",
      `${certificate("istio-system", "cacerts", "commonName: mesh")}---\napiVersion`,
    ],
  ],
  [
    "GTW002",
    "certificate of another host",
    "ambient",
    ...inShop("cert.yaml", certificate("shop", "ingress-cert", "dnsNames: [www.example.org]")),
  ],
  [
    "GTW002",
    "certificate of a star that is one label short",
    "edge",
    ["edge/gw.yaml", "        - shop.example.com\n", "        - shop.eu.example.com\n"],
    ["side/app.yaml", "    - shop.example.com\n", "    - shop.eu.example.com\n"],
    ["edge/cert.yaml", "", certificate("edge", "shop-cert", 'dnsNames: ["*.example.com"]')],
  ],
  ["POL004", "Route of OpenShift to pods that are strict", "ambient", ...inShop("route.yaml", route)],
  [
    "POL004",
    "Route of OpenShift to sidecars that are strict",
    "bank",
    ["accounts/route.yaml", "", routeOf("accounts", "accounts")],
  ],
  [
    "TGT004",
    "Sidecar that leaves out who is called",
    "bank",
    ["cards/cards.yaml", "", cards],
    [
      accounts,
      "          image: registry.corp.example/bank/accounts:9\n",
      "          image: registry.corp.example/bank/accounts:9\n          env:\n            - name: CARDS_URL\n              value: http://cards.cards.svc.cluster.local:8080/v1\n",
    ],
  ],
];

const open: Edit = [bankMesh, "    mode: STRICT\n", "    mode: PERMISSIVE\n"];
const letIn: Edit = [
  accounts,
  "    - from:\n        - source:\n            principals:\n              - cluster.local/ns/bank-ingress/sa/default\n",
  "    - {}\n",
];
const plain: Edit = [accounts, "      mode: ISTIO_MUTUAL\n", "      mode: DISABLE\n"];

export const guardSteps: readonly Step[] = [
  ["POL004", "strict against a rule that switches TLS off", "bank", [plain, letIn], [plain, letIn, open]],
  [
    "TGT003",
    "selector of a Gateway that leaves its pods",
    "bank",
    [[ingress, "    istio: bank-gateway\n  servers:\n", "    istio: ingressgateway\n  servers:\n"]],
  ],
];

/** Changes of which nothing new is to be said. */
export const guardFine: readonly (readonly [what: string, tree: Tree, ...edits: Edit[]])[] = [
  [
    "policy of requests for a gateway whose Service has a port https",
    "bank",
    inBank("security.istio.io/v1", "AuthorizationPolicy", "bank-ingress", requests("istio: bank-gateway")),
  ],
  ["autoscaler of the Deployment that istiod makes", "ambient", ...inShop("hpa.yaml", scaler("ingress-istio"))],
  [
    "policy beside a Job alone",
    "bank",
    ["accounts/job.yaml", "", job],
    inBank("security.istio.io/v1", "AuthorizationPolicy", "bank-jobs", requests("app: loans")),
  ],
  [
    "Route of OpenShift to a gateway",
    "bank",
    ["mesh/route.yaml", "", routeOf("bank-ingress", "bank-gateway").replace("http\n", "https\n")],
  ],
];
