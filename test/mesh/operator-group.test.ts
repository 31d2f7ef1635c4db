import { meshFromSpec } from "../../src/mesh/defaults";
import { operatorGroupOf } from "../../src/mesh/operator-group";
import type { MeshSpecInput } from "../../src/mesh/schema";

const namespace = "sail-operator";
const subscription = { namespace, channel: "stable-1.30" };
const base = {
  distribution: "sail",
  dataPlane: "ambient",
  version: "v1.30.3",
  operator: { release: "1.30.3", subscription },
} satisfies MeshSpecInput;
const group = (name: string, inNamespace: string, apiVersion = "operators.coreos.com/v1") => ({
  apiVersion,
  kind: "OperatorGroup",
  metadata: { name, namespace: inNamespace },
  spec: {},
});

test.each<[string, Partial<MeshSpecInput>, Parameters<typeof meshFromSpec>[2], object | undefined]>([
  [
    "the namespace is ours",
    { namespaces: [{ name: namespace, ownership: "owned" }] },
    {},
    { name: "sailoperator", namespace },
  ],
  [
    "under the name that is there",
    {
      operator: { release: "1.30.3", subscription: { ...subscription, operatorGroup: "sail-x7k2p" } },
      namespaces: [{ name: namespace, ownership: "owned" }],
    },
    {},
    { name: "sail-x7k2p", namespace },
  ],
  ["the namespace is shared: somebody else's is there", { namespaces: [{ name: namespace }] }, {}, undefined],
  ["the namespace is not listed", { namespaces: [{ name: "bookinfo", ownership: "owned" }] }, {}, undefined],
  [
    "the Subscription is not ours",
    { operator: { release: "1.30.3", namespace }, namespaces: [{ name: namespace, ownership: "owned" }] },
    {},
    undefined,
  ],
  [
    "the user's own manifests bring one",
    { namespaces: [{ name: namespace, ownership: "owned" }] },
    { carried: [group("mine", namespace)] },
    undefined,
  ],
  [
    "they bring one for another namespace",
    { namespaces: [{ name: namespace, ownership: "owned" }] },
    { carried: [group("mine", "elsewhere"), group("other", namespace, "example.com/v1")] },
    { name: "sailoperator", namespace },
  ],
])("%s", (_name, spec, options, expected) => {
  expect(operatorGroupOf(meshFromSpec("test", { ...base, ...spec }, options))).toEqual(expected);
});

describe("a pinned catalogue", () => {
  const pinned = (more: object) =>
    meshFromSpec("test", { ...base, operator: { release: "1.30.3", catalog: "pinned", ...more } } as MeshSpecInput);

  test("has a CatalogSource of its own, where the Subscription is in Git", () => {
    expect(() => pinned({ subscription })).toThrow(
      "spec.operator.catalog: catalog is pinned, and the Subscription does not name the CatalogSource that is\n  write the mirrored CatalogSource under spec.operator.subscription.source",
    );
    expect(pinned({ subscription: { ...subscription, source: "mesh-pinned" } }).operator.catalog).toBe("pinned");
  });

  test("is what a Subscription that is not in Git follows already", () => {
    expect(pinned({}).operator.catalog).toBe("pinned");
  });

  test("is not the default", () => {
    expect(meshFromSpec("test", base).operator.catalog).toBe("head");
  });
});
