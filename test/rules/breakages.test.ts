import { protect } from "../../src/constructs/protection";
import type { KubernetesObject } from "../../src/mesh/mesh";
import { checkRow, checkState, checkStep } from "../../src/rules/run";
import { setOf } from "./support";

/*
 * What breaks meshes in real repositories, each as one change of a tree in which nothing is wrong: some rule has to say it.
 */

type Metadata = Omit<KubernetesObject["metadata"], "name">;
type Change = (objects: KubernetesObject[]) => KubernetesObject[];

const where = "sail 1.28.3";

function object(
  apiVersion: string,
  kind: string,
  name: string,
  wave: number,
  body: object,
  metadata: Metadata = {},
): KubernetesObject {
  const annotations = { ...protect({ apiVersion, kind }), "argocd.argoproj.io/sync-wave": String(wave) };
  return { apiVersion, kind, metadata: { name, annotations, ...metadata }, ...body };
}

const shop: Metadata = { namespace: "shop" };

/** An ambient mesh with one application, a waypoint, a route and a policy. */
const good: readonly KubernetesObject[] = [
  object(
    "operators.coreos.com/v1alpha1",
    "Subscription",
    "sailoperator",
    10,
    {
      spec: {
        name: "sailoperator",
        channel: "stable-1.28",
        startingCSV: "sailoperator.v1.28.3",
        installPlanApproval: "Manual",
        source: "operatorhubio-catalog",
        sourceNamespace: "olm",
      },
    },
    { namespace: "operators" },
  ),
  object("sailoperator.io/v1", "Istio", "default", 20, {
    spec: {
      version: "v1.28.3",
      namespace: "istio-system",
      profile: "ambient",
      updateStrategy: { type: "InPlace" },
      values: {
        pilot: { trustedZtunnelNamespace: "ztunnel", autoscaleMin: 2 },
        meshConfig: { discoverySelectors: [{ matchLabels: { "istio-discovery": "enabled" } }] },
      },
    },
  }),
  object("sailoperator.io/v1", "IstioCNI", "default", 30, {
    spec: { version: "v1.28.3", namespace: "istio-cni", profile: "ambient" },
  }),
  object("sailoperator.io/v1", "ZTunnel", "default", 40, { spec: { version: "v1.28.3", namespace: "ztunnel" } }),
  ...["istio-system", "istio-cni", "ztunnel"].map((name) =>
    object("v1", "Namespace", name, 5, {}, { labels: { "istio-discovery": "enabled" } }),
  ),
  object(
    "v1",
    "Namespace",
    "shop",
    5,
    {},
    {
      labels: {
        "istio-discovery": "enabled",
        "istio.io/dataplane-mode": "ambient",
        "istio.io/use-waypoint": "waypoint",
      },
    },
  ),
  object("v1", "Service", "cart", 45, { spec: { ports: [{ port: 80 }] } }, shop),
  object(
    "gateway.networking.k8s.io/v1",
    "Gateway",
    "waypoint",
    50,
    {
      spec: { gatewayClassName: "istio-waypoint", listeners: [{ name: "mesh", port: 15008, protocol: "HBONE" }] },
    },
    { ...shop, labels: { "istio.io/waypoint-for": "service" } },
  ),
  object(
    "gateway.networking.k8s.io/v1",
    "HTTPRoute",
    "cart",
    60,
    {
      spec: {
        parentRefs: [{ group: "", kind: "Service", name: "cart", port: 80 }],
        rules: [{ backendRefs: [{ name: "cart", port: 80 }] }],
      },
    },
    shop,
  ),
  object(
    "security.istio.io/v1",
    "AuthorizationPolicy",
    "cart",
    60,
    {
      spec: {
        targetRefs: [{ group: "", kind: "Service", name: "cart" }],
        action: "ALLOW",
        rules: [{ to: [{ operation: { methods: ["GET"] } }] }],
      },
    },
    shop,
  ),
];

/** Sets the value at a path of the objects of a kind, or of `Kind/name`; undefined takes it away. */
function set(which: string, path: string | readonly string[], value: unknown): Change {
  const keys = typeof path === "string" ? path.split(".") : path;
  return change(which, (copy) => {
    const parent = keys.slice(0, -1).reduce<Record<string, unknown>>((at, key) => {
      at[key] ??= {};
      return at[key] as Record<string, unknown>;
    }, copy);
    const last = keys.at(-1) as string;
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  });
}

function change(which: string, edit: (copy: Record<string, unknown>) => void): Change {
  return (objects) =>
    objects.map((one) => {
      if (![one.kind, `${one.kind}/${one.metadata.name}`].includes(which)) return one;
      const copy = structuredClone(one) as unknown as Record<string, unknown>;
      edit(copy);
      return copy as unknown as KubernetesObject;
    });
}

const label = (which: string, key: string, value: string | undefined) => set(which, ["metadata", "labels", key], value);
const annotate = (which: string, key: string, value: string | undefined) =>
  set(which, ["metadata", "annotations", key], value);
const drop =
  (which: string): Change =>
  (objects) =>
    objects.filter((one) => ![one.kind, `${one.kind}/${one.metadata.name}`].includes(which));
const add =
  (...more: KubernetesObject[]): Change =>
  (objects) => [...objects, ...more];
const all =
  (...changes: Change[]): Change =>
  (objects) =>
    changes.reduce((at, one) => one(at), objects);
const find = (which: string): KubernetesObject => {
  const found = good.find((one) => `${one.kind}/${one.metadata.name}` === which);
  if (!found) throw new Error(`no ${which}`);
  return found;
};

/** A Gateway that istiod deploys for traffic from outside. */
const ingress = (gatewayClassName: string) =>
  object(
    "gateway.networking.k8s.io/v1",
    "Gateway",
    "ingress",
    55,
    { spec: { gatewayClassName, listeners: [{ name: "http", port: 80, protocol: "HTTP" }] } },
    shop,
  );
const route = (spec: object, namespace = "shop") =>
  object("gateway.networking.k8s.io/v1", "HTTPRoute", "more", 60, { spec }, { namespace });
const virtualService = (spec: object) =>
  object("networking.istio.io/v1", "VirtualService", "cart", 60, { spec: { hosts: ["*"], ...spec } }, shop);
const istioGateway = object(
  "networking.istio.io/v1",
  "Gateway",
  "bookinfo",
  60,
  {
    spec: {
      selector: { istio: "ingress" },
      servers: [{ port: { number: 80, name: "http", protocol: "HTTP" }, hosts: ["*"] }],
    },
  },
  shop,
);
const subsets = object(
  "networking.istio.io/v1",
  "DestinationRule",
  "cart",
  60,
  { spec: { host: "cart", subsets: [{ name: "v1" }] } },
  shop,
);
const peerAuthentication = (app: string) =>
  object("security.istio.io/v1", "PeerAuthentication", "p", 60, { spec: { selector: { matchLabels: { app } } } }, shop);
const workload = (app: string, annotations: object = {}, labels: object = {}): KubernetesObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: app, ...shop },
  spec: { template: { metadata: { labels: { app, ...labels }, annotations } } },
});
const application = (syncPolicy: object): KubernetesObject => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Application",
  metadata: { name: "mesh", namespace: "argocd" },
  spec: {
    project: "default",
    source: { repoURL: "https://example.com/fleet.git", path: "mesh" },
    destination: { server: "https://kubernetes.default.svc" },
    syncPolicy,
  },
});

const networkPolicy = (spec: object) => object("networking.k8s.io/v1", "NetworkPolicy", "web", 5, { spec }, shop);
const principals = (...them: string[]) =>
  set("AuthorizationPolicy", "spec.rules", [{ from: [{ source: { principals: them } }] }]);
const operatorGroup = (name: string, spec: object): KubernetesObject => ({
  apiVersion: "operators.coreos.com/v1",
  kind: "OperatorGroup",
  metadata: { name, namespace: "operators" },
  spec,
});

const options = "argocd.argoproj.io/sync-options";
const wave = "argocd.argoproj.io/sync-wave";
const fluxPrune = "kustomize.toolkit.fluxcd.io/prune";

test("the tree without a change is good", () => {
  // Without gate Jobs an engine's waves are a sleep, which DEL002 says of every tree.
  const found = checkState(setOf(where, good)).filter(({ rule }) => rule !== "DEL002");
  expect(found.map(({ rule, object: id, message }) => `${rule} ${id} ${message}`)).toEqual([]);
});

test.each<[rule: string, what: string, change: Change]>([
  ["VER004", "no version on Istio", set("Istio", "spec.version", undefined)],
  ["VER004", "no version on ZTunnel", set("ZTunnel", "spec.version", undefined)],
  ["VER004", "an alias", set("IstioCNI", "spec.version", "v1.28-latest")],
  ["VER006", "no v", set("Istio", "spec.version", "1.28.3")],
  ["VER001", "a version that was never there", set("Istio", "spec.version", "v1.28.33")],
  ["VER001", "a version of a later operator", set("Istio", "spec.version", "v1.30.3")],
  ["VER002", "end of life", set("Istio", "spec.version", "v1.24.3")],
  ["VER007", "an image tag", set("Istio", "spec.values.global", { tag: "1.27.0" })],
  ["VER007", "a proxy image", set("ZTunnel", "spec.values", { ztunnel: { image: "registry/ztunnel:1.27.0" } })],
  ["VER005", "a wrong API version", set("ZTunnel", "apiVersion", "sailoperator.io/v1beta1")],
  ["VER005", "a typing error in values", set("Istio", "spec.values.pilot.traceSamplin", 1)],
  ["VER005", "a typing error in spec", set("Istio", "spec.profil", "ambient")],
  ["VER005", "values one level too high", set("Istio", "spec.pilot", { autoscaleMin: 2 })],
  ["VER005", "values one level too deep", set("Istio", "spec.values.values", { pilot: {} })],
  ["VER005", "profile on ZTunnel v1", set("ZTunnel", "spec.profile", "ambient")],
  ["VER005", "null to unset a default", set("Istio", "spec.values.pilot.resources", null)],
  ["SCH001", "a number in quotes", set("Istio", "spec.values.pilot.autoscaleMin", "2")],
  ["SCH001", "true in quotes", set("IstioCNI", "spec.values", { cni: { ambient: { dnsCapture: "true" } } })],
  ["SCH001", "an environment variable that is a number", set("Istio", "spec.values.pilot.env", { PILOT_X: 1 })],
  ["SCH001", "a profile that is none", set("Istio", "spec.profile", "ambiant")],
  ["SCH001", "a strategy that is none", set("Istio", "spec.updateStrategy.type", "Inplace")],
  ["SCH001", "a list where a map is wanted", set("Istio", "spec.values.meshConfig", [])],
  ["SCH001", "a port in quotes", set("HTTPRoute", "spec.rules", [{ backendRefs: [{ name: "cart", port: "80" }] }])],
  ["SCH001", "an action in lower case", set("AuthorizationPolicy", "spec.action", "Allow")],
  ["SCH001", "istioNamespace beside another namespace", set("Istio", "spec.values.global", { istioNamespace: "mesh" })],
  ["SCH002", "a typing error in a route", set("HTTPRoute", "spec.hostname", ["a"])],
  ["SCH002", "a typing error in a policy", set("AuthorizationPolicy", "spec.rule", [])],
  ["SKEW001", "the CNI a minor ahead", set("IstioCNI", "spec.version", "v1.29.0")],
  ["SKEW002", "ztunnel two minors behind", set("ZTunnel", "spec.version", "v1.26.3")],
  ["AMB001", "no profile on Istio", set("Istio", "spec.profile", undefined)],
  ["AMB001", "the default profile on Istio", set("Istio", "spec.profile", "default")],
  ["AMB001", "no profile on IstioCNI", set("IstioCNI", "spec.profile", undefined)],
  [
    "AMB001",
    "ambient switched off in istiod",
    set("Istio", "spec.values.pilot.env", { PILOT_ENABLE_AMBIENT: "false" }),
  ],
  [
    "AMB001",
    "ambient switched off in the CNI",
    set("IstioCNI", "spec.values", { cni: { ambient: { enabled: false } } }),
  ],
  [
    "AMB001",
    "another profile on ZTunnel",
    all(set("ZTunnel", "apiVersion", "sailoperator.io/v1alpha1"), set("ZTunnel", "spec.profile", "default")),
  ],
  ["AMB002", "no CNI", drop("IstioCNI")],
  ["AMB002", "no ztunnel", drop("ZTunnel")],
  [
    "AMB002",
    "ambient namespaces in a sidecar mesh",
    all(drop("ZTunnel"), set("Istio", "spec.profile", "default"), set("IstioCNI", "spec.profile", "default")),
  ],
  ["ZTN001", "a second name for ztunnel", set("ZTunnel", "metadata.name", "mesh")],
  ["ZTN003", "ztunnel elsewhere than trusted", set("ZTunnel", "spec.namespace", "istio-system")],
  ["ZTN003", "nothing is trusted", set("Istio", "spec.values.pilot.trustedZtunnelNamespace", undefined)],
  ["REV006", "a revision that is not there", label("Namespace/shop", "istio.io/rev", "stable")],
  ["REV006", "a Gateway of a revision that is not there", label("Gateway", "istio.io/rev", "canary")],
  [
    "REV006",
    "injection by a default that is not there",
    all(
      set("Istio", "metadata.name", "prod"),
      label("Namespace/shop", "istio.io/dataplane-mode", undefined),
      label("Namespace/shop", "istio-injection", "enabled"),
    ),
  ],
  [
    "REV006",
    "a workload of a revision that is not there",
    add(
      object(
        "apps/v1",
        "Deployment",
        "cart",
        0,
        { spec: { template: { metadata: { labels: { "istio.io/rev": "old" } } } } },
        shop,
      ),
    ),
  ],
  [
    "REV006",
    "a gateway that names no revision, nor does its namespace, where the control plane is not the default one",
    all(
      set("Istio", "metadata.name", "prod"),
      add(
        object(
          "apps/v1",
          "Deployment",
          "ingress",
          0,
          { spec: { template: { metadata: { labels: { "sidecar.istio.io/inject": "true" } } } } },
          shop,
        ),
      ),
    ),
  ],
  [
    "REV006",
    "a tag that points nowhere",
    add(
      object("sailoperator.io/v1", "IstioRevisionTag", "stable", 25, {
        spec: { targetRef: { kind: "Istio", name: "prod" } },
      }),
    ),
  ],
  ["REV006", "ztunnel that points nowhere", set("ZTunnel", "spec.targetRef", { kind: "IstioRevision", name: "prod" })],
  ["WPT001", "a waypoint that is not there", drop("Gateway")],
  ["WPT001", "another name on the label", label("Namespace/shop", "istio.io/use-waypoint", "waypiont")],
  ["WPT001", "another namespace on the label", label("Namespace/shop", "istio.io/use-waypoint-namespace", "bank")],
  ["WPT001", "a Service's waypoint", label("Service", "istio.io/use-waypoint", "mine")],
  ["WPT004", "a waypoint that takes nothing", label("Gateway", "istio.io/waypoint-for", "none")],
  [
    "WPT004",
    "a waypoint elsewhere that lets nobody in",
    all(
      set("Gateway", "metadata.namespace", "ztunnel"),
      label("Namespace/shop", "istio.io/use-waypoint-namespace", "ztunnel"),
    ),
  ],
  [
    "WPT005",
    "a waypoint on another port",
    set("Gateway", "spec.listeners", [{ name: "mesh", port: 15006, protocol: "HBONE" }]),
  ],
  [
    "WPT005",
    "a waypoint that speaks HTTP",
    set("Gateway", "spec.listeners", [{ name: "mesh", port: 15008, protocol: "HTTP" }]),
  ],
  ["WPT005", "an ingress class on a waypoint", set("Gateway", "spec.gatewayClassName", "istio")],
  ["WPT005", "a word for its traffic that is none", label("Gateway", "istio.io/waypoint-for", "services")],
  [
    "TGT001",
    "a policy for a Service that is not there",
    set("AuthorizationPolicy", "spec.targetRefs", [{ group: "", kind: "Service", name: "card" }]),
  ],
  [
    "TGT001",
    "a policy for a waypoint that is not there",
    set("AuthorizationPolicy", "spec.targetRefs", [
      { group: "gateway.networking.k8s.io", kind: "Gateway", name: "wp" },
    ]),
  ],
  [
    "TGT001",
    "a route for a Service that is not there",
    set("HTTPRoute", "spec.parentRefs", [{ group: "", kind: "Service", name: "card", port: 80 }]),
  ],
  [
    "TGT001",
    "a route for a Gateway of another namespace",
    set("HTTPRoute", "spec.parentRefs", [{ name: "waypoint", namespace: "bank" }]),
  ],
  [
    "TGT001",
    "a route for a Gateway that its namespace does not have",
    set("HTTPRoute", "spec.parentRefs", [{ name: "ingress", namespace: "istio-system" }]),
  ],
  ["POL001", "a policy about HTTP without a target", set("AuthorizationPolicy", "spec.targetRefs", undefined)],
  [
    "POL001",
    "a policy about tokens without a target",
    all(
      set("AuthorizationPolicy", "spec.targetRefs", undefined),
      set("AuthorizationPolicy", "spec.rules", [{ when: [{ key: "request.auth.claims[a]", values: ["b"] }] }]),
    ),
  ],
  [
    "CP001",
    "a second control plane in its namespace",
    add({ ...find("Istio/default"), metadata: { ...find("Istio/default").metadata, name: "second" } }),
  ],
  [
    "CP001",
    "a second control plane that sees everything",
    add(
      object("sailoperator.io/v1", "Istio", "second", 20, {
        spec: {
          version: "v1.28.3",
          namespace: "second",
          profile: "ambient",
          values: { pilot: { trustedZtunnelNamespace: "ztunnel" } },
        },
      }),
    ),
  ],
  ["NS002", "sidecars and ambient at once", label("Namespace/shop", "istio-injection", "enabled")],
  ["NS002", "a revision and ambient at once", label("Namespace/shop", "istio.io/rev", "default")],
  ["NS003", "a namespace that istiod does not see", label("Namespace/shop", "istio-discovery", undefined)],
  ["NS003", "a ztunnel that istiod does not see", label("Namespace/ztunnel", "istio-discovery", undefined)],
  [
    "NS003",
    "selectors that match nothing",
    set("Istio", "spec.values.meshConfig.discoverySelectors", [{ matchLabels: { mesh: "on" } }]),
  ],
  ["NS005", "a data plane that is none", label("Namespace/shop", "istio.io/dataplane-mode", "Ambient")],
  ["NS005", "injection that is true", label("Namespace/shop", "istio-injection", "true")],
  ["NS005", "a typing error in a label", label("Namespace/shop", "istio.io/use-waypont", "waypoint")],
  ["NS005", "a label of another spelling", label("Namespace/shop", "istio.io/data-plane-mode", "ambient")],
  ["DUP001", "an object twice", add(find("AuthorizationPolicy/cart"))],
  [
    "DUP001",
    "two control planes of one name",
    add({ ...find("Istio/default"), spec: { version: "v1.28.1", namespace: "istio-system", profile: "ambient" } }),
  ],
  ["DEL004", "an unprotected Istio", set("Istio", "metadata.annotations", {})],
  [
    "DEL004",
    "an unprotected waypoint",
    all(annotate("Gateway", options, undefined), annotate("Gateway", fluxPrune, undefined)),
  ],
  ["DEL004", "an unprotected policy", annotate("AuthorizationPolicy", options, "Prune=true")],
  [
    "DEL004",
    "an unprotected Namespace",
    all(annotate("Namespace/shop", options, undefined), annotate("Namespace/shop", fluxPrune, undefined)),
  ],
  ["DEL005", "a dry run on a CRD that is not there", annotate("ZTunnel", options, "Prune=false,Delete=false")],
  ["DEL007", "Istio as a hook", annotate("Istio", "argocd.argoproj.io/hook", "PreSync")],
  [
    "DEL007",
    "Istio replaced",
    annotate("Istio", options, "Prune=false,Delete=false,SkipDryRunOnMissingResource=true,Replace=true"),
  ],
  ["DEL007", "ztunnel forced by Flux", annotate("ZTunnel", "kustomize.toolkit.fluxcd.io/force", "enabled")],
  ["WAV001", "a wave that is no number", annotate("ZTunnel", wave, "last")],
  ["WAV001", "a wave that is no whole number", annotate("ZTunnel", wave, "40.5")],
  ["WAV001", "ztunnel before istiod", annotate("ZTunnel", wave, "15")],
  ["WAV001", "the mesh before its operator", annotate("Subscription", wave, "25")],
  ["WAV001", "the waypoint before istiod", annotate("Gateway", wave, "1")],
  ["WAV001", "the CNI after ztunnel", annotate("IstioCNI", wave, "45")],
  [
    "WAV001",
    "a route before its Gateway",
    all(set("HTTPRoute", "spec.parentRefs", [{ name: "waypoint" }]), annotate("HTTPRoute", wave, "45")),
  ],
  ["WAV002", "a Namespace that is pulled up", annotate("Namespace/shop", wave, "70")],
  [
    "REV006",
    "a tag on a kind that is none",
    add(
      object("sailoperator.io/v1", "IstioRevisionTag", "stable", 30, {
        spec: { targetRef: { kind: "Istios", name: "default" } },
      }),
    ),
  ],
  ["GTW001", "a class that is nearly Istio's", add(ingress("isto"))],
  [
    "TGT001",
    "a Gateway under the core group",
    set("AuthorizationPolicy", "spec.targetRefs", [{ kind: "Gateway", name: "waypoint" }]),
  ],
  [
    "TGT002",
    "a listener that is not there",
    add(ingress("istio"), route({ parentRefs: [{ name: "ingress", sectionName: "https" }] })),
  ],
  [
    "TGT002",
    "a port that no listener has",
    add(ingress("istio"), route({ parentRefs: [{ name: "ingress", port: 8080 }] })),
  ],
  [
    "TGT002",
    "a route of a namespace that the Gateway does not take",
    add(ingress("istio"), route({ parentRefs: [{ name: "ingress", namespace: "shop" }] }, "bank")),
  ],
  [
    "TGT002",
    "a port that the Service does not have",
    set("HTTPRoute", "spec.rules", [{ backendRefs: [{ name: "cart", port: 81 }] }]),
  ],
  [
    "TGT002",
    "the same of a parent",
    set("HTTPRoute", "spec.parentRefs", [{ group: "", kind: "Service", name: "cart", port: 81 }]),
  ],
  [
    "TGT002",
    "a backend that is not there",
    set("HTTPRoute", "spec.rules", [{ backendRefs: [{ name: "card", port: 80 }] }]),
  ],
  ["TGT003", "a Gateway of Istio's that is not there", add(istioGateway, virtualService({ gateways: ["bookinf"] }))],
  [
    "TGT003",
    "a destination that is not there",
    add(virtualService({ http: [{ route: [{ destination: { host: "card" } }] }] })),
  ],
  [
    "TGT003",
    "a subset that is not there",
    add(
      virtualService({ http: [{ route: [{ destination: { host: "cart.shop.svc.cluster.local", subset: "v2" } }] }] }),
      subsets,
    ),
  ],
  ["TGT003", "a policy that selects nothing", add(workload("web"), peerAuthentication("wbe"))],
  [
    "TGT003",
    "a Gateway of Istio's that selects nothing",
    add(workload("web", { "inject.istio.io/templates": "gateway" }), istioGateway),
  ],
  ["POL002", "a policy on a Service without a waypoint", label("Namespace/shop", "istio.io/use-waypoint", undefined)],
  ["POL002", "a Service that opts out", set("Service", ["metadata", "labels"], { "istio.io/use-waypoint": "none" })],
  ["POL002", "a waypoint for workloads alone", label("Gateway", "istio.io/waypoint-for", "workload")],
  [
    "NS005",
    "a label as an annotation",
    all(
      label("Namespace/shop", "istio.io/dataplane-mode", undefined),
      annotate("Namespace/shop", "istio.io/dataplane-mode", "ambient"),
    ),
  ],
  ["NS005", "a word that pods do not take", add(workload("web", {}, { "sidecar.istio.io/inject": "yes" }))],
  ["NS005", "a label of pods with a typing error", add(workload("web", {}, { "sidecar.istio.io/injection": "true" }))],
  [
    "NS006",
    "a waypoint for a namespace outside of the mesh",
    all(label("Namespace/shop", "istio.io/dataplane-mode", undefined), add(workload("web"))),
  ],
  [
    "ZTN006",
    "a ztunnel of another cluster",
    set("ZTunnel", "spec.values", { ztunnel: { multiCluster: { clusterName: "east" } } }),
  ],
  [
    "ZTN006",
    "a control plane of another cluster",
    set("Istio", "spec.values.global", { multiCluster: { clusterName: "east" } }),
  ],
  ["ZTN006", "a ztunnel of another network", set("ZTunnel", "spec.values", { ztunnel: { network: "east" } })],
  ["PLAT003", "a platform that is none", set("IstioCNI", "spec.values", { global: { platform: "openshit" } })],
  ["SCH003", "a kind that is none", set("ZTunnel", "kind", "Ztunnel")],
  ["SCH003", "Sail's group of old", set("Istio", "apiVersion", "operator.istio.io/v1alpha1")],
  ["SCH003", "a group with a typing error", set("AuthorizationPolicy", "apiVersion", "securty.istio.io/v1")],
  ["SCH003", "a kind of Istio's with a typing error", set("AuthorizationPolicy", "kind", "AuthorisationPolicy")],
  ["WAV001", "Istio before its namespace", annotate("Namespace/istio-system", wave, "25")],
  ["DEL007", "an Application that replaces", add(application({ syncOptions: ["Replace=true"] }))],
  ["DEL007", "an Application that may be empty", add(application({ automated: { allowEmpty: true } }))],
  ["SUB001", "a package that is none", set("Subscription", "spec.name", "sailoperater")],
  ["SUB001", "a channel that is none", set("Subscription", "spec.channel", "stabel-1.28")],
  [
    "SUB001",
    "a channel that was never there",
    all(set("Subscription", "spec.channel", "stable-1.2"), set("Subscription", "spec.startingCSV", undefined)),
  ],
  ["SUB001", "a CSV of another operator", set("Subscription", "spec.startingCSV", "servicemeshoperator3.v3.2.0")],
  ["SUB001", "a CSV without its v", set("Subscription", "spec.startingCSV", "sailoperator.1.28.3")],
  ["SUB001", "a CSV that was never there", set("Subscription", "spec.startingCSV", "sailoperator.v1.28.99")],
  [
    "SUB001",
    "two operators",
    add({
      ...find("Subscription/sailoperator"),
      metadata: { ...find("Subscription/sailoperator").metadata, namespace: "olm" },
    }),
  ],
  [
    "ZTN002",
    "an address of another istiod",
    set("ZTunnel", "spec.values", { ztunnel: { xdsAddress: "istiod.mesh.svc:15012" } }),
  ],
  [
    "ZTN002",
    "certificates of another istiod",
    set("ZTunnel", "spec.values", { ztunnel: { caAddress: "https://istiod-a.istio-system.svc:15012" } }),
  ],
  ["GTW001", "a class that is called waypoint", set("Gateway", "spec.gatewayClassName", "waypoint")],
  [
    "WPT005",
    "its traffic as an annotation",
    all(label("Gateway", "istio.io/waypoint-for", undefined), annotate("Gateway", "istio.io/waypoint-for", "all")),
  ],
  ["PLAT003", "a platform that the CNI does not know", set("Istio", "spec.values.global", { platform: "gke" })],
  [
    "PLAT003",
    "two platforms",
    all(
      set("Istio", "spec.values.global", { platform: "gke" }),
      set("IstioCNI", "spec.values", { global: { platform: "k3d" } }),
    ),
  ],
  [
    "AMB002",
    "an ambient namespace that the CNI leaves alone",
    set("IstioCNI", "spec.values", { cni: { excludeNamespaces: ["kube-system", "shop"] } }),
  ],
  [
    "NS002",
    "a pod with a sidecar in an ambient namespace",
    add(workload("web", {}, { "sidecar.istio.io/inject": "true" })),
  ],
  [
    "NS005",
    "the namespace of a waypoint and no waypoint",
    label("Namespace/ztunnel", "istio.io/use-waypoint-namespace", "shop"),
  ],
  ["NS005", "ingress through no waypoint", label("Namespace/ztunnel", "istio.io/ingress-use-waypoint", "true")],
  [
    "NS005",
    "the label of old",
    all(
      label("Namespace/shop", "istio.io/dataplane-mode", undefined),
      label("Namespace/shop", "ambient.istio.io/redirection", "enabled"),
    ),
  ],
  [
    "NS005",
    "a label of pods on their Deployment",
    add({ ...workload("web"), metadata: { name: "web", ...shop, labels: { "sidecar.istio.io/inject": "false" } } }),
  ],
  [
    "NS007",
    "a ztunnel that Pod Security refuses",
    label("Namespace/ztunnel", "pod-security.kubernetes.io/enforce", "restricted"),
  ],
  [
    "NS007",
    "a CNI that Pod Security refuses",
    label("Namespace/istio-cni", "pod-security.kubernetes.io/enforce", "baseline"),
  ],
  ["NET001", "nothing may come in", add(networkPolicy({ podSelector: {} }))],
  [
    "NET001",
    "only the port of the application",
    add(networkPolicy({ podSelector: {}, ingress: [{ ports: [{ port: 8080 }] }] })),
  ],
  [
    "NET001",
    "UDP alone",
    add(networkPolicy({ podSelector: {}, ingress: [{ ports: [{ port: 15008, protocol: "UDP" }] }] })),
  ],
  ["POL003", "a principal with its scheme", principals("spiffe://cluster.local/ns/a/sa/b")],
  ["POL003", "a principal that is none", principals("a/b")],
  ["POL003", "a principal of another trust domain", principals("prod/ns/a/sa/b")],
  [
    "POL003",
    "a method in lower case",
    set("AuthorizationPolicy", "spec.rules", [{ to: [{ operation: { methods: ["get"] } }] }]),
  ],
  ["POL003", "CUSTOM by nobody", set("AuthorizationPolicy", "spec.action", "CUSTOM")],
  [
    "POL003",
    "a provider that is not there",
    all(
      set("AuthorizationPolicy", "spec.action", "CUSTOM"),
      set("AuthorizationPolicy", "spec.provider", { name: "oauth" }),
      set("Istio", "spec.values.meshConfig.extensionProviders", [{ name: "oauth2" }]),
    ),
  ],
  ["TGT001", "a kind that is none", set("HTTPRoute", "spec.parentRefs", [{ group: "", kind: "Servce", name: "cart" }])],
  ["TGT001", "a route on nothing", set("HTTPRoute", "spec.parentRefs", [])],
  [
    "TGT001",
    "a policy for all waypoints outside of the root namespace",
    set("AuthorizationPolicy", "spec.targetRefs", [
      { group: "gateway.networking.k8s.io", kind: "GatewayClass", name: "istio-waypoint" },
    ]),
  ],
  [
    "TGT002",
    "backends that weigh nothing",
    set("HTTPRoute", "spec.rules", [{ backendRefs: [{ name: "cart", port: 80, weight: 0 }] }]),
  ],
  [
    "TGT002",
    "a backend elsewhere without a grant",
    set("HTTPRoute", "spec.rules", [{ backendRefs: [{ name: "z", namespace: "ztunnel", port: 80 }] }]),
  ],
  [
    "SCH003",
    "a kind of the last generation",
    add({
      apiVersion: "maistra.io/v2",
      kind: "ServiceMeshControlPlane",
      metadata: { name: "basic", namespace: "istio-system" },
    }),
  ],
  ["SCH004", "a name with an underscore", add(object("v1", "Namespace", "team_a", 5, {}))],
  ["SCH004", "a label with a space", label("Namespace/shop", "team", "the shop")],
  ["HA001", "more replicas at least than at most", set("Istio", "spec.values.pilot.autoscaleMin", 6)],
  [
    "DEL007",
    "a Kustomization with force",
    add({
      apiVersion: "kustomize.toolkit.fluxcd.io/v1",
      kind: "Kustomization",
      metadata: { name: "mesh", namespace: "flux-system" },
      spec: { force: true },
    }),
  ],
  ["SUB001", "the package of the last generation", set("Subscription", "spec.name", "servicemeshoperator")],
  ["SUB002", "a Subscription without its catalogue", set("Subscription", "spec.source", undefined)],
  ["SUB002", "a Subscription of another version", set("Subscription", "apiVersion", "operators.coreos.com/v1")],
  ["SUB002", "an operator for one namespace", add(operatorGroup("one", { targetNamespaces: ["operators"] }))],
  ["SUB002", "two OperatorGroups", add(operatorGroup("one", {}), operatorGroup("two", {}))],
  ["VER004", "a Subscription that approves itself", set("Subscription", "spec.installPlanApproval", "Automatic")],
  ["VER004", "a Subscription that floats", set("Subscription", "spec.channel", "stable")],
  ["VER001", "a Subscription of another release", set("Subscription", "spec.channel", "stable-1.30")],
])("%s: %s", (rule, _what, change) => {
  expect(new Set(checkState(setOf(where, change([...good]))).map((one) => one.rule))).toContain(rule);
});

test("more that is good", () => {
  const more = add(
    ingress("istio"),
    ingress("nginx"),
    route({
      parentRefs: [{ name: "ingress", sectionName: "http", port: 80 }],
      rules: [{ backendRefs: [{ name: "ingress-istio", port: 80 }] }],
    }),
    istioGateway,
    subsets,
    virtualService({
      hosts: ["cart.example.com"],
      gateways: ["bookinfo", "mesh", "other/gateway"],
      http: [
        {
          route: [
            { destination: { host: "cart", subset: "v1" }, weight: 90 },
            { destination: { host: "example.com" }, weight: 10 },
          ],
        },
      ],
    }),
    workload(
      "web",
      { "inject.istio.io/templates": "gateway" },
      { istio: "ingress", "sidecar.istio.io/inject": "true" },
    ),
    workload("db", {}, { "istio.io/dataplane-mode": "none", "security.istio.io/tlsMode": "istio" }),
    peerAuthentication("web"),
    application({ syncOptions: ["ServerSideApply=true"], automated: { prune: true } }),
  );
  const found = checkState(setOf(where, more([...good]))).map(({ rule, message }) => `${rule} ${message}`);
  expect(found.filter((one) => !/^(DEL002|DUP001)/.test(one))).toEqual([]);
});

test("the same things as they are meant", () => {
  const change = all(
    set("ZTunnel", "spec.values", {
      ztunnel: { xdsAddress: "istiod.istio-system.svc:15012", caAddress: "istiod.example.com:15012" },
    }),
    set("Istio", "spec.values.global", { platform: "gke" }),
    set("Istio", "spec.values.pilot.autoscaleMax", 6),
    set("Istio", "spec.values.pilot.autoscaleMin", 6),
    set("Istio", "spec.values.meshConfig.extensionProviders", [
      { name: "oauth", envoyExtAuthzHttp: { service: "oauth.auth.svc.cluster.local", port: 4180 } },
    ]),
    set("Istio", "spec.values.meshConfig.trustDomain", "prod"),
    set("Istio", "spec.values.meshConfig.trustDomainAliases", ["old"]),
    set("IstioCNI", "spec.values", { global: { platform: "gke" }, cni: { excludeNamespaces: ["kube-system"] } }),
    label("Namespace/ztunnel", "pod-security.kubernetes.io/enforce", "privileged"),
    principals("prod/ns/a/sa/b", "old/ns/a/sa/b", "cluster.local/ns/a/sa/b", "*", "prod/ns/a/*"),
    set("AuthorizationPolicy", "spec.action", "CUSTOM"),
    set("AuthorizationPolicy", "spec.provider", { name: "oauth" }),
    set("HTTPRoute", "spec.rules", [
      {
        backendRefs: [
          { name: "cart", port: 80, weight: 0 },
          { name: "z", namespace: "ztunnel", port: 80 },
        ],
      },
    ]),
    add(
      networkPolicy({ podSelector: {} }),
      {
        ...networkPolicy({ podSelector: {}, ingress: [{ ports: [{ port: 15000, endPort: 15010 }] }] }),
        metadata: { name: "hbone", ...shop },
      },
      object(
        "gateway.networking.k8s.io/v1beta1",
        "ReferenceGrant",
        "shop",
        50,
        {
          spec: {
            from: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: "shop" }],
            to: [{ group: "", kind: "Service" }],
          },
        },
        { namespace: "ztunnel" },
      ),
      object(
        "security.istio.io/v1",
        "AuthorizationPolicy",
        "all",
        60,
        {
          spec: {
            targetRefs: [{ group: "gateway.networking.k8s.io", kind: "GatewayClass", name: "istio-waypoint" }],
            rules: [{}],
          },
        },
        { namespace: "istio-system" },
      ),
      operatorGroup("all", {}),
      workload("ingress", { "inject.istio.io/templates": "gateway" }, { "sidecar.istio.io/inject": "true" }),
    ),
  );
  const found = checkState(setOf(where, change([...good])));
  const said = found.map(({ rule, message }) => `${rule} ${message}`).filter((one) => !/^(DEL|WAV)/.test(one));
  expect(said).toEqual([]);
});

test("a control plane and a ztunnel that name the same cluster, and a channel whose releases install the mesh", () => {
  const change = all(
    set("Istio", "spec.values.global", { multiCluster: { clusterName: "east" }, network: "n", platform: "gke" }),
    set("IstioCNI", "spec.values", { global: { platform: "gke" } }),
    set("ZTunnel", "spec.values", { ztunnel: { multiCluster: { clusterName: "east" }, network: "n" } }),
    set("Subscription", "spec.startingCSV", undefined),
  );
  const found = checkState(setOf("sail", change([...good]))).map(({ rule }) => rule);
  for (const rule of ["ZTN006", "PLAT003", "SUB001"]) expect(found).not.toContain(rule);
});

test("a mesh that no release of the channel installs", () => {
  const change = all(set("Subscription", "spec.startingCSV", undefined), set("Istio", "spec.version", "v1.30.3"));
  const found = checkState(setOf("sail", change([...good])));
  expect(found).toContainEqual(expect.objectContaining({ rule: "SUB001", object: "Istio/default", severity: "error" }));
});

test("a route for a Gateway in the namespace of somebody else is nobody's fault", () => {
  const parent = set("HTTPRoute", "spec.parentRefs", [{ name: "shared", namespace: "gateways" }]);
  const found = checkState(setOf(where, parent([...good]))).map((one) => one.rule);
  expect(found).not.toContain("TGT001");
});

/** The same mesh one patch on: a step in which nothing is wrong. */
const moved = set("Istio", "spec.version", "v1.28.4");

test.each<[rule: string, what: string, before: [string, Change], after: [string, Change]]>([
  ["VER011", "the operator goes down", ["sail 1.30.3", all()], ["sail 1.28.3", all()]],
  ["VER011", "the operator skips a minor", ["openshift 3.1.2", all()], ["openshift 3.3.1", all()]],
  [
    "VER011",
    "operator and mesh at once",
    ["sail 1.28.3", all()],
    ["sail 1.29.1", set("Istio", "spec.version", "v1.28.2")],
  ],
  [
    "VER011",
    "the same, by channels",
    ["sail", all()],
    [
      "sail",
      all(
        set("Subscription", "spec.channel", "stable-1.29"),
        set("Subscription", "spec.startingCSV", undefined),
        set("Istio", "spec.version", "v1.28.2"),
      ),
    ],
  ],
  [
    "VER003",
    "an operator that does not install what runs",
    ["sail 1.28.3", set("Istio", "spec.version", "v1.26.3")],
    ["sail 1.30.3", set("Istio", "spec.version", "v1.26.3")],
  ],
  [
    "SKEW001",
    "control plane and CNI at once",
    [
      "sail 1.28.3",
      all(
        set("Istio", "spec.version", "v1.27.3"),
        set("IstioCNI", "spec.version", "v1.27.3"),
        set("ZTunnel", "spec.version", "v1.27.3"),
      ),
    ],
    ["sail 1.28.3", set("ZTunnel", "spec.version", "v1.27.3")],
  ],
  [
    "SKEW003",
    "two minors at once",
    [
      "sail 1.28.3",
      all(
        set("Istio", "spec.version", "v1.26.3"),
        set("IstioCNI", "spec.version", "v1.26.3"),
        set("ZTunnel", "spec.version", "v1.26.3"),
      ),
    ],
    ["sail 1.28.3", all(set("IstioCNI", "spec.version", "v1.26.3"), set("ZTunnel", "spec.version", "v1.26.3"))],
  ],
  [
    "REV004",
    "another strategy",
    ["sail 1.28.3", all()],
    ["sail 1.28.3", set("Istio", "spec.updateStrategy.type", "RevisionBased")],
  ],
  ["SNAP002", "an object that vanishes", ["sail 1.28.3", all()], ["sail 1.28.3", drop("IstioCNI")]],
  ["SNAP002", "a rename", ["sail 1.28.3", all()], ["sail 1.28.3", set("Istio", "metadata.name", "prod")]],
  [
    "SCH001",
    "another namespace",
    ["sail 1.28.3", all()],
    ["sail 1.28.3", set("IstioCNI", "spec.namespace", "kube-system")],
  ],
  [
    "NS001",
    "a label beside its waypoint",
    ["sail 1.28.3", all(drop("Gateway"), label("Namespace/shop", "istio.io/use-waypoint", undefined))],
    ["sail 1.28.3", all()],
  ],
  [
    "ZTN004",
    "a grace period that travels with the version",
    ["sail 1.28.3", set("ZTunnel", "spec.version", "v1.28.2")],
    ["sail 1.28.3", set("ZTunnel", "spec.values", { ztunnel: { terminationGracePeriodSeconds: 300 } })],
  ],
  [
    "ZTN005",
    "OnDelete and nobody who deletes",
    [
      "sail 1.28.3",
      all(
        set("ZTunnel", "spec.version", "v1.28.2"),
        set("ZTunnel", "spec.values", { ztunnel: { updateStrategy: { type: "OnDelete" } } }),
      ),
    ],
    ["sail 1.28.3", set("ZTunnel", "spec.values", { ztunnel: { updateStrategy: { type: "OnDelete" } } })],
  ],
  [
    "NS006",
    "a namespace that leaves",
    ["sail 1.28.3", all()],
    ["sail 1.28.3", label("Namespace/shop", "istio.io/dataplane-mode", undefined)],
  ],
  [
    "NS006",
    "a namespace that goes from ambient to sidecars",
    ["sail 1.28.3", all()],
    [
      "sail 1.28.3",
      all(
        label("Namespace/shop", "istio.io/dataplane-mode", undefined),
        label("Namespace/shop", "istio-injection", "enabled"),
      ),
    ],
  ],
  [
    "NS001",
    "selectors and the labels that they select by",
    ["sail 1.28.3", all()],
    [
      "sail 1.28.3",
      all(
        set("Istio", "spec.values.meshConfig.discoverySelectors", [{ matchLabels: { mesh: "on" } }]),
        label("Namespace", "mesh", "on"),
      ),
    ],
  ],
  [
    "CP002",
    "another trust domain",
    ["sail 1.28.3", all()],
    ["sail 1.28.3", set("Istio", "spec.values.meshConfig.trustDomain", "prod")],
  ],
  [
    "CP002",
    "another cluster name",
    ["sail 1.28.3", all()],
    ["sail 1.28.3", set("Istio", "spec.values.global", { multiCluster: { clusterName: "east" } })],
  ],
  [
    "CP002",
    "another root namespace",
    ["sail 1.28.3", all()],
    ["sail 1.28.3", set("Istio", "spec.values.meshConfig.rootNamespace", "mesh")],
  ],
  [
    "ZTN007",
    "ztunnel elsewhere",
    ["sail 1.28.3", all()],
    [
      "sail 1.28.3",
      all(set("ZTunnel", "spec.namespace", "zt"), set("Istio", "spec.values.pilot.trustedZtunnelNamespace", "zt")),
    ],
  ],
  [
    "WPT006",
    "a namespace that leaves its waypoint",
    ["sail 1.28.3", all()],
    ["sail 1.28.3", label("Namespace/shop", "istio.io/use-waypoint", "none")],
  ],
  [
    "WPT006",
    "a waypoint that takes less",
    ["sail 1.28.3", label("Gateway", "istio.io/waypoint-for", "all")],
    ["sail 1.28.3", label("Gateway", "istio.io/waypoint-for", "workload")],
  ],
])("in a step, %s: %s", (rule, _what, [from, before], [to, after]) => {
  const found = checkStep({ before: setOf(from, before([...good])), after: setOf(to, after([...good])) });
  expect(new Set(found.map((one) => one.rule))).toContain(rule);
});

test("a root namespace that is written out, another waypoint, and one that takes more", () => {
  const before = label("Gateway", "istio.io/waypoint-for", undefined);
  const after = all(
    set("Istio", "spec.values.meshConfig.rootNamespace", "istio-system"),
    set("ZTunnel", "spec.namespace", undefined),
    label("Namespace/shop", "istio.io/use-waypoint", "other"),
    label("Gateway", "istio.io/waypoint-for", "all"),
  );
  const found = checkStep({ before: setOf(where, before([...good])), after: setOf(where, after([...good])) });
  expect(found.map(({ rule }) => rule).filter((rule) => ["CP002", "ZTN007", "WPT006"].includes(rule))).toEqual([]);
});

test("a trust domain with the old one as its alias, and a namespace that joins", () => {
  const before = label("Namespace/shop", "istio.io/dataplane-mode", undefined);
  const after = set("Istio", "spec.values.meshConfig", { trustDomain: "prod", trustDomainAliases: ["cluster.local"] });
  const found = checkStep({ before: setOf(where, before([...good])), after: setOf(where, after([...good])) });
  expect(found.map(({ rule }) => rule).filter((rule) => ["CP002", "NS006"].includes(rule))).toEqual([]);
});

test("a step in which nothing is wrong", () => {
  const row = [good, moved([...good])].map((objects) => ({
    set: setOf(
      "sail 1.30.3",
      objects.filter(({ kind }) => kind !== "Subscription"),
    ),
  }));
  expect(
    checkRow(row)
      .map(({ rule, message }) => `${rule} ${message}`)
      .filter((text) => !/^(VER001|DEL002)/.test(text)),
  ).toEqual([]);
});
