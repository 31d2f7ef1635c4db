import type { RuleId } from "../../src/findings/pages";
import type { KubernetesObject } from "../../src/mesh/mesh";
import { type Expected, expectState, gateway, istio, namespace, rule, service, setOf } from "./support";

/* Where one rule says the same thing more or less sharply: what the manifests leave open is a warning, what they decide an error. */

const where = "sail 1.28.3";
const shop = { namespace: "shop" };

function object(
  apiVersion: string,
  kind: string,
  name: string,
  spec: object,
  metadata: object = shop,
): KubernetesObject {
  return { apiVersion, kind, metadata: { name, ...metadata }, spec };
}

const route = (parentRefs: readonly object[], metadata?: object) =>
  object("gateway.networking.k8s.io/v1", "HTTPRoute", "cart", { parentRefs, rules: [{}] }, metadata);
const ingress = gateway("ingress", "shop", undefined, "istio");

describe("TGT001: what a route is attached to", () => {
  test.each<[what: string, objects: KubernetesObject[], expected: Expected[]]>([
    [
      "a Gateway by nearly the name of one of its namespace",
      [ingress, route([{ name: "ingres" }])],
      [["error", "HTTPRoute/shop/cart", "attached to Gateway/shop/ingres"]],
    ],
    [
      "one of which nothing here is near, for a route that names no namespace",
      [ingress, route([{ name: "public" }], {})],
      [["warning", "HTTPRoute/cart", "attached to Gateway/public"]],
    ],
    [
      "nearly one that is here, for a route that names no namespace",
      [ingress, route([{ name: "ingres" }], {})],
      [["error", "HTTPRoute/cart", "attached to Gateway/ingres"]],
    ],
    ["the one that is here, for a route that names no namespace", [ingress, route([{ name: "ingress" }], {})], []],
    ["one of a namespace of others", [ingress, route([{ name: "public", namespace: "edge" }])], []],
    ["nothing", [ingress, route([])], [["error", "HTTPRoute/shop/cart", "attached to nothing"]]],
    [
      "nothing, for a part of which somebody else makes the whole",
      [ingress, route([], {})],
      [["warning", "HTTPRoute/cart", "attached to nothing"]],
    ],
  ])("%s", (_what, objects, expected) => {
    expectState("TGT001", setOf(where, objects), expected);
  });
});

describe("DUP001: an object twice", () => {
  const cni = (namespace: string) => object("sailoperator.io/v1", "IstioCNI", "default", { namespace }, {});
  const twice = (namespace: string, ...more: KubernetesObject[]) => [...more, route([]), route([{ namespace }])];
  test.each<[what: string, objects: KubernetesObject[], expected: Expected[]]>([
    ["the same", [cni("a"), cni("a")], [["warning", "IstioCNI/default", "is there twice"]]],
    [
      "one of three differs",
      [cni("a"), cni("a"), cni("b")],
      [["error", "IstioCNI/default", "3 times, and they differ"]],
    ],
    ["the two differ", [cni("a"), cni("b")], [["error", "IstioCNI/default", "and the two differ"]]],
    [
      "the two differ, and no mesh is here: a folder of samples",
      twice("a"),
      [["warning", "HTTPRoute/shop/cart", "and the two differ"]],
    ],
    [
      "the two differ beside a mesh",
      twice("a", istio("v1.28.3")),
      [["error", "HTTPRoute/shop/cart", "and the two differ"]],
    ],
    ["of two namespaces", [istio("v1.28.3"), route([]), route([], { namespace: "bank" })], []],
    ["where a tool says the namespace", [istio("v1.28.3"), route([], {}), route([{ name: "a" }], {})], []],
  ])("%s", (_what, objects, expected) => {
    expectState("DUP001", setOf(where, objects), expected);
  });
});

describe("TGT003: selectors that match nothing", () => {
  const workload = (labels: object, annotations: object = {}, metadata: object = shop) =>
    object("apps/v1", "Deployment", "one", { template: { metadata: { labels, annotations } } }, metadata);
  const cart = workload({ app: "cart" });
  const filter = (labels: object) =>
    object("networking.istio.io/v1alpha3", "EnvoyFilter", "lua", { workloadSelector: { labels } });
  const policy = (matchLabels: object, metadata: object = shop) =>
    object("security.istio.io/v1", "AuthorizationPolicy", "lua", { selector: { matchLabels } }, metadata);
  const root = { namespace: "istio-system" };
  const servers = (selector: object, metadata: object = shop) =>
    object("networking.istio.io/v1", "Gateway", "in", { selector, servers: [] }, metadata);
  const templates = { "inject.istio.io/templates": "gateway" };
  const gone = "matches none of the workloads";
  test.each<[what: string, objects: KubernetesObject[], expected: Expected[]]>([
    ["an EnvoyFilter by a slip", [cart, filter({ app: "crat" })], [["warning", "EnvoyFilter/shop/lua", gone]]],
    ["an EnvoyFilter for gateways, which come with a chart", [cart, filter({ istio: "ingressgateway" })], []],
    ["an EnvoyFilter for what carries other values", [cart, filter({ app: "checkout" })], []],
    ["an EnvoyFilter where no workload is here", [filter({ app: "crat" })], []],
    [
      "a policy for anything else",
      [cart, policy({ app: "checkout" })],
      [["warning", "AuthorizationPolicy/shop/lua", gone]],
    ],
    [
      "a policy of the root namespace for what is elsewhere",
      [istio("v1.28.3"), cart, workload({ app: "kiali" }, {}, root), policy({ app: "cart" }, root)],
      [],
    ],
    [
      "a policy of the root namespace for what is nowhere",
      [istio("v1.28.3"), cart, workload({ app: "kiali" }, {}, root), policy({ app: "checkout" }, root)],
      [["warning", "AuthorizationPolicy/istio-system/lua", gone]],
    ],
    [
      "a Gateway that none of the gateways here answers to",
      [workload({ istio: "in" }, templates), servers({ istio: "out" })],
      [["warning", "Gateway/shop/in", gone]],
    ],
    [
      "a Gateway that a gateway of another namespace answers to",
      [
        workload({ istio: "in" }, templates),
        workload({ istio: "out" }, templates, { namespace: "edge" }),
        servers({ istio: "out" }),
      ],
      [],
    ],
  ])("%s", (_what, objects, expected) => {
    expectState("TGT003", setOf(where, objects), expected);
  });
});

describe("backends and sources that are not here", () => {
  const backend = (name: string) =>
    object("gateway.networking.k8s.io/v1", "HTTPRoute", "cart", {
      parentRefs: [{ name: "ingress" }],
      rules: [{ backendRefs: [{ name, port: 80 }] }],
    });
  const services = [service("cart-v1", "shop", {}), ingress];
  const source = (name: string) =>
    object("source.toolkit.fluxcd.io/v1", "GitRepository", name, {}, { namespace: "flux-system" });
  const reads = (name: string) =>
    object(
      "kustomize.toolkit.fluxcd.io/v1",
      "Kustomization",
      "apps",
      { sourceRef: { kind: "GitRepository", name } },
      { namespace: "flux-system" },
    );
  test.each<[rule: RuleId, what: string, objects: KubernetesObject[], expected: Expected[]]>([
    ["TGT002", "a slip", [...services, backend("crat-v1")], [["error", "HTTPRoute/shop/cart", "crat-v1"]]],
    [
      "TGT002",
      "the next version beside it",
      [...services, backend("cart-v2")],
      [["warning", "HTTPRoute/shop/cart", "cart-v2"]],
    ],
    ["DEL011", "a slip", [source("fleet"), reads("fleat")], [["error", "Kustomization/flux-system/apps", "fleat"]]],
    [
      "DEL011",
      "a sibling",
      [source("fleet-west"), reads("fleet-east")],
      [["warning", "Kustomization/flux-system/apps", "fleet-east"]],
    ],
    ["DEL011", "another one", [source("fleet"), reads("apps")], []],
  ])("%s: %s", (id, _what, objects, expected) => {
    expectState(id, setOf(where, objects), expected);
  });
});

describe("DEL008: what is waited for", () => {
  const kustomization = (name: string, dependsOn: readonly object[] = [], namespace = "flux-system") =>
    object("kustomize.toolkit.fluxcd.io/v1", "Kustomization", name, { dependsOn }, { namespace });
  const apps = "Kustomization/flux-system/apps";
  test.each<[what: string, name: object, expected: Expected[]]>([
    ["a slip", { name: "mseh" }, [["error", apps, "waits for Kustomization flux-system/mseh"]]],
    ["a sibling, which may be in another folder", { name: "mesh-crds" }, [["warning", apps, "flux-system/mesh-crds"]]],
    ["the stage beside it", { name: "base-dev" }, [["warning", apps, "flux-system/base-dev"]]],
    ["a name of another namespace", { name: "infra" }, [["error", apps, "flux-system/infra"]]],
    ["a namespace of somebody else", { name: "crds", namespace: "team" }, []],
    ["what is here", { name: "mesh" }, []],
  ])("%s", (_what, name, expected) => {
    const set = [
      kustomization("apps", [name]),
      kustomization("mesh"),
      kustomization("base-prod"),
      kustomization("infra", [], "platform"),
    ];
    expectState("DEL008", setOf(where, set), expected);
  });
});

test("DEL008: HelmReleases without a namespace go where the Kustomization says that applies them", () => {
  const release = (name: string, dependsOn: readonly object[], metadata: object = {}) =>
    object("helm.toolkit.fluxcd.io/v2", "HelmRelease", name, { dependsOn }, metadata);
  const waits = release("istiod", [{ name: "istio-base", namespace: "istio-system" }]);
  expectState("DEL008", setOf(where, [waits, release("istio-base", [])]), []);
  const elsewhere = release("istio-base", [], { namespace: "istio-base" });
  expectState("DEL008", setOf(where, [waits, elsewhere]), [
    ["error", "HelmRelease/istiod", "waits for HelmRelease istio-system/istio-base"],
  ]);
});

describe("REV006: what there is instead", () => {
  const based = { updateStrategy: { type: "RevisionBased" } };
  const hintFor = (revision: string) =>
    rule("REV006")
      .state?.(setOf(where, [istio("v1.28.3", based, "mesh"), namespace("shop", { "istio.io/rev": revision })]))
      .map(({ hint }) => hint);

  test("a revision is named as the operator calls it", () => {
    expect(hintFor("canary")).toEqual(["There are: mesh-v1-28-3."]);
    expect(hintFor("mesh-1-28-3")).toEqual(["Did you mean mesh-v1-28-3?"]);
    expect(hintFor("mesh-v1-28-3")).toEqual([]);
  });

  test("what a chart installs is a revision as well, and what carries its label belongs to it", () => {
    const istiod = (labels: object) => object("apps/v1", "Deployment", "istiod-old", {}, { namespace: "old", labels });
    const asked = (labels: object) => [istio("v1.28.3"), istiod(labels), namespace("shop", { "istio.io/rev": "old" })];
    expectState("REV006", setOf(where, asked({ app: "istiod", "istio.io/rev": "old" })), []);
    expectState("REV006", setOf(where, asked({ app: "istio-cni", "istio.io/rev": "old" })), [
      ["error", "Deployment/old/istiod-old", "asks for old"],
      ["error", "Namespace/shop", "asks for old"],
    ]);
  });
});

describe("CP006: a remote secret that istiod does not read", () => {
  const remote = (labels: object) =>
    expectState(
      "CP006",
      setOf(where, [
        istio("v1.28.3"),
        object(
          "v1",
          "Secret",
          "istio-remote-secret-west",
          {},
          {
            namespace: "istio-system",
            labels,
            annotations: { "networking.istio.io/cluster": "west" },
          },
        ),
      ]),
      [
        [
          Object.keys(labels).length > 0 && !("istio/multiCluster" in labels) ? "error" : "warning",
          "Secret/istio-system/istio-remote-secret-west",
          "is for another cluster",
        ],
      ],
    );

  test("a label nearly so called is a slip, no label or another word may be meant", () => {
    remote({ "istio.io/multiCluster": "true" });
    remote({ "istio/multiCluster": "false" });
    remote({});
  });
});
