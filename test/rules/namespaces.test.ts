import type { KubernetesObject } from "../../src/mesh/mesh";
import { unjudgedIn } from "../../src/rules/run";
import {
  ambient,
  cni,
  configMap,
  type Expected,
  expectState,
  expectStep,
  gateway,
  istio,
  namespace,
  service,
  setOf,
  sharedNamespace,
  ztunnel,
} from "./support";

const ambientLabel = { "istio.io/dataplane-mode": "ambient" };
const discovers = (...discoverySelectors: object[]) =>
  istio("v1.28.3", { values: { meshConfig: { discoverySelectors } } });

describe("NS001", () => {
  const labelled = namespace("shop", ambientLabel);
  const used = (name: string, elsewhere: string) =>
    namespace("shop", { "istio.io/use-waypoint": name, "istio.io/use-waypoint-namespace": elsewhere });
  const cart = (image: string) => configMap("cart", "shop", { image });

  test.each<[string, KubernetesObject[], KubernetesObject[], Expected[]]>([
    ["a label alone", [namespace("shop"), cart("a")], [labelled, cart("a")], []],
    ["an object alone", [labelled, cart("a")], [labelled, cart("b")], []],
    ["a namespace that is made with all that is in it", [], [labelled, cart("a")], []],
    [
      "a Namespace that comes to what was there",
      [cart("a")],
      [labelled, cart("b")],
      [["error", "Namespace/shop", "istio.io/dataplane-mode changes together with ConfigMap/shop/cart"]],
    ],
    [
      "a label and an object",
      [namespace("shop"), cart("a")],
      [labelled, cart("b")],
      [["error", "Namespace/shop", "istio.io/dataplane-mode changes together with ConfigMap/shop/cart"]],
    ],
    [
      "a label that goes",
      [labelled, cart("a")],
      [namespace("shop"), cart("b")],
      [["error", "Namespace/shop", "istio.io/dataplane-mode"]],
    ],
    [
      "a new object",
      [namespace("shop")],
      [labelled, gateway("waypoint", "shop")],
      [["error", "Namespace/shop", "Gateway/shop/waypoint"]],
    ],
    [
      "an object that goes",
      [namespace("shop"), cart("a")],
      [labelled],
      [["error", "Namespace/shop", "ConfigMap/shop/cart"]],
    ],
    [
      "a Namespace that comes new",
      [cart("a")],
      [labelled, cart("b")],
      [["error", "Namespace/shop", "ConfigMap/shop/cart"]],
    ],
    ["a Namespace that goes", [labelled, cart("a")], [cart("b")], []],
    [
      "an object of another namespace",
      [namespace("shop"), configMap("cart", "other")],
      [labelled, configMap("cart", "other", { a: 1 })],
      [],
    ],
    [
      "the marker",
      [namespace("shop"), configMap("meshstep-east", "shop", { phase: "1" })],
      [labelled, configMap("meshstep-east", "shop", { phase: "2" })],
      [],
    ],
    ["a label of somebody else", [namespace("shop"), cart("a")], [namespace("shop", { team: "a" }), cart("b")], []],
    [
      "a label that looks like ours",
      [namespace("shop"), cart("a")],
      [namespace("shop", { "notistio.io/rev": "a" }), cart("b")],
      [],
    ],
    [
      "istio-injection",
      [namespace("shop"), cart("a")],
      [namespace("shop", { "istio-injection": "enabled" }), cart("b")],
      [["error", "Namespace/shop", "istio-injection"]],
    ],
    [
      "a label below istio.io",
      [namespace("shop"), cart("a")],
      [namespace("shop", { "topology.istio.io/network": "a" }), cart("b")],
      [["error", "Namespace/shop", "topology.istio.io/network"]],
    ],
    [
      "a discovery label",
      [discovers({ matchLabels: { mesh: "yes" } }), namespace("shop"), cart("a")],
      [discovers({ matchLabels: { mesh: "yes" } }), namespace("shop", { mesh: "yes" }), cart("b")],
      [["error", "Namespace/shop", "mesh changes together"]],
    ],
    ["an annotation", [labelled, cart("a")], [namespace("shop", ambientLabel, { note: "b" }), cart("b")], []],
    [
      "a hook",
      [namespace("shop")],
      [labelled, configMap("hook", "shop", {}, { "argocd.argoproj.io/hook": "PreSync" })],
      [],
    ],
    [
      "the waypoint elsewhere that the label names",
      [namespace("shop")],
      [used("waypoint", "infra"), gateway("waypoint", "infra")],
      [
        [
          "error",
          "Namespace/shop",
          "istio.io/use-waypoint, istio.io/use-waypoint-namespace change together with Gateway/infra/waypoint",
        ],
      ],
    ],
    [
      "another waypoint elsewhere",
      [namespace("shop"), gateway("waypoint", "infra")],
      [used("waypoint", "infra"), gateway("waypoint", "infra"), gateway("other", "infra")],
      [],
    ],
    [
      "a crowd",
      [namespace("shop")],
      [labelled, ...["a", "b", "c", "d", "e"].map((name) => configMap(name, "shop"))],
      [["error", "Namespace/shop", "ConfigMap/shop/a, ConfigMap/shop/b, ConfigMap/shop/c and 2 more"]],
    ],
  ])("%s", (_what, before, after, expected) => {
    expectStep("NS001", { before: setOf("sail", before), after: setOf("sail", after) }, expected);
  });
});

test.each<[string, Record<string, string>, Expected[]]>([
  ["no labels", {}, []],
  ["ambient", ambientLabel, []],
  ["injection", { "istio-injection": "enabled" }, []],
  ["a revision", { "istio.io/rev": "prod" }, []],
  [
    "injection and a revision",
    { "istio-injection": "enabled", "istio.io/rev": "prod" },
    [["error", "Namespace/shop", "istio-injection=enabled wins over istio.io/rev=prod"]],
  ],
  [
    "injection and the default revision",
    { "istio-injection": "enabled", "istio.io/rev": "default" },
    [["warning", "Namespace/shop", "ask for the same revision"]],
  ],
  [
    "ambient and injection",
    { ...ambientLabel, "istio-injection": "enabled" },
    [["error", "Namespace/shop", "istio-injection=enabled beside istio.io/dataplane-mode=ambient"]],
  ],
  [
    "ambient and a revision",
    { ...ambientLabel, "istio.io/rev": "prod" },
    [["error", "Namespace/shop", "istio.io/rev=prod beside istio.io/dataplane-mode=ambient"]],
  ],
  [
    "ambient, a revision for the waypoints, no injection",
    { ...ambientLabel, "istio.io/rev": "prod", "istio-injection": "disabled" },
    [],
  ],
  ["ambient, no injection", { ...ambientLabel, "istio-injection": "disabled" }, []],
  ["out of ambient, injection", { "istio.io/dataplane-mode": "none", "istio-injection": "enabled" }, []],
  [
    "all three",
    { ...ambientLabel, "istio-injection": "enabled", "istio.io/rev": "prod" },
    [
      ["error", "Namespace/shop", "beside"],
      ["error", "Namespace/shop", "wins over"],
    ],
  ],
])("NS002: %s", (_what, labels, expected) => {
  expectState("NS002", setOf("sail", [namespace("shop", labels)]), expected);
});

test("NS002 reads Namespaces only", () => {
  const labels = { ...ambientLabel, "istio-injection": "enabled" };
  expectState("NS002", setOf("sail", [service("cart", "shop", labels)]), []);
});

describe("NS003", () => {
  const mesh = { matchLabels: { mesh: "yes" } };
  const homes = ["istio-system", "istio-cni", "ztunnel"];
  const inside = homes.map((name) => namespace(name, { mesh: "yes" }));
  const parts = [cni("v1.28.3"), ztunnel("v1.28.3")];

  test.each<[string, KubernetesObject[], Expected[], open?: string[]]>([
    ["no selectors", [...ambient("v1.28.3", "v1.28.3", "v1.28.3"), namespace("shop", ambientLabel)], []],
    ["no control plane here", [namespace("shop", ambientLabel)], []],
    ["all inside", [discovers(mesh), ...parts, ...inside, namespace("shop", { ...ambientLabel, mesh: "yes" })], []],
    [
      "ambient outside",
      [discovers(mesh), ...inside, namespace("shop", ambientLabel)],
      [["warning", "Namespace/shop", "namespace shop is outside the discovery selectors of Istio/default"]],
    ],
    [
      "injection outside",
      [discovers(mesh), ...inside, namespace("shop", { "istio-injection": "enabled" })],
      [["warning", "Namespace/shop", "outside"]],
    ],
    [
      "a revision outside",
      [discovers(mesh), ...inside, namespace("shop", { "istio.io/rev": "prod" })],
      [["warning", "Namespace/shop", "outside"]],
    ],
    [
      "a waypoint's user outside",
      [discovers(mesh), ...inside, namespace("shop", { "istio.io/use-waypoint": "waypoint" })],
      [["warning", "Namespace/shop", "outside"]],
    ],
    [
      "a namespace that is not in the mesh",
      [
        discovers(mesh),
        ...inside,
        namespace("shop", {
          "istio.io/dataplane-mode": "none",
          "istio.io/use-waypoint": "none",
          "istio-injection": "disabled",
        }),
      ],
      [],
    ],
    ["one of several selectors is enough", [discovers({ matchLabels: { other: "yes" } }, mesh), ...inside], []],
    [
      "ztunnel's home outside",
      [discovers(mesh), ...parts, ...inside.slice(0, 2), namespace("ztunnel")],
      [["warning", "Namespace/ztunnel", "namespace ztunnel, where ZTunnel runs, is outside"]],
    ],
    ["ztunnel's home not here", [discovers(mesh), ...parts, ...inside.slice(0, 2)], [], ["ztunnel"]],
    ["istiod's home not here", [discovers(mesh), ...inside.slice(1)], [], ["istio-system"]],
    [
      "not here, but asked for by name",
      [
        discovers({ matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: homes }] }),
        ...parts,
      ],
      [],
    ],
    [
      "not here, and another name asked for",
      [discovers({ matchLabels: { "kubernetes.io/metadata.name": "istio-system" } }), ztunnel("v1.28.3")],
      [["warning", "ZTunnel/default", "namespace ztunnel, where ZTunnel runs, is outside"]],
    ],
    [
      "the CNI, which asks istiod for nothing",
      [discovers({ matchLabels: { "kubernetes.io/metadata.name": "istio-system" } }), cni("v1.28.3")],
      [],
    ],
    [
      "a shared namespace with the label",
      [discovers(mesh), ...inside, sharedNamespace("shop", { ...ambientLabel, mesh: "yes" })],
      [],
    ],
    ["a shared namespace without", [discovers(mesh), ...inside, sharedNamespace("shop", ambientLabel)], [], ["shop"]],
    [
      "a home that is in the mesh is told once",
      [discovers(mesh), ...parts, ...inside.slice(0, 2), namespace("ztunnel", ambientLabel)],
      [["warning", "Namespace/ztunnel", "namespace ztunnel is outside"]],
    ],
    [
      "another control plane sees everything",
      [discovers(mesh), istio("v1.28.3", {}, "all"), namespace("shop", ambientLabel)],
      [],
    ],
  ])("%s", (_what, objects, expected, open = []) => {
    const set = setOf("sail", objects);
    expectState("NS003", set, expected);
    expect(unjudgedIn(set)).toEqual(
      open.map((name) => expect.stringContaining(`match namespace ${name}, whose labels`)),
    );
  });

  test("what cannot be seen is said of all namespaces at once", () => {
    const many = ["a", "b", "c", "d"].map((name) => sharedNamespace(name, ambientLabel));
    expect(unjudgedIn(setOf("sail", [discovers(mesh), ...inside, ...many]))).toEqual([
      "whether the discovery selectors of Istio/default match namespaces a, b, c and 1 more, whose labels are not all here: they ask for mesh",
    ]);
  });
});
