import type { KubernetesObject } from "../../src/mesh/mesh";
import { type Expected, expectState, setOf } from "./support";

const shop = (name: string) => ({ name, namespace: "shop" });
const cart: readonly KubernetesObject[] = [
  { apiVersion: "v1", kind: "Service", metadata: shop("cart"), spec: { selector: { app: "cart" } } },
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: shop("cart-v1"),
    spec: { template: { metadata: { labels: { app: "cart", version: "v1" } } } },
  },
];
const subset = (one: object): KubernetesObject => ({
  apiVersion: "networking.istio.io/v1",
  kind: "DestinationRule",
  metadata: shop("cart"),
  spec: { host: "cart", subsets: [one] },
});
const routeTo = (destination: object, protocol = "http"): KubernetesObject => ({
  apiVersion: "networking.istio.io/v1",
  kind: "VirtualService",
  metadata: shop("routes"),
  spec: { hosts: ["cart"], [protocol]: [{ route: [{ destination }] }] },
});

const old = { name: "old", labels: { version: "v0" } };
const idle: Expected[] = [["warning", "DestinationRule/shop/cart", "subset old matches none of the pods"]];

test.each<[string, KubernetesObject[], Expected[]]>([
  ["that a route names", [subset(old), routeTo({ host: "cart", subset: "old" })], idle],
  [
    "that a route names in full",
    [subset(old), routeTo({ host: "cart.shop.svc.cluster.local", subset: "old" }, "tcp")],
    idle,
  ],
  ["that is written down for later", [subset(old), routeTo({ host: "cart" })], []],
  ["that has pods", [subset({ ...old, labels: { version: "v1" } }), routeTo({ host: "cart", subset: "old" })], []],
  ["without a name, which no route names", [subset({ labels: { version: "v0" } }), routeTo({ host: "cart" })], []],
])("a subset %s", (_, objects, expected) => {
  expectState("TGT004", setOf("sail", [...cart, ...objects]), expected);
});
