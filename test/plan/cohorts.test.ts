import { changesFor } from "../../src/plan/brought";
import type { Check } from "../../src/plan/checks";
import type { ManualStep } from "../../src/plan/manual-steps";
import type { Phase } from "../../src/plan/phase";
import { isEmittable } from "../../src/plan/plan";
import { names, phaseNamed, planOf } from "./support";

const request = {
  name: "r",
  from: { namespace: "a", serviceAccount: "b" },
  url: "http://x/",
  expect: { status: 200 },
};
const namespaces = [
  { name: "a" },
  { name: "b" },
  { name: "c" },
  { name: "d" },
  { name: "t", dataPlane: "none" as const },
];
const patch = "openshift sidecar 3.0.1 v1.24.3 -> v1.24.4";
const cohortPlan = (cohorts: string[][] | undefined, line = patch, more: object = {}) =>
  planOf(line, { namespaces, verify: { requests: [request] }, upgrade: { ...(cohorts && { cohorts }) }, ...more });

const restarts = (steps: readonly ManualStep[]) =>
  steps.flatMap((step) => (step.step === "restart-workloads" ? [`${step.namespace} ${step.version}`] : []));
const asked = (checks: readonly Check[]) =>
  checks.flatMap((one) => {
    if (one.check === "proxy-version") return [`${one.proxies.namespace} ${one.version}`];
    return one.check === "request" ? [one.request.name] : [];
  });
const restarted = (phases: readonly Phase[]) =>
  phases.filter(({ kind }) => kind === "restart").map(({ manual }) => restarts(manual).map((one) => one.split(" ")[0]));

describe("who restarts together, and when", () => {
  test.each<[what: string, cohorts: string[][] | undefined, expected: string[][]]>([
    ["without the key everybody in one phase", undefined, [["a", "b", "c", "d"]]],
    ["one after the other", [["a"], ["b"], ["c"], ["d"]], [["a"], ["b"], ["c"], ["d"]]],
    ["in the order of the key, within a cohort too", [["d"], ["c", "a"], ["b"]], [["d"], ["c", "a"], ["b"]]],
    ["what is not named comes last, together, in file order", [["c"]], [["c"], ["a", "b", "d"]]],
    ["one cohort of all", [["a", "b", "c", "d"]], [["a", "b", "c", "d"]]],
  ])("%s", (_, cohorts, expected) => {
    expect(restarted(cohortPlan(cohorts).phases)).toEqual(expected);
  });

  test("phases are numbered, after CNI and before the verification", () => {
    expect(names(cohortPlan([["c"], ["a"]]))).toEqual([
      "baseline",
      ...["control-plane-v1.24.4", "cni-v1.24.4"],
      ...["restart-cohort-1-v1.24.4", "restart-cohort-2-v1.24.4", "restart-cohort-3-v1.24.4"],
      "verify-v1.24.4",
    ]);
    expect(names(cohortPlan(undefined))).toContain("restart-workloads-v1.24.4");
  });

  test("combined phases keep their cohorts", () => {
    const plan = planOf(patch, { namespaces, upgrade: { phases: "combined", cohorts: [["b"]] } });
    expect(restarted(plan.phases)).toEqual([["b"], ["a", "c", "d"]]);
  });

  test("each hop of a longer way has all of them, and so has the way down", () => {
    const up = cohortPlan([["b"]], "sail sidecar 1.30.3 v1.28.3 -> v1.30.3");
    expect(restarted(up.phases)).toEqual([["b"], ["a", "c", "d"], ["b"], ["a", "c", "d"]]);
    const accept = { upgrade: { accept: ["proxies-ahead"], cohorts: [["b"]] } };
    const down = cohortPlan(undefined, "sail sidecar 1.30.3 v1.29.6 -> v1.28.6", accept);
    expect(restarted(down.phases)).toEqual([["b"], ["a", "c", "d"]]);
    expect([up, down].map(isEmittable)).toEqual([true, true]);
  });

  test("gateways restart before the first cohort, on their own", () => {
    const gateways = [{ name: "ingress", namespace: "gw", kind: "injected" as const }];
    expect(names(cohortPlan([["b"]], patch, { gateways })).slice(3, 6)).toEqual([
      "restart-gateways-v1.24.4",
      "restart-cohort-1-v1.24.4",
      "restart-cohort-2-v1.24.4",
    ]);
  });

  test("a namespace that joins is there before any cohort; what began before it joined is finished without it", () => {
    const joining = { namespaces: [{ name: "a" }, { name: "b", joins: true }] };
    const plan = cohortPlan([["b"], ["a"]], "sail sidecar 1.30.3 v1.28.3 -> v1.30.3", {
      ...joining,
      running: { controlPlane: "v1.29.6" },
    });
    expect(restarted(plan.phases)).toEqual([["a"], ["b"], ["a"]]);
    expect(names(plan).indexOf("namespaces")).toBeGreaterThan(names(plan).indexOf("restart-cohort-1-v1.29.6"));
  });
});

describe("what the state of each phase says", () => {
  const plan = cohortPlan([["c"], ["a"]]);
  const both = ["v1.24.3", "v1.24.4"];
  const now = ["v1.24.4"];

  test.each([
    ["baseline", "v1.24.3", undefined, undefined],
    ["control-plane-v1.24.4", "v1.24.3", both, undefined],
    ["restart-cohort-1-v1.24.4", "v1.24.3", both, { a: both, b: both, c: now, d: both }],
    ["restart-cohort-2-v1.24.4", "v1.24.3", both, { a: now, b: both, c: now, d: both }],
    ["restart-cohort-3-v1.24.4", "v1.24.4", undefined, undefined],
    ["verify-v1.24.4", "v1.24.4", undefined, undefined],
  ])("%s", (name, workloads, inTransit, byNamespace) => {
    const { state } = phaseNamed(plan, name);
    expect([state.workloads, state.inTransit?.workloads, state.workloadsByNamespace]).toEqual([
      workloads,
      inTransit,
      byNamespace,
    ]);
  });

  test("what the version brings to running pods is told with each cohort", () => {
    const { phases, mesh } = cohortPlan([["c"]], "sail sidecar 1.28.3 v1.26.8 -> v1.27.5");
    const told = phases.map((phase, index) => {
      const before = phases[index - 1]?.state ?? phase.state;
      return changesFor(before, phase.state, mesh).filter(({ by }) => by === "sidecars").length;
    });
    const [first, second] = phases.flatMap(({ kind }, index) => (kind === "restart" ? [told[index]] : []));
    expect(first).toBeGreaterThan(0);
    expect(second).toBe(first);
    expect(told.filter((count) => count > 0)).toHaveLength(2);
  });

  test("the words name the cohort, and a long one only in part", () => {
    const { title, why, disruption } = phaseNamed(plan, "restart-cohort-1-v1.24.4");
    expect(title).toBe("Restart cohort 1 of 3: c");
    expect(why).toMatch(/only a restart brings those of c to v1\.24\.4\. .* side by side/);
    expect(disruption).toMatch(/^Every workload of c restarts/);
    expect(phaseNamed(cohortPlan([["a", "b", "c", "d"]]), "restart-cohort-1-v1.24.4").title).toBe(
      "Restart cohort 1 of 1: a, b, c and 1 more",
    );
  });
});

describe("gates", () => {
  const plan = cohortPlan([["c"], ["b", "a"]]);

  test.each<[string, string[]]>([
    ["baseline", ["a 1.24.3", "b 1.24.3", "c 1.24.3", "d 1.24.3", "r"]],
    ["control-plane-v1.24.4", ["r"]],
    ["cni-v1.24.4", ["r"]],
    ["restart-cohort-1-v1.24.4", ["c 1.24.4", "r"]],
    ["restart-cohort-2-v1.24.4", ["a 1.24.4", "b 1.24.4", "r"]],
    ["restart-cohort-3-v1.24.4", ["d 1.24.4", "r"]],
    ["verify-v1.24.4", ["a 1.24.4", "b 1.24.4", "c 1.24.4", "d 1.24.4", "r"]],
  ])("%s asks its own namespaces, and traffic", (name, expected) => {
    const { gates, precheck } = phaseNamed(plan, name);
    expect(asked(gates)).toEqual(expected);
    expect(asked(precheck)).toEqual([]);
  });

  test("what is measured is asked after each cohort", () => {
    const slos = [{ name: "errors", query: "x", max: 1 }];
    const prometheus = { namespace: "m", service: "prometheus", port: 9090 };
    const measured = cohortPlan([["c"]], patch, { verify: { prometheus, slos } });
    for (const { kind, gates } of measured.phases) {
      if (kind === "restart") expect(gates.at(-1)).toMatchObject({ check: "slo" });
    }
  });
});

describe("walking back", () => {
  const { phases } = cohortPlan([["c"], ["b", "a"]]);

  test("between cohorts nothing restarts, as istiod would inject the new version again", () => {
    for (const { kind, back, backManual, reversible } of phases) {
      if (kind !== "restart") continue;
      expect([asked(back), backManual, reversible]).toEqual([[], { before: [], after: [] }, "reversible with restart"]);
    }
  });

  test("with the control plane the cohorts restart in reverse: who went first comes back last", () => {
    const { back, backManual } = phases[1] as Phase;
    expect(restarts(backManual.after)).toEqual(["d v1.24.3", "b v1.24.3", "a v1.24.3", "c v1.24.3"]);
    expect(asked(back)).toEqual(["a 1.24.3", "b 1.24.3", "c 1.24.3", "d 1.24.3", "r"]);
  });

  test("without the key they restart in file order", () => {
    const { backManual } = phaseNamed(cohortPlan(undefined), "control-plane-v1.24.4");
    expect(restarts(backManual.after)).toEqual(["a v1.24.3", "b v1.24.3", "c v1.24.3", "d v1.24.3"]);
  });
});

describe("from between two cohorts", () => {
  const running = { controlPlane: "v1.24.4", cni: "v1.24.4", workloads: ["v1.24.3", "v1.24.4"] };

  test.each([
    ["the same target: all cohorts once more, as the list says no namespace", "v1.24.4", []],
    ["another patch: all cohorts go there", "v1.24.6", ["operator-3.0.15", "control-plane-v1.24.6", "cni-v1.24.6"]],
  ])("%s", (_, to, before) => {
    const plan = cohortPlan([["c"]], `openshift sidecar 3.0.1 v1.24.3 -> ${to}`, { running });
    expect(plan.phases[0]?.state.inTransit).toEqual({ workloads: ["v1.24.3", "v1.24.4"] });
    expect(asked(plan.phases[0]?.gates ?? [])).toEqual(["r"]);
    expect(names(plan).slice(1)).toEqual([
      ...before,
      ...[`restart-cohort-1-${to}`, `restart-cohort-2-${to}`, `verify-${to}`],
    ]);
  });
});
