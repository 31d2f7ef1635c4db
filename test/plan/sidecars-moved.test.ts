import { closingChecks } from "../../src/gates/job/parts";
import type { Phase, Plan } from "../../src/plan/phase";
import { renderMesh } from "../../src/render/render";
import { meshOf, rowOf } from "./change/support";
import { planOf, waypoint } from "./support";

/* A phase that people finish has no closing Job: what they have yet to restart holds the phases after it. */

const gateways = [{ name: "in", namespace: "edge", kind: "injected" as const }];

function asked(): readonly string[] {
  const plan = planOf("sail sidecar 1.30.3 v1.28.3 -> v1.30.3", { namespaces: [{ name: "shop" }], gateways });
  return plan.phases.map(({ dir, precheck }) => {
    const runs = precheck.flatMap((one) =>
      one.check === "sidecars-run" ? [`${one.deployment ?? one.namespace} ${one.versions.join("|")}`] : [],
    );
    return [dir, ...runs].join(", ");
  });
}

test("no phase begins, from either side, while sidecars or injected gateways run what none of its neighbours allows", () => {
  expect(asked()).toEqual([
    "00-baseline",
    "01-control-plane-v1.29.6, in 1.28.3|1.29.6, shop 1.28.3|1.29.6",
    "02-restart-gateways-v1.29.6, in 1.28.3|1.29.6, shop 1.28.3|1.29.6",
    "03-restart-workloads-v1.29.6, in 1.29.6, shop 1.28.3|1.29.6",
    "04-verify-v1.29.6, in 1.29.6|1.30.3, shop 1.29.6|1.30.3",
    "05-control-plane-v1.30.3, in 1.29.6|1.30.3, shop 1.29.6|1.30.3",
    "06-restart-gateways-v1.30.3, in 1.29.6|1.30.3, shop 1.29.6|1.30.3",
    "07-restart-workloads-v1.30.3, in 1.30.3, shop 1.29.6|1.30.3",
    "08-verify-v1.30.3, in 1.30.3, shop 1.30.3",
  ]);
});

describe("a closing Job asks what proxies run", () => {
  const closing = (plan: Plan) =>
    plan.phases.map((phase) => {
      const asks = closingChecks(plan, phase).flatMap((one) =>
        one.check === "proxy-version"
          ? [`${one.proxies.namespace}/${one.proxies.deployment ?? "*"} ${one.version}`]
          : [],
      );
      return [phase.dir, ...asks].join(", ");
    });
  const waypoints = [waypoint];
  const namespaces = [{ name: "shop" }, { name: "edge" }];

  test("of those that istiod rolls", () => {
    expect(closing(planOf("sail ambient 1.30.3 v1.30.0 -> v1.30.3", { waypoints })).slice(0, 3)).toEqual([
      "00-baseline, bookinfo/waypoint 1.30.0",
      "01-control-plane-v1.30.3, bookinfo/waypoint 1.30.3",
      "02-cni-v1.30.3",
    ]);
  });

  test("of those that people restart in the first phase alone, before which no precheck holds on the way back", () => {
    const plan = planOf("sail sidecar 1.30.3 v1.29.6 -> v1.30.3", { namespaces, gateways });
    expect(closing(plan)).toEqual([
      "00-baseline, edge/in 1.29.6, shop/* 1.29.6, edge/* 1.29.6",
      "01-control-plane-v1.30.3",
      "02-restart-gateways-v1.30.3",
      "03-restart-workloads-v1.30.3",
      "04-verify-v1.30.3",
    ]);
    const beside = plan.phases[0]?.gates.filter(
      (one) => one.check === "proxy-version" && one.proxies.namespace === "edge" && one.proxies.except?.join() === "in",
    );
    expect(beside).toHaveLength(1);
  });

  test("also where a phase that moves no proxy comes after it", () => {
    const joins = [{ name: "shop" }, { name: "new", joins: true }];
    const [first] = closing(planOf("sail sidecar 1.30.3 v1.29.6 -> v1.30.3", { namespaces: joins }));
    expect(first).toBe("00-baseline, shop/* 1.29.6");
  });

  test("not where nothing moves: who was never restarted holds no mesh that is only described", () => {
    expect(closing(planOf("sail sidecar 1.30.3 v1.29.6", { namespaces }))).toEqual(["00-baseline"]);
    const { plan } = rowOf(
      meshOf({ dataPlane: "sidecar", namespaces: [{ name: "shop" }] }),
      meshOf({ dataPlane: "sidecar", namespaces: [{ name: "shop" }, { name: "pay" }] }),
    );
    expect(closing(plan).join()).not.toContain("shop/*");
  });

  test("under OnDelete nodes come back before the first phase has settled", () => {
    const plan = planOf("openshift ambient 3.3.1 v1.28.5 -> v1.28.10", {
      ztunnel: { updateStrategy: "OnDelete" },
      running: {
        controlPlane: "v1.28.10",
        cni: "v1.28.10",
        operator: "3.3.6",
      },
    } as object);
    expect(plan.phases[1]?.kind).toBe("ztunnel");
    expect(closingChecks(plan, plan.phases[0] as Phase)).toContainEqual(
      expect.objectContaining({ check: "only-versions", part: "ztunnel", versions: ["1.28.5"] }),
    );
  });
});

test("a row of changes, which moves no version, does not ask for it", () => {
  const sidecar = { dataPlane: "sidecar" as const, namespaces: [{ name: "shop" }] };
  const { plan } = rowOf(meshOf(sidecar), meshOf({ ...sidecar, namespaces: [{ name: "shop" }, { name: "pay" }] }));
  expect(plan.phases).toHaveLength(2);
  expect(plan.phases.flatMap(({ precheck }) => precheck)).not.toContainEqual(
    expect.objectContaining({ check: "sidecars-run" }),
  );
});

test("a proxy of its own stops a row at whose end the istiod that it may be connected to goes", () => {
  const object = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "own", namespace: "edge" },
    spec: { template: { spec: { containers: [{ name: "istio-proxy", image: "istio/proxyv2:1.28.3" }] } } },
  };
  const severity = (updateStrategy: "InPlace" | "RevisionBased") =>
    renderMesh(
      meshOf(
        { dataPlane: "sidecar", version: "v1.28.2", upgrade: { to: "v1.28.3" }, controlPlane: { updateStrategy } },
        [object],
      ),
    ).findings.flatMap((one) => (one.rule === "SKEW005" ? [one.severity] : []));
  expect([severity("InPlace"), severity("RevisionBased")]).toEqual([["warning"], ["error"]]);
});
