import type { KubernetesObject } from "../../src/mesh/mesh";
import { expectState, istio, namespace, service, setOf } from "./support";

const policy = (name: string, inNamespace: string, spec: object): KubernetesObject => ({
  apiVersion: "security.istio.io/v1",
  kind: "AuthorizationPolicy",
  metadata: { name, namespace: inNamespace },
  spec,
});

const cart = (labels: Readonly<Record<string, string>> = {}): KubernetesObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "cart", namespace: "shop" },
  spec: { selector: { matchLabels: { app: "cart" } }, template: { metadata: { labels: { app: "cart", ...labels } } } },
});
const calling = { ...service("cart", "shop", {}), spec: { selector: { app: "cart" }, ports: [{ port: 80 }] } };
const shop = namespace("shop", { "istio.io/dataplane-mode": "ambient" });
const mesh = [istio("v1.28.3", { namespace: "istio-system" }), shop, calling];
const whole = policy("baseline", "istio-system", {});
const own = policy("baseline", "shop", {});

test.each<[string, KubernetesObject[], string, string]>([
  ["the whole mesh", [...mesh, cart(), whole], "AuthorizationPolicy/istio-system/baseline", "in the whole mesh"],
  ["a namespace", [...mesh, cart(), own], "AuthorizationPolicy/shop/baseline", "in namespace shop"],
  [
    "everything is refused, whatever is allowed",
    [...mesh, cart(), policy("no", "shop", { action: "DENY", rules: [{}] }), policy("a", "shop", { rules: [{}] })],
    "AuthorizationPolicy/shop/no",
    "it refuses everything in namespace shop",
  ],
  [
    "with one that is only tried",
    [
      ...mesh,
      cart(),
      own,
      {
        ...policy("all", "shop", { rules: [{}] }),
        metadata: { name: "all", namespace: "shop", annotations: { "istio.io/dry-run": "true" } },
      },
    ],
    "AuthorizationPolicy/shop/baseline",
    "whoever calls Deployment/shop/cart",
  ],
])("nobody may call workloads: %s", (_what, objects, id, part) => {
  expectState("POL003", setOf("sail 1.28.3", objects), [["warning", id, part]]);
});

test.each<[string, KubernetesObject[]]>([
  ["one allows something in the namespace", [...mesh, cart(), own, policy("a", "shop", { rules: [{}] })]],
  ["one allows something in the mesh", [...mesh, cart(), own, policy("a", "istio-system", { rules: [{}] })]],
  ["policies are kept beside the workloads", [...mesh, cart(), whole, policy("a", "shop", { rules: [{}] })]],
  ["no workload is here", [...mesh, own]],
  ["no Service sends to it", [istio("v1.28.3"), shop, cart(), own]],
  ["it is in no mesh", [...mesh, cart({ "istio.io/dataplane-mode": "none" }), own]],
  ["for some pods alone", [...mesh, cart(), policy("b", "shop", { selector: { matchLabels: { app: "db" } } })]],
  ["another namespace", [...mesh, cart(), policy("b", "bank", {})]],
  [
    "it refuses what asks for something",
    [...mesh, cart(), policy("b", "shop", { action: "DENY", rules: [{ to: [] }] })],
  ],
])("good: %s", (_what, objects) => {
  expectState("POL003", setOf("sail 1.28.3", objects), []);
});
