import type { KubernetesObject } from "../../src/objects/kubernetes-object";
import { argocdOrder } from "../../src/order/argocd";
import type { OrderEntry } from "../../src/order/entry";
import type { Placed } from "../../src/order/result";
import { act, entry, object } from "./support";

const hook = "argocd.argoproj.io/hook";
const options = "argocd.argoproj.io/sync-options";

/** `wave 5: Kind/name + Kind/name` for each step. */
function steps(placed: readonly Placed[]): string[] {
  const numbers = [...new Set(placed.map(({ step }) => step))];
  return numbers.map((step) => {
    const members = placed.filter((one) => one.step === step);
    return `${members[0]?.where}: ${members.map(act).join(" + ")}`;
  });
}

function stepsOf(...objects: KubernetesObject[]): string[] {
  return steps(argocdOrder(objects.map((one) => entry(one))).placed);
}

test.each<[string, KubernetesObject[], string[]]>([
  [
    "waves, then kinds, then names; neighbours of one kind together",
    [
      object("Job", "a", { wave: "5" }),
      object("Istio", "a", { wave: "20" }),
      object("ServiceAccount", "z", { wave: "5" }),
      object("ServiceAccount", "b", { wave: "5" }),
      object("ConfigMap", "first", { wave: "-1" }),
    ],
    ["wave -1: ConfigMap/first", "wave 5: ServiceAccount/b + ServiceAccount/z", "wave 5: Job/a", "wave 20: Istio/a"],
  ],
  [
    "kinds that it does not know mix by name",
    [object("HTTPRoute", "b"), object("Gateway", "c"), object("Gateway", "a"), object("ConfigMap", "z")],
    ["wave 0: ConfigMap/z", "wave 0: Gateway/a", "wave 0: HTTPRoute/b", "wave 0: Gateway/c"],
  ],
  [
    "equal names of such kinds are left to chance",
    [object("ZTunnel", "default"), object("Istio", "default"), object("Gateway", "late")],
    ["wave 0: Istio/default + ZTunnel/default", "wave 0: Gateway/late"],
  ],
  [
    "a Namespace goes before the first object in it",
    [
      object("Namespace", "shop", { wave: "80" }),
      object("Gateway", "waypoint", { namespace: "shop", wave: "50" }),
      object("HTTPRoute", "r", { namespace: "shop", wave: "60" }),
    ],
    ["wave 50: Namespace/shop", "wave 50: Gateway/shop/waypoint", "wave 60: HTTPRoute/shop/r"],
  ],
  [
    "and stays where it is when that comes later",
    [object("Namespace", "shop", { wave: "5" }), object("ConfigMap", "a", { namespace: "shop", wave: "9" })],
    ["wave 5: Namespace/shop", "wave 9: ConfigMap/shop/a"],
  ],
  [
    "hooks pull it into their phase",
    [
      object("Namespace", "shop", { wave: "-9" }),
      object("Job", "migrate", { namespace: "shop", [hook]: "PreSync", wave: "3" }),
    ],
    ["PreSync, wave 3: Namespace/shop", "PreSync, wave 3: Job/shop/migrate"],
  ],
  [
    "a CRD goes before the first of its kind",
    [
      object(
        "CustomResourceDefinition",
        "widgets",
        { wave: "70" },
        { spec: { group: "example.com", names: { kind: "Widget" } } },
      ),
      object("Widget", "w", { wave: "15" }),
    ],
    ["wave 15: CustomResourceDefinition/widgets", "wave 15: Widget/w"],
  ],
  [
    "phases come before waves",
    [
      object("ConfigMap", "sync", { wave: "-5" }),
      object("ConfigMap", "both", { [hook]: "PreSync, PostSync", wave: "1" }),
      object("ConfigMap", "post", { "helm.sh/hook": "post-upgrade", "helm.sh/hook-weight": "-7" }),
      object("ConfigMap", "crd", { "helm.sh/hook": "crd-install", wave: "2" }),
    ],
    [
      "PreSync, wave 1: ConfigMap/both",
      "wave -5: ConfigMap/sync",
      "wave 2: ConfigMap/crd",
      "PostSync, wave -7: ConfigMap/post",
      "PostSync, wave 1: ConfigMap/both",
    ],
  ],
])("%s", (_name, objects, expected) => {
  expect(stepsOf(...objects)).toEqual(expected);
});

test.each<[string, Record<string, string>, string | undefined]>([
  ["Skip", { [hook]: "Skip" }, "argocd.argoproj.io/hook: Skip"],
  ["a phase that it does not know", { [hook]: "presync" }, "argocd.argoproj.io/hook: presync is no phase of a sync"],
  ["nothing", { [hook]: "" }, "argocd.argoproj.io/hook: (empty) is no phase of a sync"],
  ["PostDelete", { [hook]: "PostDelete" }, "argocd.argoproj.io/hook: PostDelete is no phase of a sync"],
  ["a rollback of Helm", { "helm.sh/hook": "pre-rollback" }, "helm.sh/hook: pre-rollback is no phase of a sync"],
  ["SyncFail", { [hook]: "SyncFail" }, "a SyncFail hook: only when a sync has failed"],
  ["Skip beside a phase", { [hook]: "Skip,PostSync" }, undefined],
  ["an unknown phase beside Helm's", { [hook]: "x", "helm.sh/hook": "pre-install" }, undefined],
])("a hook annotation that says %s", (_name, annotations, why) => {
  const { never } = argocdOrder([entry(object("ConfigMap", "a", annotations))]);
  expect(never.map((one) => one.why)).toEqual(why === undefined ? [] : [why]);
});

test("kinds that its administrators would have to allow are never applied", () => {
  const { never } = argocdOrder([entry(object("Endpoints", "a"))]);
  expect(never.map((one) => one.why)).toEqual(["Argo CD leaves Endpoints objects alone unless it is told otherwise"]);
});

describe("deletions", () => {
  const gone = (name: string, wave: string, more = {}) => entry(object("ConfigMap", name, { wave, ...more }));
  const kept = entry(object("ConfigMap", "kept", { wave: "2" }));

  test.each<[string, OrderEntry[], boolean, string[]]>([
    [
      "all at the end",
      [gone("a", "1"), gone("b", "3")],
      true,
      ["wave 2: ConfigMap/kept", "wave 4: deleted ConfigMap/a + deleted ConfigMap/b"],
    ],
    [
      "mirrored without PruneLast, anew each time",
      [gone("a", "1"), gone("b", "2"), gone("c", "3")],
      false,
      [
        "wave 1: deleted ConfigMap/c",
        "wave 1: deleted ConfigMap/b",
        "wave 1: deleted ConfigMap/a",
        "wave 2: ConfigMap/kept",
      ],
    ],
    ["not what may not be pruned", [gone("a", "1", { [options]: "Prune=false" })], true, ["wave 2: ConfigMap/kept"]],
    ["nor hooks", [gone("a", "1", { [hook]: "PreSync" })], true, ["wave 2: ConfigMap/kept"]],
    [
      "one that says itself that it goes last",
      [gone("a", "1", { [options]: "PruneLast=true" })],
      false,
      ["wave 2: ConfigMap/kept", "wave 3: deleted ConfigMap/a"],
    ],
  ])("%s", (_name, before, pruneLast, expected) => {
    const applications = [{ name: "all", path: "", pruneLast }];
    expect(steps(argocdOrder([kept], { before: [kept, ...before], applications }).placed)).toEqual(expected);
  });
});

test("an Application gives its namespace to all that has none, and makes it first where it is missing", () => {
  const entries = [
    entry(object("Namespace", "mesh", { wave: "50" })),
    entry(object("ClusterRole", "r", { wave: "5" })),
    entry(object("ConfigMap", "a", { namespace: "other", wave: "-3" })),
  ];
  const application = { name: "all", path: "", destinationNamespace: "mesh" };
  const orderOf = (destinationExists: boolean) =>
    steps(argocdOrder(entries, { applications: [{ ...application, destinationExists }] }).placed);
  const rest = ["wave -3: ConfigMap/other/a", "wave 5: ClusterRole/r"];
  expect(orderOf(true)).toEqual([rest[0], "wave 5: Namespace/mesh", rest[1]]);
  expect(orderOf(false)).toEqual(["before all else: Namespace/mesh", ...rest]);
});

test("what no Application reads is never applied", () => {
  const entries = [
    entry(object("ConfigMap", "a"), "mesh/20-control-plane"),
    entry(object("ConfigMap", "b"), "elsewhere"),
  ];
  const order = argocdOrder(entries, { applications: [{ name: "mesh", path: "mesh" }] });
  expect(order.placed.map(act)).toEqual(["ConfigMap/a"]);
  expect(order.never.map(({ why }) => why)).toEqual(["no Application reads its folder"]);
});
