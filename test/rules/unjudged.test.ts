import type { RuleId } from "../../src/findings/pages";
import type { KubernetesObject } from "../../src/mesh/mesh";
import { unjudgedIn } from "../../src/rules/run";
import { expectState, gateway, namespace, service, setOf } from "./support";

/* What rules say that they cannot judge, because manifests decide it that are not here: no finding then, and a note. */

const kustomization = (name: string, dependsOn: readonly object[] = []): KubernetesObject => ({
  apiVersion: "kustomize.toolkit.fluxcd.io/v1",
  kind: "Kustomization",
  metadata: { name, namespace: "flux-system" },
  spec: { path: `./${name}`, dependsOn },
});

const route = (inNamespace: string): KubernetesObject => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "HTTPRoute",
  metadata: { name: "cart", namespace: inNamespace },
  spec: { parentRefs: [{ name: "public", namespace: "edge" }], rules: [{}] },
});
const open = (namespaces?: object): KubernetesObject => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "Gateway",
  metadata: { name: "public", namespace: "edge" },
  spec: {
    gatewayClassName: "istio",
    listeners: [{ name: "http", port: 80, protocol: "HTTP", ...(namespaces && { allowedRoutes: { namespaces } }) }],
  },
});
const byTeam = { from: "Selector", selector: { matchLabels: { team: "a" } } };
const cart = service("cart", "shop", { "istio.io/use-waypoint": "wp", "istio.io/use-waypoint-namespace": "edge" });

test.each<[rule: RuleId, what: string, objects: KubernetesObject[], expected: readonly string[]]>([
  [
    "DEL008",
    "a Kustomization of a namespace of which nothing is here",
    [kustomization("mesh", [{ name: "crds", namespace: "platform" }])],
    [
      "whether Kustomization platform/crds, which others here wait for, is there: nothing of its namespace is among these manifests",
    ],
  ],
  ["DEL008", "nothing where all are here", [kustomization("mesh", [{ name: "crds" }]), kustomization("crds")], []],
  [
    "WPT004",
    "a Namespace whose labels a waypoint selects by",
    [gateway("wp", "edge", byTeam), cart],
    [
      "whether waypoint edge/wp accepts namespace shop, which it selects by team: that Namespace is not among these manifests",
    ],
  ],
  ["WPT004", "nothing where it is here", [gateway("wp", "edge", byTeam), cart, namespace("shop", { team: "a" })], []],
  [
    "WPT004",
    "who uses a waypoint that takes its own namespace",
    [gateway("wp", "edge")],
    ["whether waypoint edge/wp accepts who uses it, as it does not take all namespaces: nothing here names it"],
  ],
  [
    "WPT004",
    "the same of many",
    ["d", "c", "b", "a"].map((name) => gateway(name, "edge", { from: "Same" })),
    [
      "whether waypoints edge/a, edge/b, edge/c and 1 more accept who uses them, as they do not take all namespaces: nothing here names them",
    ],
  ],
  ["WPT004", "nothing of one that takes everybody", [gateway("wp", "edge", { from: "All" })], []],
  [
    "WPT004",
    "nothing of one that is used here",
    [gateway("wp", "shop"), namespace("shop", { "istio.io/use-waypoint": "wp" })],
    [],
  ],
  [
    "TGT002",
    "a route of a namespace that a listener selects by a label",
    [open(byTeam), route("shop")],
    [
      "whether Gateway edge/public takes routes from namespace shop: it selects by labels that these manifests do not show",
    ],
  ],
  [
    "TGT002",
    "nothing where the Namespace is here",
    [open(byTeam), route("shop"), namespace("shop", { team: "a" })],
    [],
  ],
  ["TGT002", "nothing where all may come", [open({ from: "All" }), route("shop")], []],
])("%s: %s", (rule, _what, objects, expected) => {
  const set = setOf("sail 1.28.3", objects);
  expectState(rule, set, []);
  expect(unjudgedIn(set)).toEqual(expected);
});
