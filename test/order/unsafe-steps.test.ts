import { objectId } from "../../src/objects/kubernetes-object";
import { argocdOrder } from "../../src/order/argocd";
import type { OrderEntry } from "../../src/order/entry";
import { fluxOrder } from "../../src/order/flux";
import { movesFrom } from "../../src/order/unsafe";
import { unheldNeeds } from "../../src/order/unsafe/needs";
import { entry, object } from "./support";
import { add, type Change, expectSaid, replace, type Said, said, snapshot, version } from "./unsafe-support";

const parts =
  (istio: string, cni: string, ztunnel: string): Change =>
  (all) => {
    replace("20-control-plane", object("Istio", "default", { wave: "20" }, version(istio)))(all);
    replace("30-cni", object("IstioCNI", "default", { wave: "30" }, version(cni)))(all);
    replace("40-ztunnel", object("ZTunnel", "default", { wave: "40" }, version(ztunnel)))(all);
  };

const gate = (wave: string, layer: string): Change =>
  add(layer, object("Job", `gate-${wave}`, { namespace: "istio-system", wave }));
const old = "v1.28.4";
const next = "v1.28.5";
const before = snapshot(parts(old, old, old));

/** What moves in one step, what Argo CD would do wrong. */
test.each<[string, Change[], Said[]]>([
  ["one part", [parts(next, old, old)], []],
  ["the last part", [parts(old, old, next)], []],
  [
    "CNI with the control plane",
    [parts(next, next, old)],
    [
      [
        "DEL002",
        "error",
        "IstioCNI/default",
        "it moves in the same step as Istio/default, and Argo CD does not wait until that has moved",
      ],
    ],
  ],
  [
    "everything",
    [parts(next, next, next)],
    [
      ["DEL002", "error", "IstioCNI/default", "in the same step as Istio/default"],
      ["DEL002", "error", "ZTunnel/default", "in the same step as Istio/default"],
      ["DEL002", "error", "ZTunnel/default", "in the same step as IstioCNI/default"],
    ],
  ],
  [
    "everything, with a gate between each two",
    [parts(next, next, next), gate("25", "25-revision-tags"), gate("35", "35-gate")],
    [],
  ],
  [
    "everything, with a gate that stands beside what it should hold",
    [parts(next, next, old), gate("20", "20-control-plane")],
    [["DEL002", "error", "IstioCNI/default", "in the same step as Istio/default"]],
  ],
])("a step that moves %s", (_name, changes, expected) => {
  expectSaid(said("argocd", snapshot(...changes), { before }), expected);
});

test("Flux waits for the workload in every layer", () => {
  expect(said("flux", snapshot(parts(next, next, next)), { before })).toEqual([]);
});

test.each<[string, object | undefined, object, boolean]>([
  ["a new version", { version: old }, { version: next }, true],
  ["another control plane", { targetRef: { name: "a" } }, { targetRef: { name: "b" } }, true],
  ["other values", { version: old, values: { a: 1 } }, { version: old, values: { a: 2 } }, false],
  ["nothing", { version: old }, { version: old }, false],
  ["a new object", undefined, { version: next }, false],
])("%s: whether it moves", (_name, earlier, spec, moves) => {
  const one = (of: object) => entry(object("ZTunnel", "default", {}, { spec: of }));
  expect(movesFrom(earlier ? [one(earlier)] : [])(one(spec))).toBe(moves);
});

test("a new API version alone moves nothing", () => {
  const one = object("ZTunnel", "default", {}, version(old));
  const renamed = { ...one, apiVersion: "sailoperator.io/v1alpha1" };
  expect(movesFrom([entry(renamed)])(entry(one))).toBe(false);
});

test("a namespace that a Job labels has one owner", () => {
  const labels = { "istio.io/dataplane-mode": "ambient" };
  const shop = object("Namespace", "shop", { wave: "60" });
  const carried = (more: object) => snapshot(add("60-routing", { ...shop, metadata: { ...shop.metadata, ...more } }));
  const bySaid = (entries: readonly OrderEntry[], labelled: string[]) =>
    said("flux", entries, { labelled }).filter(([rule]) => rule === "NS004");
  expectSaid(bySaid(carried({ labels }), ["shop"]), [
    ["NS004", "error", "Namespace/shop", "its istio.io/dataplane-mode is set from here, and by the Job"],
  ]);
  expectSaid(bySaid(carried({}), ["shop"]), [["NS004", "warning", "Namespace/shop", "its labels are set by a Job"]]);
  expect(bySaid(carried({ labels }), ["bank"])).toEqual([]);
});

test("what needs an object that the engine does not wait for", () => {
  const order = argocdOrder(snapshot(), { lua: false });
  expect(unheldNeeds(order).map((one) => [one.entry && objectId(one.entry.object), one.message])).toEqual([
    [
      "Istio/default",
      expect.stringMatching(/^ZTunnel\/default and Gateway\/shop\/waypoint come in a later wave, but Argo CD/),
    ],
    ["IstioCNI/default", expect.stringMatching(/^ZTunnel\/default comes in a later wave/)],
  ]);
  expect(unheldNeeds(fluxOrder(snapshot()))).toEqual([]);
});
