import type { KubernetesObject } from "../../src/mesh/mesh";
import { type Expected, expectState, expectStep, gateway, istio, namespace, sail, service, setOf } from "./support";

const ambient = { "istio.io/dataplane-mode": "ambient" };

test.each<[string, string, Expected[]]>([
  ["that looks at it", "v1.30.3", [["error", "IstioCNI/default", "its pods are outside of the mesh"]]],
  ["before it looked at it", "v1.29.6", [["warning", "IstioCNI/default", "from 1.30 on its pods"]]],
  ["of a version that is filled in", "<version>", [["warning", "IstioCNI/default", "from 1.30 on its pods"]]],
])("AMB002: an ambient namespace that the CNI is told to leave alone, by one %s", (_what, version, expected) => {
  const values = { cni: { excludeNamespaces: ["kube-system", "shop"] } };
  const objects: KubernetesObject[] = [
    ...["ZTunnel"].map((kind) => sail(kind, { version: "v1.29.6" })),
    sail("IstioCNI", { version, values }),
    namespace("shop", ambient),
  ];
  expectState("AMB002", setOf("sail", objects), expected);
});

test.each<[string, Record<string, string>, Expected[]]>([
  ["and stays ambient", ambient, [["warning", "Namespace/shop", "leaves waypoint waypoint"]]],
  ["for sidecars, which enforce the rest", { "istio-injection": "enabled" }, []],
])("WPT006: a namespace leaves its waypoint %s", (_what, labels, expected) => {
  const [before, after] = [
    [namespace("shop", { ...ambient, "istio.io/use-waypoint": "waypoint" })],
    [namespace("shop", labels)],
  ];
  expectStep("WPT006", { before: setOf("sail", before), after: setOf("sail", after) }, expected);
});

const flux = "kustomize.toolkit.fluxcd.io";
const kustomization = (name: string, on: string[], annotations = {}): KubernetesObject => ({
  apiVersion: `${flux}/v1`,
  kind: "Kustomization",
  metadata: { name, namespace: "flux-system", annotations },
  spec: { path: `./${name}`, prune: true, dependsOn: on.map((it) => ({ name: it })) },
});

test.each<[string, KubernetesObject[], KubernetesObject[], Expected[]]>([
  [
    "one that is gone",
    [kustomization("mesh", []), kustomization("apps", ["mesh"])],
    [kustomization("apps", ["mesh"])],
    [["error", "Kustomization/flux-system/apps", "which is gone after this step: it is never applied again"]],
  ],
  ["one that was never here", [kustomization("apps", ["mesh"])], [kustomization("apps", ["mesh"])], []],
  [
    "one that stays in the cluster",
    [kustomization("mesh", [], { [`${flux}/prune`]: "disabled" }), kustomization("apps", ["mesh"])],
    [kustomization("apps", ["mesh"])],
    [],
  ],
  [
    "its new name",
    [kustomization("mesh", []), kustomization("apps", ["mesh"])],
    [kustomization("istio", []), kustomization("apps", ["istio"])],
    [],
  ],
])("DEL008: a Kustomization waits for %s", (_what, before, after, expected) =>
  expectStep("DEL008", { before: setOf("sail", before), after: setOf("sail", after) }, expected),
);

const seeing = (...values: string[]) =>
  istio("v1.28.3", {
    values: { meshConfig: { discoverySelectors: values.map((mesh) => ({ matchLabels: { mesh } })) } },
  });
const blue: KubernetesObject = { ...seeing("core"), metadata: { name: "blue" } };
const member = (mesh: string, more: Record<string, string> = ambient) => namespace("shop", { mesh, ...more });
const home = namespace("istio-system", { mesh: "in" });

test.each<[string, KubernetesObject[], KubernetesObject[], Expected[]]>([
  [
    "by selectors that ask for something else",
    [seeing("in"), member("in")],
    [seeing("core", "in-too"), member("in")],
    [["error", "Namespace/shop", "from this step on: istiod forgets it"]],
  ],
  [
    "by its label",
    [seeing("in"), member("in")],
    [seeing("in"), member("out")],
    [["error", "Namespace/shop", "forgets"]],
  ],
  ["no longer, as it stands", [seeing("in"), member("out")], [seeing("in"), member("out")], []],
  ["to the last, as it leaves the mesh", [seeing("in"), member("in")], [seeing("in"), member("out", {})], []],
  [
    "for another revision, whose istiod may be elsewhere",
    [seeing("in"), member("in", { "istio.io/rev": "default" })],
    [seeing("in"), member("out", { "istio.io/rev": "other" })],
    [],
  ],
  ["by a control plane that goes itself", [seeing("in"), blue, member("in")], [blue, member("in")], []],
  ["by another of its labels", [seeing("in"), member("in")], [seeing("core", "in"), member("in")], []],
])("NS003: a namespace is seen %s", (_what, before, after, expected) =>
  expectStep("NS003", { before: setOf("sail", [...before, home]), after: setOf("sail", [...after, home]) }, expected),
);

const networking = (kind: string, name: string, at: string, spec: object): KubernetesObject => ({
  apiVersion: "networking.istio.io/v1",
  kind,
  metadata: { name, namespace: at },
  spec,
});
const route = (...gateways: string[]) => networking("VirtualService", "cart", "shop", { gateways });
const entry = networking("Gateway", "entry", "edge", {});

test.each<[string, KubernetesObject[], KubernetesObject[], Expected[]]>([
  [
    "without its namespace",
    [route("edge/entry"), entry],
    [route("entry"), entry],
    [["error", "VirtualService/shop/cart", "it names entry instead of edge/entry, and that is Gateway shop/entry"]],
  ],
  [
    "of its own now",
    [route("edge/entry"), entry],
    [route("entry"), entry, networking("Gateway", "entry", "shop", {})],
    [],
  ],
  ["as before", [route("entry"), entry], [route("entry"), entry], []],
  ["that has gone, and it takes another one", [route("edge/entry"), entry], [route("entry")], []],
])("TGT003: a VirtualService names a Gateway %s", (_what, before, after, expected) => {
  const all = [namespace("shop")];
  expectStep(
    "TGT003",
    { before: setOf("sail", [...all, ...before]), after: setOf("sail", [...all, ...after]) },
    expected,
  );
});

const strict: KubernetesObject = {
  apiVersion: "security.istio.io/v1",
  kind: "PeerAuthentication",
  metadata: { name: "default", namespace: "istio-system" },
  spec: { mtls: { mode: "STRICT" } },
};
const labels = { app: "cart" };
const pods: KubernetesObject[] = [
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "cart", namespace: "shop" },
    spec: { selector: labels, ports: [{ port: 80 }] },
  },
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "cart", namespace: "shop" },
    spec: { template: { metadata: { labels } } },
  },
];
const clients = (mode: string) =>
  networking("DestinationRule", "cart", "shop", {
    host: "cart.shop.svc.cluster.local",
    trafficPolicy: { tls: { mode } },
  });

test.each<[string, KubernetesObject[], Expected[]]>([
  ["to pods with sidecars", pods, [["error", "DestinationRule/shop/cart", "connections are reset"]]],
  ["to pods that are not here, and may have none", [], []],
])("POL004: clients begin to send plain text %s", (_what, served, expected) => {
  const all = [istio("v1.28.3"), namespace("shop", { "istio-injection": "enabled" }), strict, ...served];
  const before = setOf("sail", [...all, clients("ISTIO_MUTUAL")]);
  expectStep("POL004", { before, after: setOf("sail", [...all, clients("DISABLE")]) }, expected);
});

const authorization = (name: string, spec: object): KubernetesObject => ({
  apiVersion: "security.istio.io/v1",
  kind: "AuthorizationPolicy",
  metadata: { name, namespace: "shop" },
  spec,
});
const lettingIn = (...principals: string[]) =>
  authorization("callers", { rules: [{ from: [{ source: { principals } }] }] });
const old = "mesh.example/ns/edge/sa/one";
const throughEdge = (name: string, more: Record<string, string> = {}) =>
  namespace("shop", { ...ambient, "istio.io/use-waypoint": name, "istio.io/use-waypoint-namespace": "edge", ...more });

test.each<[string, KubernetesObject[], Expected[]]>([
  [
    "the one before alone",
    [lettingIn("mesh.example/ns/shop/sa/web", old)],
    [["error", "AuthorizationPolicy/shop/callers", "Namespace shop goes to waypoint edge/two with this step"]],
  ],
  [
    "the account of the one before, by its short name",
    [authorization("callers", { rules: [{ from: [{ source: { serviceAccounts: ["edge/one"] } }] }] })],
    [["error", "AuthorizationPolicy/shop/callers", "Namespace shop goes to waypoint edge/two"]],
  ],
  ["both", [lettingIn(old, "mesh.example/ns/edge/sa/two")], []],
  ["all of a namespace", [lettingIn(old, "mesh.example/ns/edge/*")], []],
  [
    "the new one by another policy",
    [lettingIn(old), authorization("more", { rules: [{ to: [{ operation: {} }] }] })],
    [],
  ],
  ["whom a waypoint refuses", [{ ...lettingIn(old), spec: { action: "DENY" } }], []],
  [
    "the one that a Service still names",
    [lettingIn(old), service("cart", "shop", { "istio.io/use-waypoint": "one" })],
    [],
  ],
])("POL003: a namespace goes to another waypoint, and its policies let in %s", (_what, more, expected) => {
  const all = [gateway("one", "edge"), gateway("two", "edge"), ...more];
  const before = setOf("sail", [...all, throughEdge("one")]);
  expectStep("POL003", { before, after: setOf("sail", [...all, throughEdge("two")]) }, expected);
});

const tokens = (app: string | undefined, name = "jwt"): KubernetesObject => ({
  apiVersion: "security.istio.io/v1",
  kind: "RequestAuthentication",
  metadata: { name, namespace: "shop" },
  spec: { ...(app && { selector: { matchLabels: { app } } }), jwtRules: [{ issuer: "https://id.example" }] },
});
const asking = (action: string, source: object, more: object = {}) =>
  authorization("users", { selector: { matchLabels: labels }, action, rules: [{ from: [{ source }], ...more }] });
const anybody = { requestPrincipals: ["*"] };

test.each<[string, KubernetesObject[], KubernetesObject[], Expected[]]>([
  [
    "nobody gets in",
    [tokens("cart"), asking("ALLOW", anybody)],
    [tokens("web"), asking("ALLOW", anybody)],
    [["error", "RequestAuthentication/shop/jwt", "it lets nobody in"]],
  ],
  [
    "everybody is refused",
    [tokens("cart"), asking("DENY", { notRequestPrincipals: ["*"] })],
    [tokens("web"), asking("DENY", { notRequestPrincipals: ["*"] })],
    [["error", "RequestAuthentication/shop/jwt", "what it refuses without a token is refused with one, too"]],
  ],
  [
    "a condition holds for nobody",
    [tokens("cart"), asking("ALLOW", {}, { when: [{ key: "request.auth.claims[group]", values: ["a"] }] })],
    [tokens("web"), asking("ALLOW", {}, { when: [{ key: "request.auth.claims[group]", values: ["a"] }] })],
    [["error", "RequestAuthentication/shop/jwt", "it lets nobody in"]],
  ],
  [
    "another one reads them",
    [tokens("cart"), asking("ALLOW", anybody)],
    [tokens("web"), tokens(undefined, "all"), asking("ALLOW", anybody)],
    [],
  ],
  [
    "nobody asks for them",
    [tokens("cart"), asking("ALLOW", { principals: ["*"] })],
    [tokens("web"), asking("ALLOW", { principals: ["*"] })],
    [],
  ],
  [
    "it reads those of more than before",
    [tokens("cart"), asking("ALLOW", anybody)],
    [tokens(undefined), asking("ALLOW", anybody)],
    [],
  ],
  ["it did not before", [tokens("shop"), asking("ALLOW", anybody)], [tokens("web"), asking("ALLOW", anybody)], []],
])("POL004: a RequestAuthentication is for other pods: %s", (_what, before, after, expected) => {
  const all = [istio("v1.28.3"), namespace("shop", { "istio-injection": "enabled" })];
  expectStep(
    "POL004",
    { before: setOf("sail", [...all, ...before]), after: setOf("sail", [...all, ...after]) },
    expected,
  );
});

const based = (version: string, more: object = {}) =>
  istio(version, {
    namespace: "istio-system",
    updateStrategy: { type: "RevisionBased" },
    values: { global: { caAddress: "cert-manager-istio-csr.cert-manager.svc:443" } },
    ...more,
  });
const ofOperator = (...revisions: string[]): KubernetesObject => ({
  apiVersion: "operator.openshift.io/v1alpha1",
  kind: "IstioCSR",
  metadata: { name: "default", namespace: "istio-csr" },
  spec: { istioCSRConfig: { istio: { namespace: "istio-system", revisions } } },
});
const ofChart = (values: object, more: object = {}): KubernetesObject => ({
  apiVersion: "helm.toolkit.fluxcd.io/v2",
  kind: "HelmRelease",
  metadata: { name: "istio-csr", namespace: "cert-manager" },
  spec: { chart: { spec: { chart: "cert-manager-istio-csr" } }, values: { app: values }, ...more },
});
const only27 = { istio: { revisions: ["default-v1-27-5"] } };

test.each<[string, KubernetesObject[], Expected[]]>([
  [
    "lacks it",
    [based("v1.28.3"), ofOperator("default-v1-27-5")],
    [["error", "IstioCSR/istio-csr/default", "makes default-v1-28-3: its own proxies refuse"]],
  ],
  [
    "lacks it, by the chart",
    [based("v1.28.3"), ofChart(only27)],
    [["error", "HelmRelease/cert-manager/istio-csr", "default-v1-27-5, and Istio/default"]],
  ],
  ["has both", [based("v1.28.3"), ofOperator("default-v1-27-5", "default-v1-28-3")], []],
  [
    "is one of a mesh without revisions of versions",
    [istio("v1.28.3", { values: based("v1").spec }), ofOperator("default")],
    [],
  ],
  ["is filled in", [based("v1.28.3"), ofOperator("$" + "{REVISION}")], []],
  ["may be another one", [based("v1.28.3"), ofChart(only27, { valuesFrom: [{ kind: "ConfigMap", name: "a" }] })], []],
  ["is of another mesh", [based("v1.28.3"), ofChart({ istio: { namespace: "mesh-b", revisions: ["b-v1-27-5"] } })], []],
  ["is not asked, as istiod signs itself", [based("v1.28.3", { values: {} }), ofOperator("default-v1-27-5")], []],
])("REV010: the list of istio-csr %s", (_what, objects, expected) =>
  expectState("REV010", setOf("sail", objects), expected),
);

const sending = (version: string, kind: string) =>
  istio(version, {
    values: { meshConfig: { extensionProviders: [{ name: "traces", [kind]: { service: "a.b.example", port: 1 } }] } },
  });

test.each<[string, KubernetesObject, Expected[]]>([
  [
    "is gone",
    sending("v1.27.3", "lightstep"),
    [
      [
        "warning",
        "Istio/default",
        "Istio v1.27.3 has no provider of the kind lightstep any more: nothing is sent by traces",
      ],
    ],
  ],
  [
    "is gone, of an alias",
    sending("v1.28-latest", "opencensus"),
    [["warning", "Istio/default", "no provider of the kind opencensus"]],
  ],
  ["is there still", sending("v1.26.4", "lightstep"), []],
  ["stays", sending("v1.28.3", "zipkin"), []],
  ["may be there", sending("<version>", "lightstep"), []],
])("TEL001: a kind of provider that %s", (_what, one, expected) =>
  expectState("TEL001", setOf("sail", [one]), expected),
);

const nginx = (more: object = {}): KubernetesObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "nginx", namespace: "entry" },
  spec: {
    template: { spec: { containers: [{ name: "controller", args: ["--ingress-class=nginx"] }] }, metadata: more },
  },
});
const ingress = (annotations: Record<string, string> = {}): KubernetesObject => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: { name: "cart", namespace: "shop", annotations },
  spec: {
    ingressClassName: "nginx",
    rules: [{ http: { paths: [{ path: "/", backend: { service: { name: "cart", port: { number: 80 } } } }] } }],
  },
});
const outside = namespace("entry");

test.each<[string, KubernetesObject[], Expected[]]>([
  [
    "is not in the mesh",
    [outside, nginx(), ingress(), strict],
    [["warning", "Ingress/shop/cart", "Deployment entry/nginx, which serves class nginx, is not in the mesh"]],
  ],
  ["is in the mesh", [namespace("entry", { "istio-injection": "enabled" }), nginx(), ingress(), strict], []],
  ["may be in the mesh, as nobody knows its namespace", [nginx(), ingress(), strict], []],
  [
    "has a certificate of the mesh",
    [outside, nginx(), ingress({ "nginx.ingress.kubernetes.io/proxy-ssl-secret": "shop/certs" }), strict],
    [],
  ],
  ["is not here", [outside, ingress(), strict], []],
  ["may send plain text", [outside, nginx(), ingress()], []],
])("POL004: the controller of an Ingress %s", (_what, objects, expected) => {
  const all = [istio("v1.28.3"), namespace("shop", { "istio-injection": "enabled" }), ...pods, ...objects];
  expectState("POL004", setOf("sail", all), expected);
});
