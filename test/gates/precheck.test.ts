import { checkContainer, checkQueries } from "../../src/gates/command";
import { closingChecks } from "../../src/gates/job/parts";
import type { Check } from "../../src/plan/checks";
import { phaseNamed, planOf, waypoint } from "../plan/support";

/** Labels that the charts and istiod put on the workloads themselves, not on their pods, as far as any check could ask for them. */
const workloads = [
  {
    resource: "deployments.apps",
    namespace: "istio-system",
    labels: { app: "istiod", istio: "pilot", "istio.io/rev": "default", "app.kubernetes.io/name": "istiod" },
  },
  {
    resource: "daemonsets.apps",
    namespace: "istio-cni",
    labels: { "k8s-app": "istio-cni-node", "istio.io/rev": "default", "app.kubernetes.io/name": "istio-cni" },
  },
  { resource: "daemonsets.apps", namespace: "ztunnel", labels: { "app.kubernetes.io/name": "ztunnel" } },
  {
    resource: "deployments.apps",
    namespace: "bookinfo",
    labels: {
      "gateway.networking.k8s.io/gateway-name": "waypoint",
      "gateway.istio.io/managed": "istio.io-mesh-controller",
    },
  },
];

const patch = "sail ambient 1.30.3 v1.30.0 -> v1.30.3";
const delivery = { engine: "argocd" } as const;
const plan = planOf(patch, {
  namespaces: [{ name: "bookinfo", waypoint: { name: "waypoint" } }],
  waypoints: [waypoint],
  delivery,
});
const phases = { cni: phaseNamed(plan, "-cni-v1.30.3"), ztunnel: phaseNamed(plan, "-ztunnel-v1.30.3") };

test("a precheck asks each part by labels that its workload carries: kubectl says yes to a label that nothing has", () => {
  const asked = phases.ztunnel.precheck.filter(({ check }) => check === "settled");
  const found = asked.flatMap(checkQueries).map((query) => {
    if (query.ask !== "get") throw new Error("not a get");
    const wanted = (query.selector ?? "").split(",").map((one) => one.split("="));
    return workloads.filter(
      ({ resource, namespace, labels }) =>
        resource === query.resource &&
        namespace === query.namespace &&
        wanted.every(([key = "", value]) =>
          Object.entries(labels).some(([name, has]) => name === key && has === value),
        ),
    ).length;
  });
  expect(found).toEqual([1, 1, 1, 1]);
});

test("the container of a check asks by the same labels as meshstep itself", () => {
  const asked = phases.ztunnel.precheck.filter(({ check }) => check === "settled");
  expect(asked).toHaveLength(4);
  for (const check of asked) {
    const [query] = checkQueries(check);
    expect(checkContainer(check)).toContain(query?.ask === "get" ? query.selector : undefined);
  }
});

const about = (checks: readonly Check[], workload: string) =>
  checks.filter((check) => check.check === "rollout" && check.workload.name === workload).length;

test("a closing Job also asks for what the phase after has given back: its marker must not come while that still rolls", () => {
  const cni = closingChecks(plan, phases.cni);
  expect([about(cni, "istio-cni-node"), about(cni, "ztunnel")]).toEqual([1, 1]);
  expect(cni).toContainEqual(expect.objectContaining({ check: "version-label", version: "1.30.0" }));
  const controlPlane = closingChecks(plan, phaseNamed(plan, "-control-plane-v1.30.3"));
  expect([
    about(controlPlane, "istiod"),
    about(controlPlane, "istio-cni-node"),
    about(controlPlane, "ztunnel"),
  ]).toEqual([1, 1, 0]);
});

test("each thing is asked once, and never for the marker that waits for the Job", () => {
  for (const phase of plan.phases) {
    const asked = closingChecks(plan, phase).map((check) => JSON.stringify(check));
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked.filter((one) => one.includes("phase-applied"))).toEqual([]);
  }
});

test("where people finish the way back, the Job does not wait for them", () => {
  const drained = planOf(patch, { upgrade: { ztunnel: { updateStrategy: "OnDelete" } }, delivery });
  expect(phaseNamed(drained, "-ztunnel-v1.30.3").reversible).toBe("reversible with restart");
  const cni = closingChecks(drained, phaseNamed(drained, "-cni-v1.30.3"));
  expect(cni.filter((check) => JSON.stringify(check).includes('"ztunnel"'))).toEqual([]);
});
