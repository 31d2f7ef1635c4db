import { completeMesh } from "../../src/mesh/defaults";
import { labelledNamespaces, meshLabels } from "../../src/mesh/labels";
import { type LabelSelector, type MeshNamespace, meshSpecSchema } from "../../src/mesh/schema";

const byName = "kubernetes.io/metadata.name";
const enabled = { matchLabels: { "istio-discovery": "enabled" } };
const team = { matchLabels: { team: "mesh" } };

type Labels = Readonly<Record<string, string>>;

/** The labels of namespace `shop` with labels of its own, and the system namespaces that get any. */
function labelled(discoverySelectors: readonly LabelSelector[], labels: Labels = {}) {
  const spec = meshSpecSchema.parse({
    distribution: "sail",
    dataPlane: "ambient",
    version: "v1.28.1",
    operator: { release: "1.28.1" },
    controlPlane: { discoverySelectors },
    namespaces: [{ name: "shop", labels }],
  });
  const mesh = completeMesh("east", spec);
  const shop = mesh.namespaces[0] as MeshNamespace;
  const { "istio.io/dataplane-mode": _, ...rest } = meshLabels(mesh, shop);
  const system = labelledNamespaces(mesh).filter(({ name }) => name !== "shop");
  return { shop: rest, system: Object.fromEntries(system.map((one) => [one.name, meshLabels(mesh, one)])) };
}

test("what follows the tag called default may ask for it by istio-injection: one label, not two", () => {
  const revised = (namespace: object) => {
    const spec = meshSpecSchema.parse({
      distribution: "sail",
      dataPlane: "sidecar",
      version: "v1.28.1",
      operator: { release: "1.28.1" },
      controlPlane: { updateStrategy: "RevisionBased" },
      revisionTags: [{ name: "default" }, { name: "stable" }],
      namespaces: [{ name: "shop", ...namespace }],
    });
    const mesh = completeMesh("east", spec);
    return meshLabels(mesh, mesh.namespaces[0] as MeshNamespace);
  };
  const injected = { labels: { "istio-injection": "enabled" } };
  expect(revised({ revisionTag: "default", ...injected })).toEqual(injected.labels);
  expect(revised({ revisionTag: "default" })).toEqual({ "istio.io/rev": "default" });
  expect(revised({ revisionTag: "stable", ...injected })).toEqual({ "istio.io/rev": "stable", ...injected.labels });
});

const everywhere = (labels: Labels) => ({ "istio-system": labels, "istio-cni": labels, ztunnel: labels });

test.each<[string, LabelSelector[], Labels, Labels, Readonly<Record<string, Labels>>]>([
  ["no selectors", [], {}, {}, {}],
  ["one selector", [enabled], {}, { "istio-discovery": "enabled" }, everywhere({ "istio-discovery": "enabled" })],
  [
    "the second matches by a label of its own",
    [enabled, team],
    { team: "mesh" },
    { team: "mesh" },
    everywhere({ "istio-discovery": "enabled" }),
  ],
  [
    "a label of its own contradicts the first",
    [enabled, team],
    { "istio-discovery": "no" },
    { "istio-discovery": "no", team: "mesh" },
    everywhere({ "istio-discovery": "enabled" }),
  ],
  [
    "its labels contradict all of them: that is for NS003 to say",
    [enabled],
    { "istio-discovery": "no" },
    { "istio-discovery": "no" },
    everywhere({ "istio-discovery": "enabled" }),
  ],
  [
    "the data plane's label matches",
    [{ matchLabels: { "istio.io/dataplane-mode": "ambient" } }, team],
    {},
    {},
    everywhere({ "istio.io/dataplane-mode": "ambient" }),
  ],
  [
    "by name, system namespaces too",
    [{ matchExpressions: [{ key: byName, operator: "In", values: ["shop", "istio-system", "istio-cni", "ztunnel"] }] }],
    {},
    {},
    {},
  ],
  [
    "by name, some only",
    [{ matchExpressions: [{ key: byName, operator: "In", values: ["shop", "ztunnel"] }] }, enabled],
    {},
    {},
    { "istio-system": { "istio-discovery": "enabled" }, "istio-cni": { "istio-discovery": "enabled" } },
  ],
  [
    "a name that no label can give",
    [{ matchExpressions: [{ key: byName, operator: "In", values: ["elsewhere"] }] }],
    {},
    {},
    {},
  ],
  [
    "expressions only: the first value that fits",
    [{ matchExpressions: [{ key: "env", operator: "In", values: ["prod", "test"] }] }],
    {},
    { env: "prod" },
    everywhere({ env: "prod" }),
  ],
  [
    "expressions only, and there already",
    [{ matchExpressions: [{ key: "env", operator: "In", values: ["prod", "test"] }] }],
    { env: "test" },
    { env: "test" },
    everywhere({ env: "prod" }),
  ],
  [
    "a label that only has to be there",
    [{ matchExpressions: [{ key: "mesh", operator: "Exists" }] }],
    {},
    { mesh: "true" },
    everywhere({ mesh: "true" }),
  ],
  ["what may not be there is not", [{ matchExpressions: [{ key: "mesh", operator: "DoesNotExist" }] }], {}, {}, {}],
  [
    "what may not be there is",
    [
      { matchExpressions: [{ key: "mesh", operator: "DoesNotExist" }] },
      { matchExpressions: [{ key: "mesh", operator: "NotIn", values: ["x"] }] },
    ],
    { mesh: "x" },
    { mesh: "x" },
    {},
  ],
  [
    "labels and expressions together",
    [{ ...enabled, matchExpressions: [{ key: "env", operator: "NotIn", values: ["dev"] }] }],
    {},
    { "istio-discovery": "enabled" },
    everywhere({ "istio-discovery": "enabled" }),
  ],
  [
    "conditions that exclude each other",
    [{ ...enabled, matchExpressions: [{ key: "istio-discovery", operator: "DoesNotExist" }] }, team],
    {},
    { team: "mesh" },
    everywhere({ team: "mesh" }),
  ],
  ["a selector without conditions matches everything", [{}], {}, {}, {}],
])("labels for discovery: %s", (_what, selectors, own, shop, system) => {
  expect(labelled(selectors, own)).toEqual({ shop, system });
});
