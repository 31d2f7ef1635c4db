import { gateway, phaseNamed, planOf, waypoint } from "./support";

const ambientPatch = () => planOf("openshift ambient 3.3.1 v1.28.4 -> v1.28.5", { waypoints: [waypoint] });
const checksOf = (gates: readonly { check: string }[]) => gates.map((one) => one.check);

describe("states", () => {
  test("waypoints follow the control plane, CNI and ZTunnel do not", () => {
    const { state } = phaseNamed(ambientPatch(), "control-plane-v1.28.5");
    expect(state).toMatchObject({ waypoints: "v1.28.5", cni: "v1.28.4", ztunnel: "v1.28.4" });
    expect(state.controlPlanes).toEqual([{ istio: "default", revision: "default", version: "v1.28.5" }]);
  });

  test("sidecars are in transit until their restart", () => {
    const plan = planOf("openshift sidecar 3.0.1 v1.24.3 -> v1.24.4");
    expect(phaseNamed(plan, "control-plane-v1.24.4").state.inTransit).toEqual({ workloads: ["v1.24.3", "v1.24.4"] });
    expect(phaseNamed(plan, "restart-workloads-v1.24.4").state).toMatchObject({ workloads: "v1.24.4" });
    expect(phaseNamed(plan, "restart-workloads-v1.24.4").state.inTransit).toBeUndefined();
  });

  test("ZTunnel's API version moves in the phase after the operator that serves it", () => {
    const plan = planOf("sail ambient 1.27.3 v1.27.3 -> v1.28.3");
    const api = plan.phases.map((phase) => [phase.kind, phase.state.ztunnelApiVersion]);
    expect(api.slice(0, 3)).toEqual([
      ["baseline", "v1alpha1"],
      ["operator", "v1alpha1"],
      ["control-plane", "v1"],
    ]);
    expect(phaseNamed(plan, "control-plane-v1.28.3").changes).toEqual([
      "Istio/default spec.version v1.27.3 -> v1.28.3",
      "ZTunnel/default apiVersion sailoperator.io/v1alpha1 -> sailoperator.io/v1",
    ]);
  });

  test("an operator hop changes the channel only when that names a minor", () => {
    const channels = (line: string, channel: string) =>
      planOf(line, {
        operator: { release: line.split(" ")[2] ?? "", subscription: { namespace: "openshift-operators", channel } },
        upgrade: { acceptVendorJumps: ["1.28->1.30"] },
      }).phases.map((phase) => phase.state.channel);
    expect(channels("openshift ambient 3.1.11 v1.26.8 -> v1.27.9", "stable-3.1").slice(0, 2)).toEqual([
      "stable-3.1",
      "stable-3.2",
    ]);
    expect(new Set(channels("openshift ambient 3.3.6 v1.28.10 -> v1.30.3", "stable"))).toEqual(new Set(["stable"]));
  });
});

describe("manual steps", () => {
  test("an operator without a Subscription in Git is raised by hand", () => {
    const plan = planOf("openshift ambient 3.1.1 v1.26.3 -> v1.26.4");
    expect(phaseNamed(plan, "operator-3.1.12").manual).toEqual([
      {
        step: "raise-operator",
        csv: "servicemeshoperator3.v3.1.12",
        namespace: "openshift-operators",
        subscription: "servicemeshoperator3",
        release: "3.1.12",
        channel: "stable-3.1",
        catalog: "head",
        way: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((patch) => `servicemeshoperator3.v3.1.${patch}`),
      },
    ]);
  });

  test.each([
    ["Manual", ["approve-install-plan"]],
    ["Automatic", []],
  ] as const)("a Subscription in Git with %s approval needs %j", (approval, steps) => {
    const plan = planOf("openshift ambient 3.1.1 v1.26.3 -> v1.26.4", {
      operator: {
        release: "3.1.1",
        subscription: { namespace: "openshift-operators", channel: "stable-3.1", approval },
      },
    });
    expect(phaseNamed(plan, "operator-3.1.12").manual.map((one) => one.step)).toEqual(steps);
  });

  test("OnDelete: nodes are drained in a phase after ZTunnel's, and only there must all be replaced", () => {
    const plan = planOf("openshift ambient 3.3.1 v1.28.4 -> v1.28.5", {
      upgrade: { ztunnel: { updateStrategy: "OnDelete" } },
    });
    expect(phaseNamed(plan, "ztunnel-v1.28.5").state.inTransit).toEqual({ ztunnel: ["v1.28.4", "v1.28.5"] });
    const withReplaced = plan.phases.filter((phase) => checksOf(phase.gates).includes("nodes-replaced"));
    expect(withReplaced.map((phase) => phase.dir)).toEqual(["05-restart-ztunnel-v1.28.5"]);
    expect(withReplaced[0]?.manual).toEqual([{ step: "drain-nodes", ztunnelNamespace: "ztunnel", version: "v1.28.5" }]);
    const ztunnelRollouts = plan.phases.flatMap((phase) =>
      phase.gates.filter(
        (gate) => gate.check === "rollout" && gate.workload.name === "ztunnel" && phase.dir !== "00-baseline",
      ),
    );
    expect(ztunnelRollouts).toEqual([]);
  });
});

describe("gates", () => {
  test("every phase begins with the marker that names it", () => {
    const { phases } = ambientPatch();
    expect(phases.map(({ gates }) => gates[0])).toEqual(
      phases.map(({ dir }) => ({
        check: "phase-applied",
        byHand: true,
        namespace: "istio-system",
        name: "meshstep-test",
        phase: dir,
      })),
    );
  });

  test("settings of ztunnel come one by one, the grace period first, and are looked for on the DaemonSet", () => {
    const plan = planOf("openshift ambient 3.3.1 v1.28.4 -> v1.28.5", {
      upgrade: { ztunnel: { terminationGracePeriodSeconds: 300, updateStrategy: "OnDelete" } },
    });
    const fields = plan.phases
      .filter((phase) => phase.kind === "prepare")
      .map(({ gates }) => gates.flatMap((gate) => (gate.check === "workload-field" ? [[gate.field, gate.value]] : [])));
    expect(fields).toEqual([
      [["spec.template.spec.terminationGracePeriodSeconds", "300"]],
      [["spec.updateStrategy.type", "OnDelete"]],
    ]);
  });

  test("every wait for a Sail object is followed by its child's version and rollout", () => {
    for (const { kind, gates } of ambientPatch().phases) {
      if (!["control-plane", "cni", "ztunnel"].includes(kind)) continue;
      const kinds = checksOf(gates);
      expect(kinds.indexOf("version-label")).toBeGreaterThan(kinds.lastIndexOf("sail-condition"));
      expect(kinds.indexOf("rollout")).toBe(kinds.indexOf("version-label") + 1);
    }
  });

  test("health of the whole mesh is asked only where every part is at its place", () => {
    const asked = ambientPatch().phases.filter((phase) => checksOf(phase.gates).includes("mesh-healthy"));
    expect(asked.map((phase) => phase.kind)).toEqual(["verify"]);
  });

  test("walking back asks for what the phase had moved, at the version that it came from", () => {
    const { phases } = ambientPatch();
    const back = phaseNamed(ambientPatch(), "ztunnel-v1.28.5").back;
    expect(checksOf(back)).toEqual([
      "phase-applied",
      "sail-condition",
      "sail-condition",
      "version-label",
      "rollout",
      "only-versions",
    ]);
    expect(back).toContainEqual(expect.objectContaining({ check: "only-versions", versions: ["1.28.4"] }));
    expect(phases.map(({ kind, back }) => [kind, back.length > 1])).toEqual([
      ["baseline", false],
      ["control-plane", true],
      ["cni", true],
      ["ztunnel", true],
      ["verify", false],
    ]);
  });

  test.each<[what: string, controlPlane: object, replicas: number | undefined]>([
    ["by the key", { highAvailability: { minReplicas: 3 } }, 3],
    [
      "by the key, without an autoscaler",
      { highAvailability: { minReplicas: 2 }, values: { pilot: { autoscaleEnabled: false } } },
      2,
    ],
    ["by values", { values: { pilot: { autoscaleMin: 4 } } }, 4],
    ["by the count of the Deployment", { values: { pilot: { autoscaleEnabled: false, replicaCount: 2 } } }, 2],
    ["by nobody", {}, undefined],
  ])(
    "before a control plane moves, so many istiods are ready as were asked for: %s",
    (_what, controlPlane, replicas) => {
      const plan = planOf("openshift ambient 3.3.1 v1.28.4 -> v1.28.5", { controlPlane });
      const asked = plan.phases.flatMap(({ kind, gates }) =>
        gates.flatMap((gate) => (gate.check === "replicas-ready" ? [[kind, gate.replicas]] : [])),
      );
      expect(asked).toEqual(
        replicas === undefined
          ? []
          : [
              ["baseline", replicas],
              ["verify", replicas],
            ],
      );
    },
  );

  test.each<[string, string, object, readonly string[]]>([
    ["once for each minor", "sail sidecar 1.30.3 v1.28.3 -> v1.30.3", {}, ["baseline 1.28", "verify 1.29"]],
    ["not for a patch", "sail sidecar 1.30.3 v1.30.1 -> v1.30.3", {}, []],
    ["not down", "sail sidecar 1.30.3 v1.30.3 -> v1.29.2", {}, []],
    [
      "not beside the old control plane",
      "sail sidecar 1.30.3 v1.29.2 -> v1.30.3",
      { upgrade: { strategy: "RevisionBased" } },
      [],
    ],
  ])("before istiod goes up a minor, all that are connected to it are asked: %s", (_what, line, more, expected) => {
    const asked = planOf(line, more).phases.flatMap(({ kind, gates }) =>
      gates.flatMap((gate) => (gate.check === "connected-proxies" ? [`${kind} ${gate.minor}`] : [])),
    );
    expect(asked).toEqual(expected);
  });

  test("requests are asked in the baseline, and after every phase that moves a part that carries traffic", () => {
    const plan = planOf("openshift ambient 3.3.1 v1.28.4 -> v1.28.5", {
      verify: {
        requests: [
          { name: "r", from: { namespace: "a", serviceAccount: "b" }, url: "http://x/", expect: { status: 200 } },
        ],
      },
      waypoints: [waypoint],
    });
    const asked = plan.phases.filter(({ gates }) => gates.some((gate) => gate.check === "request"));
    expect(asked.map(({ kind }) => kind)).toEqual(["baseline", "control-plane", "cni", "ztunnel", "verify"]);
  });

  test("a precheck allows the versions of the phase and of both neighbours, and no others", () => {
    const allowed = (name: string) =>
      phaseNamed(ambientPatch(), name).precheck.flatMap((check) =>
        check.check === "only-versions" ? [[check.part, check.versions.join()]] : [],
      );
    expect(allowed("cni-v1.28.5")).toEqual([
      ["istiod", "1.28.5"],
      ["the CNI plugin", "1.28.4,1.28.5"],
      ["ztunnel", "1.28.4,1.28.5"],
    ]);
    expect(allowed("verify-v1.28.5")).toEqual([
      ["istiod", "1.28.5"],
      ["the CNI plugin", "1.28.5"],
      ["ztunnel", "1.28.5"],
    ]);
  });

  test("Gateways that istiod deploys are waited for, the user's own too", () => {
    const plan = planOf("openshift ambient 3.3.1 v1.28.4 -> v1.28.5", {
      carried: [gateway("istio"), gateway("nginx")],
    });
    const rolled = phaseNamed(plan, "control-plane-v1.28.5").gates.flatMap((gate) =>
      gate.check === "rollout" ? [gate.workload.name] : [],
    );
    expect(rolled).toEqual(["istiod", "edge-istio-istio"]);
    expect(phaseNamed(plan, "control-plane-v1.28.5").state).toMatchObject({ gateways: "v1.28.5" });
    expect(phaseNamed(plan, "control-plane-v1.28.5").state.waypoints).toBeUndefined();
  });

  test("istiod is named after the revision, unless that is default", () => {
    const deployments = (name: string) =>
      phaseNamed(
        planOf("sail sidecar 1.30.3 v1.29.6 -> v1.30.3", { controlPlane: { name } }),
        "control-plane-v1.30.3",
      ).gates.flatMap((gate) => ("workload" in gate ? [gate.workload.name] : []));
    expect(new Set(deployments("default"))).toEqual(new Set(["istiod"]));
    expect(new Set(deployments("prod"))).toEqual(new Set(["istiod-prod"]));
  });
});

describe("going back", () => {
  const grades = (line: string, more: object = {}) =>
    Object.fromEntries(planOf(line, more).phases.map((phase) => [phase.kind, phase.reversible]));

  test("an operator is one way, a patch is not", () => {
    expect(grades("openshift ambient 3.1.1 v1.26.3 -> v1.26.4", { waypoints: [waypoint] })).toEqual({
      baseline: "reversible",
      operator: "one way",
      "control-plane": "reversible",
      cni: "reversible",
      ztunnel: "reversible",
      verify: "reversible",
    });
  });

  test("a minor leaves the waypoints ahead where istiod has rolled them, and the reason names the state", () => {
    const plan = planOf("openshift ambient 3.3.1 v1.27.8 -> v1.28.5", { waypoints: [waypoint] });
    const { reversible, reversibleBecause } = phaseNamed(plan, "control-plane-v1.28.5");
    expect(reversible).toBe("reversible, proxies ahead while they roll");
    expect(reversibleBecause).toMatch(/waypoint v1\.28\.5 is ahead of control plane v1\.27\.8/);
    expect(grades("openshift ambient 3.3.1 v1.27.8 -> v1.28.5")["control-plane"]).toBe("reversible");
  });

  test("OnDelete: going back has people replace the nodes again, before the control plane goes back under them", () => {
    const plan = planOf("sail ambient 1.29.2 v1.28.6 -> v1.29.2", {
      upgrade: { ztunnel: { updateStrategy: "OnDelete" } },
    });
    expect(phaseNamed(plan, "01-prepare-ztunnel").reversible).toBe("reversible");
    expect(phaseNamed(plan, "control-plane-v1.29.2").reversible).toBe("reversible");
    const { back } = phaseNamed(plan, "04-ztunnel-v1.29.2");
    expect(back).toContainEqual(expect.objectContaining({ check: "only-versions", versions: ["1.28.6"] }));
    expect(checksOf(back)).toContain("nodes-replaced");
    for (const name of ["05-restart-ztunnel-v1.29.2", "04-ztunnel-v1.29.2"]) {
      expect(phaseNamed(plan, name).reversible).toBe("reversible with restart");
    }
  });

  test("restarts are undone by restarts", () => {
    expect(grades("openshift sidecar 3.0.1 v1.24.3 -> v1.24.4").restart).toBe("reversible with restart");
  });
});

test("equal meshes have equal plan hashes, others do not", () => {
  const hash = (to: string) => planOf(`openshift ambient 3.3.1 v1.28.4 -> ${to}`).hash;
  expect(hash("v1.28.5")).toBe(hash("1.28.5"));
  expect(hash("v1.28.5")).not.toBe(hash("v1.28.4"));
});
