import { names, planOf, verdicts, waypoint } from "./support";

const virtualService = {
  apiVersion: "networking.istio.io/v1",
  kind: "VirtualService",
  metadata: { name: "reviews", namespace: "bookinfo" },
};

describe("the row goes around versions with known faults", () => {
  test("an operator release without faults, and the target itself has none", () => {
    const plan = planOf("openshift ambient 3.3.6 v1.28.8 -> v1.30.3", {
      upgrade: { acceptVendorJumps: ["1.28->1.30"] },
      waypoints: [waypoint],
    });
    expect(names(plan)).toContain("operator-3.4.3");
    expect(plan.findings.map(({ rule }) => rule)).not.toContain("VER008");
  });

  test("a stop in between is a clean patch, which can mean to raise the operator first; what was avoided is told", () => {
    // 1.29.2 would be the usual choice there; its istiod breaks proxies that are older.
    const plan = planOf("sail ambient 1.29.2 v1.28.6 -> v1.30.3", { waypoints: [waypoint] });
    expect(names(plan).filter((name) => /operator|control/.test(name))).toEqual([
      "operator-1.30.3",
      "control-plane-v1.29.6",
      "control-plane-v1.30.3",
    ]);
    expect(plan.around.map(({ around, faults }) => [around, faults.map(({ id }) => id)])).toEqual([
      ["Istio v1.29.2", ["old-proxies-hashable-string", "cni-concurrent-map", "cni-probe-ipset", "cni-zds-deadlock"]],
    ]);
  });

  test("a fault that is accepted is no reason to go around it", () => {
    const acceptFaults = ["old-proxies-hashable-string", "cni-concurrent-map", "cni-probe-ipset", "cni-zds-deadlock"];
    const plan = planOf("sail ambient 1.29.2 v1.28.6 -> v1.30.3", { waypoints: [waypoint], upgrade: { acceptFaults } });
    expect(names(plan)).toContain("control-plane-v1.29.2");
    expect(plan.around).toEqual([]);
  });

  test("no row is made longer to go around one", () => {
    const plan = planOf("sail ambient 1.26.3 v1.26.3 -> v1.30.3", { waypoints: [waypoint] });
    expect(plan.around).toEqual([]);
    expect(plan.findings.map(({ rule, message }) => [rule, message.split(" has ")[0]])).toEqual([
      ["VER008", "Istio v1.27.5"],
      ["VER008", "Istio v1.28.3"],
    ]);
  });
});

describe("VER008", () => {
  const rulesOf = (line: string, more: object = {}) =>
    verdicts(planOf(line, more as never).findings).filter((one) => one.startsWith("VER008"));

  test.each<[why: string, line: string, more: object, expected: string[]]>([
    [
      "the target restarts gateways with istiod",
      "openshift ambient 3.3.1 v1.28.4 -> v1.28.5",
      { waypoints: [waypoint] },
      ["VER008 warning"],
    ],
    ["a mesh without gateways does not meet that", "openshift ambient 3.3.1 v1.28.4 -> v1.28.5", {}, []],
    ["nothing is said of a clean target", "openshift ambient 3.3.6 v1.28.5 -> v1.28.10", { waypoints: [waypoint] }, []],
    ["nor where nothing moves", "openshift ambient 3.3.1 v1.28.5", { waypoints: [waypoint] }, []],
    [
      "accepted by name",
      "openshift ambient 3.3.1 v1.28.4 -> v1.28.5",
      { waypoints: [waypoint], upgrade: { acceptFaults: ["gateways-restart-with-istiod"] } },
      [],
    ],
    ["only ambient rolls of ztunnel", "sail sidecar 1.29.0 v1.28.4 -> v1.29.0", {}, []],
    [
      "a mesh that carries what the fault needs",
      "sail sidecar 1.30.3 v1.29.6 -> v1.30.2",
      { carried: [virtualService] },
      ["VER008 warning"],
    ],
  ])("%s", (_why, line, more, expected) => {
    expect(rulesOf(line, more)).toEqual(expected);
  });

  test("names each fault, a better version, and how to accept it", () => {
    const [finding] = planOf("sail ambient 1.30.3 v1.29.6 -> v1.30.1", { waypoints: [waypoint] }).findings.filter(
      ({ rule }) => rule === "VER008",
    );
    expect(finding).toMatchObject({
      path: ["spec", "upgrade", "to"],
      message: expect.stringContaining("(cni-zds-deadlock)"),
      hint: expect.stringMatching(
        /^Istio v1\.30\.3 has fewer\. To accept that, write acceptFaults: \[.*cni-zds-deadlock.*\]\.$/,
      ),
    });
    // 1.29.6 knows the filter that 1.30.1 uses: only older proxies break.
    expect(finding?.message).not.toContain("old-proxies-hashable-string");
  });
});
