import type { Finding } from "../../src/findings/finding";
import type { KubernetesObject } from "../../src/mesh/mesh";
import { objectId } from "../../src/mesh/mesh";
import { argocdOrder } from "../../src/order/argocd";
import { fluxOrder } from "../../src/order/flux";
import type { EngineOrder } from "../../src/order/result";
import { ordersOf } from "../../src/render/order";
import { phaseOrders } from "../../src/render/phase-orders";
import { checked, isWritable, type RenderedMesh } from "../../src/render/render";
import { planOf, waypoint } from "../plan/support";

type Engine = "argocd" | "flux" | "none";

/** An ambient mesh with a waypoint, with objects of the user's own. */
function rendered(engine: Engine, carried: KubernetesObject[] = [], more: object = {}): RenderedMesh {
  const delivery = {
    engine,
    ...(engine === "argocd" && { repository: { url: "https://git.example.com/mesh.git" } }),
    ...more,
  };
  const namespaces = [{ name: "bookinfo", waypoint: { name: "waypoint" } }];
  return checked(
    planOf("sail ambient 1.28.3 v1.28.2 -> v1.28.3", { delivery, namespaces, waypoints: [waypoint], carried }),
  );
}

const policy = (annotations: Record<string, string>): KubernetesObject => ({
  apiVersion: "security.istio.io/v1",
  kind: "AuthorizationPolicy",
  metadata: { name: "allow", namespace: "bookinfo", annotations },
  spec: {},
});
const shop = (annotations: Record<string, string>): KubernetesObject => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "shop", annotations, labels: { "istio.io/use-waypoint": "waypoint" } },
});
const shopsWaypoint: KubernetesObject = {
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "Gateway",
  metadata: { name: "waypoint", namespace: "shop" },
  spec: { gatewayClassName: "istio-waypoint" },
};
const wave = (value: string) => ({ "argocd.argoproj.io/sync-wave": value });
const said = ({ findings }: RenderedMesh) =>
  findings.filter(isAboutOrder).map(({ rule, severity, object }) => `${rule} ${severity} ${object ?? "-"}`);
const isAboutOrder = ({ rule }: Finding) => ["DEL001", "DEL002", "NS001", "NS004", "WAV001", "WAV002"].includes(rule);

describe("what synth writes is safe with its own engine", () => {
  test.each<Engine>(["argocd", "flux", "none"])("%s", (engine) => {
    const mesh = rendered(engine, [policy({})]);
    expect(said(mesh)).toEqual([]);
    expect(isWritable(mesh)).toBe(true);
  });
});

test.each<[string, KubernetesObject[], Engine, string[], boolean]>([
  [
    "a policy before the gate",
    [policy(wave("-1"))],
    "argocd",
    ["DEL001 error AuthorizationPolicy/bookinfo/allow"],
    false,
  ],
  ["which is none of Flux's business", [policy(wave("-1"))], "flux", [], true],
  [
    "a policy behind the marker",
    [policy(wave("99"))],
    "argocd",
    ["DEL001 error AuthorizationPolicy/bookinfo/allow"],
    false,
  ],
  [
    "a wave that is no number",
    [policy(wave("60a"))],
    "argocd",
    ["WAV001 error AuthorizationPolicy/bookinfo/allow", "DEL001 error AuthorizationPolicy/bookinfo/allow"],
    false,
  ],
  [
    "which is said whatever the engine",
    [policy(wave("60a"))],
    "none",
    ["WAV001 error AuthorizationPolicy/bookinfo/allow"],
    false,
  ],
  [
    "a policy that is never applied",
    [policy({ "argocd.argoproj.io/hook": "Skip" })],
    "argocd",
    ["DEL002 warning AuthorizationPolicy/bookinfo/allow"],
    true,
  ],
  [
    "a namespace that Argo CD pulls before its waypoint, to the gate that may look into it",
    [shop(wave("65")), shopsWaypoint],
    "argocd",
    ["WAV002 error Namespace/shop", "DEL001 error Namespace/shop"],
    false,
  ],
  [
    "a namespace beside its waypoint, which Flux puts first",
    [shop(wave("65")), shopsWaypoint],
    "flux",
    ["WAV002 error Namespace/shop", "NS001 warning Namespace/shop"],
    false,
  ],
])("%s", (_name, carried, engine, expected, writable) => {
  const mesh = rendered(engine, carried);
  expect(said(mesh)).toEqual(expected);
  expect(isWritable(mesh)).toBe(writable);
});

test("without gates that is said once, and only where an engine is named", () => {
  const gates = { gates: { mode: "none" } };
  expect(said(rendered("argocd", [], gates))).toEqual(["DEL001 warning -"]);
  expect(said(rendered("flux", [], gates))).toEqual(["DEL001 warning -"]);
  expect(said(rendered("none", [], gates))).toEqual([]);
});

test("a finding leads to the user's own manifest", () => {
  const [found] = rendered("argocd", [policy(wave("-1"))]).findings.filter(isAboutOrder);
  expect(found).toMatchObject({
    place: expect.objectContaining({ line: expect.any(Number) }),
    citation: expect.stringContaining("Argo CD"),
  });
});

test("what platform/ points the engine at is what the orders take for granted", () => {
  const shape = ({ placed }: EngineOrder) =>
    placed.map(({ entry, unit, step, barrier, awaited }) => [
      objectId(entry.object),
      unit,
      step,
      barrier,
      awaited.until,
    ]);
  for (const engine of ["argocd", "flux"] as const) {
    const { plan, snapshots } = rendered(engine, [policy({})]);
    const orderOf = ordersOf(plan, snapshots);
    snapshots.forEach((snapshot, index) => {
      const before = snapshots[index - 1];
      const alone = { before: before?.entries ?? [] };
      const byItself = engine === "argocd" ? argocdOrder(snapshot.entries, alone) : fluxOrder(snapshot.entries, alone);
      expect(shape(orderOf(engine, snapshot, before))).toEqual(shape(byItself));
    });
  }
});

test("orders tell what a step changes", () => {
  const mesh = rendered("flux");
  const [, second] = phaseOrders(mesh);
  const changes = second?.orders.flatMap(({ placed }) => placed.flatMap(({ entry }) => second.changeOf(entry) ?? []));
  expect(new Set(changes)).toEqual(new Set(["new", "changed", "gone"]));
  expect(phaseOrders(mesh, "1").map(({ dir }) => dir)).toEqual([second?.dir]);
  expect(() => phaseOrders(mesh, "99")).toThrow(/has no phase 99/);
});
