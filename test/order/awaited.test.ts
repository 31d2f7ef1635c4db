import type { KubernetesObject } from "../../src/objects/kubernetes-object";
import { argocdOrder } from "../../src/order/argocd";
import { argocdHealth } from "../../src/order/argocd/health";
import { fluxOrder } from "../../src/order/flux";
import { kstatus } from "../../src/order/flux/health";
import type { Until } from "../../src/order/result";
import { entry, object } from "./support";

const revisionBased = { spec: { version: "v1.28.5", updateStrategy: { type: "RevisionBased" } } };
const onDelete = { spec: { updateStrategy: { type: "OnDelete" } } };
const loadBalancer = { spec: { type: "LoadBalancer" } };

/** Argo CD with the health Lua of `platform/argocd`, without it, and Flux when it is told to wait. */
test.each<[string, KubernetesObject, Until, Until, Until]>([
  ["a Job", object("Job", "a"), "complete", "complete", "complete"],
  ["a Deployment", object("Deployment", "a"), "complete", "complete", "complete"],
  ["a DaemonSet", object("DaemonSet", "a"), "complete", "complete", "complete"],
  ["a DaemonSet that people roll", object("DaemonSet", "a", {}, onDelete), "applied", "applied", "complete"],
  ["a ConfigMap", object("ConfigMap", "a"), "applied", "applied", "applied"],
  ["a Namespace", object("Namespace", "a"), "applied", "applied", "applied"],
  ["a Service", object("Service", "a"), "applied", "applied", "applied"],
  ["a Service that wants an address", object("Service", "a", {}, loadBalancer), "complete", "complete", "complete"],
  ["a CRD", object("CustomResourceDefinition", "a"), "complete", "complete", "complete"],
  ["an Istio", object("Istio", "default"), "early", "applied", "early"],
  [
    "an Istio whose versions stand side by side",
    object("Istio", "default", {}, revisionBased),
    "complete",
    "applied",
    "early",
  ],
  ["an IstioCNI", object("IstioCNI", "default"), "early", "applied", "early"],
  ["a ZTunnel", object("ZTunnel", "default"), "early", "applied", "early"],
  ["a tag", object("IstioRevisionTag", "stable"), "complete", "applied", "applied"],
  ["a Gateway", object("Gateway", "waypoint"), "early", "early", "applied"],
  ["an HTTPRoute", object("HTTPRoute", "a"), "complete", "complete", "applied"],
  ["an AuthorizationPolicy", object("AuthorizationPolicy", "a"), "applied", "applied", "applied"],
  ["a kind that nobody knows", object("Widget", "toString"), "applied", "applied", "applied"],
])("what is awaited of %s", (_name, one, withLua, without, flux) => {
  expect([argocdHealth(one, true).until, argocdHealth(one, false).until, kstatus(one).until]).toEqual([
    withLua,
    without,
    flux,
  ]);
});

describe("the last wave of Argo CD", () => {
  const first = object("ConfigMap", "first");
  const gate = (wave: string, more = {}) => object("Job", "gate", { wave, ...more });
  const hook = { "argocd.argoproj.io/hook": "Sync" };

  test.each<[string, KubernetesObject[], [string, Until][]]>([
    [
      "is never awaited",
      [first, gate("9")],
      [
        ["first", "applied"],
        ["gate", "applied"],
      ],
    ],
    ["nor is an only one", [gate("0")], [["gate", "applied"]]],
    [
      "the one before it is",
      [gate("5"), object("ConfigMap", "marker", { wave: "9" })],
      [
        ["gate", "complete"],
        ["marker", "applied"],
      ],
    ],
    [
      "a hook in it is",
      [first, gate("9", hook)],
      [
        ["first", "applied"],
        ["gate", "complete"],
      ],
    ],
    [
      "with all that stands beside the hook",
      [first, object("Deployment", "d", { wave: "9" }), gate("9", hook)],
      [
        ["first", "applied"],
        ["d", "complete"],
        ["gate", "complete"],
      ],
    ],
    [
      "but not in a sync of one wave",
      [object("Deployment", "d"), gate("0", hook)],
      [
        ["d", "applied"],
        ["gate", "complete"],
      ],
    ],
  ])("%s", (_name, objects, expected) => {
    const { placed } = argocdOrder(objects.map((one) => entry(one)));
    expect(placed.map(({ entry, awaited }) => [entry.object.metadata.name, awaited.until])).toEqual(expected);
  });

  test("is that of the deletions, where there are some", () => {
    const marker = entry(object("Job", "gate", { wave: "95" }));
    const old = entry(object("ConfigMap", "old", { wave: "1" }));
    const { placed } = argocdOrder([marker], { before: [old] });
    expect(placed.map(({ act, awaited }) => [act, awaited.until])).toEqual([
      ["apply", "complete"],
      ["prune", "applied"],
    ]);
  });
});

describe("a Kustomization", () => {
  const ztunnel = entry(object("ZTunnel", "default"));
  const self = { group: "sailoperator.io", kind: "ZTunnel", name: "default" };
  const child = { group: "apps", kind: "DaemonSet", namespace: "ztunnel", name: "ztunnel" };
  const other = { ...child, name: "another" };

  test.each<[string, object, Until]>([
    ["without health checks waits for nothing", {}, "applied"],
    ["with wait takes the operator's word", { wait: true }, "early"],
    ["with wait passes over health checks", { wait: true, healthChecks: [child, self] }, "early"],
    ["that looks at the workload first waits for it", { healthChecks: [child, self] }, "complete"],
    ["that looks at the workload alone waits for it", { healthChecks: [child] }, "complete"],
    ["that looks at it last passes too early", { healthChecks: [self, child] }, "early"],
    ["that looks at the object alone passes too early", { healthChecks: [self] }, "early"],
    [
      "with an expression for the object passes too early",
      { healthChecks: [self], expressions: ["sailoperator.io/ZTunnel"] },
      "early",
    ],
    ["that looks at something else waits for nothing", { healthChecks: [other] }, "applied"],
  ])("%s", (_name, settings, until) => {
    const kustomization = { name: "40-ztunnel", path: "", ...settings };
    const { placed } = fluxOrder([ztunnel], { rows: [{ name: "mesh", kustomizations: [kustomization] }] });
    expect(placed.map(({ awaited }) => awaited.until)).toEqual([until]);
  });

  test("awaits its first stages whatever it says", () => {
    const crd = entry(object("CustomResourceDefinition", "a"));
    const [first] = fluxOrder([crd, ztunnel], {
      rows: [{ name: "", kustomizations: [{ name: "", path: "" }] }],
    }).placed;
    expect(first?.awaited).toEqual({ until: "complete", rule: expect.stringContaining("stage of definitions") });
  });
});
