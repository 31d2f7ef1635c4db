import type { KubernetesObject } from "../../src/objects/kubernetes-object";
import { fluxOrder } from "../../src/order/flux";
import { rowsOf } from "../../src/order/flux/kustomizations";
import { isAwaitedBefore, isBefore, type Placed } from "../../src/order/result";
import { fc } from "../support/fast-check";
import { act, entry, object } from "./support";

const toolkit = "kustomize.toolkit.fluxcd.io";
const all = { rows: [{ name: "all", kustomizations: [{ name: "all", path: "." }] }] };

function named(placed: readonly Placed[]): string[] {
  return placed.map((one) => `${one.where}: ${act(one)}`);
}

test.each<[string, KubernetesObject[], string[]]>([
  [
    "definitions, then classes, then the rest by kind; waves mean nothing",
    [
      object("Job", "gate", { wave: "-9" }),
      object("ConfigMap", "a", { wave: "5" }),
      object("Role", "r"),
      object("ServiceAccount", "s"),
      object("GatewayClass", "istio"),
      object("ClusterRole", "c"),
      object("Namespace", "n", { wave: "99" }),
      object("CustomResourceDefinition", "d"),
    ],
    [
      "all, definitions: CustomResourceDefinition/d",
      "all, definitions: Namespace/n",
      "all, definitions: ClusterRole/c",
      "all, classes: GatewayClass/istio",
      "all, resources: ServiceAccount/s",
      "all, resources: Role/r",
      "all, resources: ConfigMap/a",
      "all, resources: Job/gate",
    ],
  ],
  [
    "kinds that it does not know by group, kind, namespace and name",
    [
      object("ZTunnel", "default"),
      object("AuthorizationPolicy", "a", { namespace: "b" }),
      object("Gateway", "z", { namespace: "a" }),
      object("Gateway", "a", { namespace: "b" }),
      object("Istio", "default"),
      object("Deployment", "d"),
    ],
    [
      "all: Deployment/d",
      "all: Gateway/a/z",
      "all: Gateway/b/a",
      "all: Istio/default",
      "all: ZTunnel/default",
      "all: AuthorizationPolicy/b/a",
    ],
  ],
])("%s", (_name, objects, expected) => {
  expect(
    named(
      fluxOrder(
        objects.map((one) => entry(one)),
        all,
      ).placed,
    ),
  ).toEqual(expected);
});

test.each<[string, KubernetesObject, string | undefined]>([
  [
    "reconcile: disabled",
    object("ConfigMap", "a", { [`${toolkit}/reconcile`]: "Disabled" }),
    `${toolkit}/reconcile: Disabled`,
  ],
  ["ssa: Ignore", object("ConfigMap", "a", { [`${toolkit}/ssa`]: "Ignore" }), `${toolkit}/ssa: Ignore`],
  ["ssa: Merge", object("ConfigMap", "a", { [`${toolkit}/ssa`]: "Merge" }), undefined],
  ["a hook of Argo CD", object("ConfigMap", "a", { "argocd.argoproj.io/hook": "Skip" }), undefined],
])("an object with %s", (_name, one, why) => {
  const { never, placed } = fluxOrder([entry(one)], all);
  expect(never.map((found) => found.why)).toEqual(why === undefined ? [] : [why]);
  expect(placed).toHaveLength(why === undefined ? 1 : 0);
});

test("labels say the same as annotations", () => {
  const one = object("ConfigMap", "a");
  const labelled = { ...one, metadata: { ...one.metadata, labels: { [`${toolkit}/ssa`]: "ignore" } } };
  expect(fluxOrder([entry(labelled)], all).never).toHaveLength(1);
});

describe("a snapshot of ours", () => {
  const entries = [
    entry(object("ConfigMap", "meshstep-prod", { namespace: "istio-system" }), "mesh/95-marker"),
    entry(object("Job", "verify", { namespace: "istio-system" }), "mesh/90-verify"),
    entry(object("ZTunnel", "default"), "mesh/40-ztunnel"),
    entry(object("Istio", "default"), "mesh/20-control-plane"),
    entry(object("Job", "precheck", { namespace: "istio-system" }), "mesh/05-precheck"),
    entry(object("ServiceAccount", "gate", { namespace: "istio-system" }), "mesh/05-precheck"),
    entry(object("Namespace", "shop"), "namespaces"),
  ];

  test("is a row of layers, and a Kustomization for each other delivery", () => {
    const { placed } = fluxOrder(entries);
    expect(placed.map((one) => `${one.unit} ${one.where} ${one.awaited.until} ${act(one)}`)).toEqual([
      "mesh 05-precheck applied ServiceAccount/istio-system/gate",
      "mesh 05-precheck complete Job/istio-system/precheck",
      "mesh 20-control-plane complete Istio/default",
      "mesh 40-ztunnel complete ZTunnel/default",
      "mesh 90-verify complete Job/istio-system/verify",
      "mesh 95-marker applied ConfigMap/istio-system/meshstep-prod",
      "namespaces namespaces applied Namespace/shop",
    ]);
    const [account, job, istio] = placed as [Placed, Placed, Placed];
    expect([isBefore(account, job), isAwaitedBefore(account, job), isAwaitedBefore(job, istio)]).toEqual([
      true,
      false,
      true,
    ]);
    expect(isBefore(account, placed.at(-1) as Placed)).toBe(false);
  });

  test("deletes in each layer what was in it before, in reverse, but for what must stay", () => {
    const old = [
      entry(object("Job", "old", { namespace: "istio-system" }), "mesh/05-precheck"),
      entry(object("ConfigMap", "old", { namespace: "istio-system" }), "mesh/05-precheck"),
      entry(object("IstioCNI", "default", { [`${toolkit}/prune`]: "disabled" }), "mesh/30-cni"),
    ];
    const { placed } = fluxOrder(entries, { before: [...old, ...entries] });
    expect(placed.filter((one) => one.act === "prune").map(act)).toEqual([
      "deleted Job/istio-system/old",
      "deleted ConfigMap/istio-system/old",
    ]);
    const wheres = placed.map((one) => one.where);
    expect(wheres.slice(0, 4)).toEqual(["05-precheck", "05-precheck", "05-precheck", "05-precheck"]);
  });

  test("health checks name the workload before the object", () => {
    const ztunnels = rowsOf(entries)
      .flatMap((row) => row.kustomizations)
      .find(({ name }) => name === "40-ztunnel");
    expect(ztunnels?.healthChecks?.map(({ kind }) => kind)).toEqual(["DaemonSet", "ZTunnel"]);
  });
});

test("the order is total, and the same for the same objects", () => {
  const any = fc.record({
    kind: fc.constantFrom("Namespace", "ConfigMap", "Job", "Istio", "Gateway", "GatewayClass", "ClusterRole"),
    name: fc.constantFrom("a", "b", "c"),
    folder: fc.constantFrom("mesh/20-a", "mesh/30-b", "namespaces"),
  });
  const anySnapshot = fc.uniqueArray(any, { selector: ({ kind, name }) => `${kind}/${name}`, maxLength: 12 });
  fc.assert(
    fc.property(anySnapshot, (found) => {
      const entries = found.map(({ kind, name, folder }) => entry(object(kind, name), folder));
      const { placed } = fluxOrder(entries);
      expect(placed).toHaveLength(entries.length);
      expect(new Set(placed.map(({ unit, step }) => `${unit} ${step}`)).size).toBe(placed.length);
      expect(named(fluxOrder([...entries].reverse()).placed)).toEqual(named(placed));
    }),
  );
});
