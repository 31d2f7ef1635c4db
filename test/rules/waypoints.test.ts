import type { KubernetesObject } from "../../src/mesh/mesh";
import {
  type Expected,
  expectState,
  gateway,
  istio,
  namespace,
  rule,
  sail,
  service,
  setOf,
  sharedNamespace,
} from "./support";

const use = (name: string, elsewhere?: string) => ({
  "istio.io/use-waypoint": name,
  ...(elsewhere && { "istio.io/use-waypoint-namespace": elsewhere }),
});

const template = { metadata: { labels: use("waypoint") } };
function inNamespace(apiVersion: string, kind: string): KubernetesObject {
  return { apiVersion, kind, metadata: { name: "x", namespace: "shop", labels: use("waypoint") } };
}
function workload(apiVersion: string, kind: string): KubernetesObject {
  return { apiVersion, kind, metadata: { name: "x", namespace: "shop" }, spec: { template } };
}

test.each<[string, KubernetesObject[], Expected[]]>([
  ["its own waypoint", [namespace("shop", use("waypoint")), gateway("waypoint", "shop")], []],
  [
    "no waypoint",
    [namespace("shop", use("waypoint"))],
    [
      [
        "error",
        "Namespace/shop",
        "istio.io/use-waypoint names shop/waypoint, and that is no Gateway in these manifests",
      ],
    ],
  ],
  [
    "a waypoint of that name elsewhere",
    [namespace("shop", use("waypoint")), gateway("waypoint", "other")],
    [["error", "Namespace/shop", "shop/waypoint"]],
  ],
  ["across namespaces", [namespace("shop", use("waypoint", "other")), gateway("waypoint", "other")], []],
  [
    "across namespaces, not there",
    [namespace("shop", use("waypoint", "other")), gateway("waypoint", "shop")],
    [["error", "Namespace/shop", "other/waypoint"]],
  ],
  ["none opts out", [namespace("shop", use("none"))], []],
  ["no label", [namespace("shop")], []],
  [
    "an ingress gateway",
    [namespace("shop", use("gw")), { ...gateway("gw", "shop"), spec: { gatewayClassName: "istio", listeners: [] } }],
    [["error", "Namespace/shop", "a Gateway of class istio, which is no waypoint"]],
  ],
  [
    "a waypoint but for its class is WPT005's",
    [namespace("shop", use("gw")), gateway("gw", "shop", undefined, "istio")],
    [],
  ],
  [
    "another vendor's waypoint",
    [namespace("shop", use("gw")), gateway("gw", "shop", undefined, "kgateway-waypoint")],
    [],
  ],
  [
    "Istio's own Gateway kind",
    [namespace("shop", use("gw")), { ...gateway("gw", "shop"), apiVersion: "networking.istio.io/v1" }],
    [["error", "Namespace/shop", "no Gateway"]],
  ],
  ["a Service's waypoint", [service("cart", "shop", use("waypoint")), gateway("waypoint", "shop")], []],
  ["a Service without", [service("cart", "shop", use("waypoint"))], [["error", "Service/shop/cart", "shop/waypoint"]]],
  ["a Service that opts out", [service("cart", "shop", use("none"))], []],
  ...[
    inNamespace("networking.istio.io/v1", "ServiceEntry"),
    inNamespace("networking.istio.io/v1", "WorkloadEntry"),
    inNamespace("v1", "Pod"),
    workload("apps/v1", "Deployment"),
    workload("batch/v1", "Job"),
    { ...workload("batch/v1", "CronJob"), spec: { jobTemplate: { spec: { template } } } },
  ].map((user): [string, KubernetesObject[], Expected[]] => [
    `a ${user.kind} without`,
    [user, gateway("waypoint", "other")],
    [["error", `${user.kind}/shop/x`, "shop/waypoint"]],
  ]),
  ["a workload's waypoint", [workload("apps/v1", "StatefulSet"), gateway("waypoint", "shop")], []],
  ["a Deployment's own labels reach no pod", [inNamespace("apps/v1", "Deployment")], []],
  ["namespaces left open could fit", [service("cart", undefined, use("waypoint")), gateway("waypoint", "shop")], []],
  ["so could a Gateway's", [namespace("shop", use("waypoint")), gateway("waypoint", undefined)], []],
])("WPT001: %s", (_what, objects, expected) => {
  expectState("WPT001", setOf("sail", objects), expected);
});

describe("WPT002", () => {
  const rev = (gateway: KubernetesObject, revision: string): KubernetesObject => ({
    ...gateway,
    metadata: { ...gateway.metadata, labels: { "istio.io/rev": revision } },
  });
  const prod = istio("v1.28.3", {}, "prod");
  const canary = istio("v1.28.3", { updateStrategy: { type: "RevisionBased" } }, "canary");
  const tag = (name: string) => sail("IstioRevisionTag", { targetRef: { kind: "Istio", name: "prod" } }, name);
  const waypoint = gateway("waypoint", "shop");
  const ofClass = (name: string) => gateway("gw", "shop", undefined, name);
  const nobodys = "it names no revision, so it belongs to the one called default; the control plane here is prod";

  test.each<[string, KubernetesObject[], Expected[]]>([
    ["the control plane default", [istio("v1.28.3"), waypoint], []],
    ["no control plane here", [waypoint], []],
    ["another name", [prod, waypoint], [["error", "Gateway/shop/waypoint", nobodys]]],
    ["another name, as the revision", [prod, rev(waypoint, "prod")], []],
    ["an ingress Gateway", [prod, ofClass("istio")], [["error", "Gateway/shop/gw", nobodys]]],
    ["an east-west Gateway", [prod, ofClass("istio-east-west")], [["error", "Gateway/shop/gw", nobodys]]],
    ["another vendor's Gateway", [prod, ofClass("openshift-default"), ofClass("kgateway-waypoint")], []],
    ["Istio's own Gateway kind", [prod, { ...waypoint, apiVersion: "networking.istio.io/v1" }], []],
    ["the label on its namespace", [prod, waypoint, namespace("shop", { "istio.io/rev": "prod" })], []],
    [
      "a revision that is not here is REV006's, on the namespace",
      [prod, waypoint, namespace("shop", { "istio.io/rev": "old" })],
      [],
    ],
    ["its own label comes first", [prod, rev(waypoint, "prod"), namespace("shop", { "istio.io/rev": "old" })], []],
    ["and on the Gateway", [prod, rev(waypoint, "default")], []],
    ["a tag default", [prod, tag("default"), waypoint], []],
    ["a tag by name", [prod, tag("stable"), rev(waypoint, "stable")], []],
    ["another tag is no default", [prod, tag("stable"), waypoint], [["error", "Gateway/shop/waypoint", nobodys]]],
    ["one of two control planes", [prod, istio("v1.28.3"), waypoint, rev(ofClass("istio"), "prod")], []],
    [
      "RevisionBased: the name is no revision",
      [canary, waypoint, rev(ofClass("istio"), "canary")],
      [["error", "Gateway/shop/waypoint", "the control plane here is canary-v1-28-3"]],
    ],
    [
      "RevisionBased: revisions are",
      [canary, rev(waypoint, "canary-v1-28-3"), rev(ofClass("istio"), "canary-v1-27-5")],
      [],
    ],
    ["a Gateway whose namespace is left open", [prod, gateway("w", undefined)], [["error", "Gateway/w", nobodys]]],
  ])("%s", (_what, objects, expected) => {
    expectState("WPT002", setOf("sail", objects), expected);
  });

  test("says which label to set", () => {
    const hints = (...objects: KubernetesObject[]) =>
      rule("WPT002")
        .state?.(setOf("sail", objects))
        .map(({ hint }) => hint);
    expect(hints(prod, waypoint)).toEqual(["Label it istio.io/rev: prod."]);
    expect(hints(prod, tag("stable"), waypoint)).toEqual(["Label it istio.io/rev: one of prod, stable."]);
  });
});

describe("WPT004", () => {
  const shop = namespace("shop", { ...use("waypoint", "infra"), team: "a" });
  const shared = sharedNamespace("shop", { ...use("waypoint", "infra"), team: "a" });
  const waypoint = (allowed?: object) => gateway("waypoint", "infra", allowed);
  const listening = (...ports: object[]): KubernetesObject => {
    const listeners = ports.map((port) => ({ ...port, allowedRoutes: { namespaces: { from: "All" } } }));
    return { ...waypoint(), spec: { gatewayClassName: "istio-waypoint", listeners } };
  };
  const select = (selector: object | undefined) => waypoint({ from: "Selector", ...(selector && { selector }) });
  const term = (key: string, operator: string, ...values: string[]) =>
    select({ matchExpressions: [{ key, operator, ...(values.length && { values }) }] });
  const refused: Expected[] = [
    ["error", "Namespace/shop", "the selector of waypoint infra/waypoint does not match namespace shop"],
  ];
  const unseen: Expected[] = [["warning", "Namespace/shop", "hangs on labels that these manifests do not show: mesh"]];

  test.each<[string, KubernetesObject, KubernetesObject, Expected[]]>([
    [
      "Same, spelt out",
      shop,
      waypoint({ from: "Same" }),
      [["error", "Namespace/shop", "waypoint infra/waypoint accepts only its own namespace, not shop"]],
    ],
    ["Same, by default", shop, waypoint(), [["error", "Namespace/shop", "accepts only its own namespace"]]],
    ["All", shop, waypoint({ from: "All" }), []],
    ["None", shop, waypoint({ from: "None" }), [["error", "Namespace/shop", "accepts only its own"]]],
    ["a label", shop, select({ matchLabels: { team: "a" } }), []],
    ["another value", shop, select({ matchLabels: { team: "b" } }), refused],
    ["a label that it has not", shop, select({ matchLabels: { mesh: "yes" } }), refused],
    ["a label, and one that it has not", shop, select({ matchLabels: { team: "a", mesh: "yes" } }), refused],
    ["by name", shop, select({ matchLabels: { "kubernetes.io/metadata.name": "shop" } }), []],
    ["by another name", shop, select({ matchLabels: { "kubernetes.io/metadata.name": "cart" } }), refused],
    ["In", shop, term("kubernetes.io/metadata.name", "In", "infra", "shop"), []],
    ["not In", shop, term("kubernetes.io/metadata.name", "In", "infra"), refused],
    ["NotIn", shop, term("team", "NotIn", "b"), []],
    ["NotIn a label that it has not", shop, term("mesh", "NotIn", "b"), []],
    ["excluded by NotIn", shop, term("team", "NotIn", "a"), refused],
    ["Exists", shop, term("team", "Exists"), []],
    ["Exists not", shop, term("mesh", "Exists"), refused],
    ["DoesNotExist", shop, term("mesh", "DoesNotExist"), []],
    ["but it does", shop, term("team", "DoesNotExist"), refused],
    ["an operator that is none", shop, term("team", "Equals", "a"), refused],
    ["a value that is no text", shop, select({ matchLabels: { team: Object.create(null) } }), refused],
    [
      "values that are no text",
      shop,
      select({ matchExpressions: [{ key: "team", operator: "In", values: [Object.create(null)] }] }),
      refused,
    ],
    ["an empty selector takes all", shop, select({}), []],
    ["no selector takes nobody", shop, select(undefined), refused],
    ["shared: a label of ours", shared, select({ matchLabels: { team: "a" } }), []],
    ["shared: another value of ours", shared, select({ matchLabels: { team: "b" } }), refused],
    ["shared: a label that others may have set", shared, select({ matchLabels: { mesh: "yes" } }), unseen],
    ["shared: what we know decides", shared, select({ matchLabels: { team: "b", mesh: "yes" } }), refused],
    ["shared: one that nobody may have set", shared, term("mesh", "DoesNotExist"), unseen],
    ["shared: by name", shared, term("kubernetes.io/metadata.name", "In", "shop"), []],
    ["an ingress gateway is WPT001's", shop, gateway("waypoint", "infra", undefined, "istio"), []],
  ])("%s", (_what, user, target, expected) => {
    expectState("WPT004", setOf("sail", [user, target]), expected);
  });

  const taking = (traffic: string): KubernetesObject => {
    const one = gateway("waypoint", "shop");
    return { ...one, metadata: { ...one.metadata, labels: { "istio.io/waypoint-for": traffic } } };
  };

  test.each<[string, KubernetesObject[], Expected[]]>([
    ["its own namespace", [namespace("shop", use("waypoint")), gateway("waypoint", "shop")], []],
    [
      "a selector that leaves out its own namespace",
      [namespace("infra", use("waypoint")), select({ matchLabels: { team: "a" } })],
      [["error", "Namespace/infra", "does not match namespace infra"]],
    ],
    [
      "a Service in a namespace that is not here, of which a note speaks",
      [service("cart", "shop", use("waypoint", "infra")), select({ matchLabels: { mesh: "yes" } })],
      [],
    ],
    [
      "the same by name",
      [service("cart", "shop", use("waypoint", "infra")), term("kubernetes.io/metadata.name", "In", "cart")],
      [["error", "Service/shop/cart", "does not match"]],
    ],
    ["no waypoint is WPT001's", [shop], []],
    ...["service", "workload", "all"].map((traffic): [string, KubernetesObject[], Expected[]] => [
      `a waypoint for ${traffic}`,
      [namespace("shop", use("waypoint")), taking(traffic)],
      [],
    ]),
    [
      "a waypoint for none",
      [namespace("shop", use("waypoint")), service("cart", "shop", use("waypoint")), taking("none")],
      [
        ["error", "Namespace/shop", "waypoint shop/waypoint is labelled istio.io/waypoint-for: none"],
        ["error", "Service/shop/cart", "no traffic goes through it"],
      ],
    ],
    ["a waypoint for none that nobody uses", [namespace("shop"), taking("none")], []],
    [
      "a port that is not a waypoint's is WPT005's, and lets in whom it says",
      [shop, listening({ port: 80, protocol: "HTTP" })],
      [],
    ],
    [
      "a port that is not a waypoint's, and lets nobody else in",
      [
        shop,
        {
          ...waypoint(),
          spec: { gatewayClassName: "istio-waypoint", listeners: [{ port: 15021, protocol: "HBONE" }] },
        },
      ],
      [["error", "Namespace/shop", "only its own namespace"]],
    ],
    [
      "another port, another protocol",
      [shop, listening({ port: 15009, protocol: "HBONE" }, { port: 15008, protocol: "HTTP" })],
      [],
    ],
    [
      "the nearest of several",
      [
        shop,
        {
          ...waypoint(),
          spec: {
            gatewayClassName: "istio-waypoint",
            listeners: [
              { port: 80, protocol: "HTTP", allowedRoutes: { namespaces: { from: "All" } } },
              { port: 15021, protocol: "HBONE" },
            ],
          },
        },
      ],
      [["error", "Namespace/shop", "only its own namespace"]],
    ],
    [
      "one listener of several",
      [shop, listening({ port: 15009, protocol: "HBONE" }, { port: 15008, protocol: "HBONE" })],
      [],
    ],
    ["a Service whose namespace is open", [service("cart", undefined, use("waypoint", "infra")), waypoint()], []],
  ])("%s", (_what, objects, expected) => {
    expectState("WPT004", setOf("sail", objects), expected);
  });
});

describe("POL005", () => {
  const through = (mode = "ambient") => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "shop", labels: { "istio.io/dataplane-mode": mode, "istio.io/use-waypoint": "wp" } },
  });
  const policy = (source: object | undefined, more: object = {}) => ({
    apiVersion: "security.istio.io/v1",
    kind: "AuthorizationPolicy",
    metadata: { name: "p", namespace: "shop" },
    spec: { rules: [source ? { from: [{ source }] } : {}], ...more },
  });
  const curl = { principals: ["cluster.local/ns/shop/sa/curl"] };
  const says = "Services of shop go through waypoint shop/wp";
  test.each<[string, object[], boolean]>([
    ["callers by name", [through(), policy(curl)], true],
    ["callers by namespace", [through(), policy({ namespaces: ["pay"] })], true],
    [
      "the waypoint beside them",
      [through(), policy({ principals: [...curl.principals, "cluster.local/ns/shop/sa/wp"] })],
      false,
    ],
    ["the waypoint's namespace", [through(), policy({ namespaces: ["shop"] })], false],
    ["anybody", [through(), policy(undefined)], false],
    ["addresses, which are not judged", [through(), policy({ ipBlocks: ["10.0.0.0/8"] })], false],
    ["DENY", [through(), policy(curl, { action: "DENY" })], false],
    ["at the waypoint", [through(), policy(curl, { targetRefs: [{ kind: "Service", group: "", name: "a" }] })], false],
    ["sidecars", [through("none"), policy(curl)], false],
  ])("%s", (_, objects, found) =>
    expectState(
      "POL005",
      setOf("sail", objects as never),
      found ? [["warning", "AuthorizationPolicy/shop/p", says]] : [],
    ),
  );
});
