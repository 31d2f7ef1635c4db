import { renderMesh } from "../../src/render/render";
import { meshOf, rowOf } from "./change/support";
import { planOf } from "./support";

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
