import { closingChecks } from "../../src/gates/job/parts";
import type { Check } from "../../src/plan/checks";
import type { Phase } from "../../src/plan/phase";
import { phaseNamed, planOf } from "./support";

const checksOf = (gates: readonly { check: string }[]) => gates.map((one) => one.check);

test("on the way OLM may only stop where what runs can be installed", () => {
  const plan = planOf("openshift ambient 3.2.8 v1.27.9 -> v1.28.10");
  expect(phaseNamed(plan, "operator-3.3.8").manual).toMatchObject([
    {
      csv: "servicemeshoperator3.v3.3.8",
      // 3.3.0 to 3.3.2 do not have v1.27.9.
      way: ["3.2.8", "3.2.9", "3.2.10", "3.3.3", "3.3.4", "3.3.5", "3.3.6", "3.3.7"].map(
        (one) => `servicemeshoperator3.v${one}`,
      ),
    },
  ]);
});

describe("the operator's phase", () => {
  const operator = (release: string, approval: "Automatic" | "Manual", channel = "stable-3.1") => ({
    operator: { release, subscription: { namespace: "openshift-operators", channel, approval } },
  });
  const raised = (more: object, line = "openshift ambient 3.1.7 v1.26.3 -> v1.26.8") => {
    const { why, disruption, manual } =
      planOf(line, more).phases.find(({ kind }) => kind === "operator") ?? ({} as Partial<Phase>);
    return { why, disruption, manual: manual?.length };
  };
  const hop = { upgrade: { operator: { release: "3.1.12" } } };

  test("is gated until the new operator has rendered every part, and then on the rollouts", () => {
    const plan = planOf("openshift ambient 3.1.1 v1.26.3 -> v1.26.4");
    const { gates } = phaseNamed(plan, "operator-3.1.12");
    expect(checksOf(gates).slice(0, 4)).toEqual([
      "phase-applied",
      "csv-succeeded",
      "operator-reconciled",
      "sail-version",
    ]);
    expect(checksOf(gates).lastIndexOf("rollout")).toBeGreaterThan(3);
    expect(gates[2]).toMatchObject({
      csv: "servicemeshoperator3.v3.1.12",
      namespace: "openshift-operators",
      parts: [
        { release: "default-istiod", image: "istiod", version: "v1.26.3", workload: { name: "istiod" } },
        { release: "istio-cni", image: "cni", workload: { namespace: "istio-cni", name: "istio-cni-node" } },
        { release: "ztunnel", image: "ztunnel", workload: { kind: "DaemonSet", namespace: "ztunnel" } },
      ],
    });
  });

  test("a mesh of another name has releases of that name", () => {
    const plan = planOf("sail sidecar 1.28.3 v1.28.3 -> v1.29.6", {
      controlPlane: { name: "prod", namespace: "mesh" },
    });
    expect(plan.phases[1]?.gates[2]).toMatchObject({
      check: "operator-reconciled",
      parts: [{ release: "prod-istiod", workload: { kind: "Deployment", namespace: "mesh", name: "istiod-prod" } }],
    });
  });

  test("what a pinned catalogue must end at is said, by its name where that is known", () => {
    const subscription = { namespace: "openshift-operators", channel: "stable-3.1", source: "mesh-pinned" };
    const upgrade = { operator: { release: "3.1.2" } };
    const line = "openshift ambient 3.1.1 v1.26.3 -> v1.26.4";
    const why = (operator: object) =>
      planOf(line, { operator: { release: "3.1.1", ...operator }, upgrade }).phases[1]?.why;
    expect(why({ catalog: "pinned", subscription })).toMatch(
      /The catalogue is pinned: CatalogSource mesh-pinned must end at 3\.1\.2 in channel stable-3\.1\.$/,
    );
    expect(why({ catalog: "pinned" })).toMatch(/the CatalogSource that the Subscription follows must end at 3\.1\.2/);
    expect(planOf("openshift ambient 3.1.1 v1.26.3 -> v1.26.4").phases[1]?.why).not.toContain("pinned");
  });

  test("with Automatic approval nobody is asked, and that is said", () => {
    const now = raised({ ...operator("3.1.7", "Automatic"), ...hop });
    expect(now.why).toContain("Approval is Automatic: OLM installs it by itself, on any day, perhaps long before");
    expect(now.manual).toBe(0);
    const next = raised(operator("3.1.11", "Automatic"), "openshift ambient 3.1.11 v1.26.8 -> v1.27.9");
    expect(next.why).toContain("OLM installs it by itself as soon as the new channel is applied");
    expect(raised({ ...operator("3.1.7", "Manual"), ...hop })).toMatchObject({
      manual: 1,
      why: expect.not.stringContaining("Automatic"),
    });
  });

  test.each<[string, string, object, RegExp]>([
    [
      "Sail past 1.29.2 rolls, always",
      "sail ambient 1.28.3 v1.28.3 -> v1.29.6",
      {},
      /and that rolls: istiod, CNI and ztunnel restart .* all at once.*registry\.istio\.io.*\(Sail Operator, image names/,
    ],
    [
      "1.26.3 to 1.28.3 was seen to roll nothing",
      "sail ambient 1.26.3 v1.26.3 -> v1.28.3",
      {},
      /with default values nothing that runs is replaced.*When this hop was run/,
    ],
    ["other hops may", "openshift ambient 3.1.1 v1.26.3 -> v1.26.4", {}, /may restart.*expect a roll\./],
    [
      "images that are known to differ roll",
      "openshift ambient 3.1.7 v1.26.8 -> v1.26.8",
      { operator: { release: "3.1.7", catalog: "pinned" }, upgrade: { operator: { release: "3.1.11" } } },
      /and that rolls: .*3\.1\.11 brings other images of v1\.26\.8 than 3\.1\.7/,
    ],
    [
      "under OnDelete ztunnel waits",
      "openshift ambient 3.3.1 v1.28.5 -> v1.28.10",
      { ztunnel: { updateStrategy: "OnDelete" } },
      /Under OnDelete ztunnel's pods stay until people delete them\.$/,
    ],
  ])("says what rolls: %s", (_name, line, more, words) => {
    expect(planOf(line, more).phases.find(({ kind }) => kind === "operator")?.disruption).toMatch(words);
  });
});

describe("who leads", () => {
  const line = "sail ambient 1.28.3 v1.28.3 -> v1.29.6";
  const asked = (operator: object) => {
    const plan = planOf(line, {
      operator: { release: "1.28.3", ...operator },
      upgrade: { operator: { release: "1.30.3" } },
      delivery: { engine: "argocd" },
    });
    const of = (checks: readonly Check[]) =>
      checks.flatMap((one) =>
        one.check === "operator-leads" || one.check === "csv-succeeded" ? [one.check.split("-")[1]] : [],
      );
    return plan.phases.map((phase) =>
      [phase.kind, ...of(phase.precheck), "|", ...of(phase.gates), "|", ...of(closingChecks(plan, phase))].join(" "),
    );
  };
  const subscription = { namespace: "operators", channel: "stable-1.28" };

  test("is asked before each phase after an operator's, and by hand in the one that comes next", () => {
    expect(asked({ subscription })).toEqual([
      "baseline | |",
      "operator | succeeded |",
      "control-plane leads | leads | leads",
      "cni leads | |",
      "ztunnel leads | |",
      "verify leads | |",
    ]);
  });

  test("with Automatic approval the operator's phase closes by it", () => {
    expect(asked({ subscription: { ...subscription, approval: "Automatic" } })[1]).toBe(
      "operator | succeeded leads | succeeded leads",
    );
  });

  test("without a Subscription in Git it is asked where the operator is said to be, and nowhere else", () => {
    expect(asked({ namespace: "mesh-operator" })[2]).toBe("control-plane leads | leads | leads");
    expect(asked({}).slice(2).join()).not.toContain("leads");
  });

  test("where the operator changes twice, either release may lead between the two", () => {
    const plan = planOf("sail ambient 1.26.3 v1.26.3 -> v1.30.3", {
      operator: { release: "1.26.3", subscription: { ...subscription, channel: "stable-1.26" } },
    });
    const operators = plan.phases.filter(({ kind }) => kind === "operator");
    const last = plan.phases.indexOf(operators[1] as Phase);
    const [check] = plan.phases[last - 1]?.precheck.filter(({ check: kind }) => kind === "operator-leads") ?? [];
    expect(check).toEqual({
      check: "operator-leads",
      namespace: "operators",
      package: "sailoperator",
      releases: operators.map(({ state }) => state.operatorRelease),
    });
  });
});

describe("an operator that Helm installs", () => {
  const helm = { namespace: "sail-operator" };
  const line = "sail ambient 1.28.3 v1.28.3 -> v1.29.0";
  const planned = (more: object = {}, end?: string) =>
    planOf(line, {
      operator: { release: "1.28.3", helm: { ...helm, ...more } },
      ...(end && { upgrade: { operator: { release: end } } }),
      delivery: { engine: "argocd" },
    });
  const kinds = (checks: readonly Check[]) =>
    checks.flatMap((one) => (/^(csv|operator|chart|crds)-/.test(one.check) ? [one.check] : []));

  test("any release of the chart can be had, where OLM offers the head of a channel", () => {
    expect(planned({}, "1.29.0").phases.map(({ dir }) => dir)).toContain("01-operator-1.29.0");
    const byOlm = planOf(line, { upgrade: { operator: { release: "1.29.0" } } });
    expect(byOlm.findings.map(({ rule }) => rule)).toContain("VER009");
    expect(planned({}, "1.29.0").findings.map(({ rule }) => rule)).not.toContain("VER009");
  });

  test("is asked by its lease in every phase, and by its CRDs as soon as it was raised", () => {
    const { phases } = planned();
    expect(phases.slice(0, 4).map(({ kind, precheck, gates }) => [kind, kinds(precheck), kinds(gates)])).toEqual([
      ["baseline", ["chart-leads"], []],
      ["operator", ["chart-leads"], ["crds-accept", "chart-reconciled"]],
      ["control-plane", ["crds-accept", "chart-leads"], ["crds-accept", "chart-leads"]],
      ["cni", ["crds-accept", "chart-leads"], []],
    ]);
    const [, raised, next] = phases;
    const to = raised?.state.operatorRelease;
    // Whichever neighbour the cluster comes from; behind the operator's phase there is one release.
    expect(raised?.precheck.find(({ check }) => check === "chart-leads")).toMatchObject({
      namespace: "sail-operator",
      releases: [{ release: "1.28.3", brings: "v1.28.3" }, { release: to }],
    });
    expect(next?.precheck.find(({ check }) => check === "chart-leads")).toMatchObject({ releases: [{ release: to }] });
    expect(next?.precheck.find(({ check }) => check === "crds-accept")).toMatchObject({
      release: to,
      resources: ["istios", "istiocnis", "ztunnels"],
    });
  });

  test("is raised by whoever installs the chart, and no OLM is asked", () => {
    const installedBy = { kind: "HelmRelease", namespace: "flux-system", name: "sail" } as const;
    expect(planned({ name: "sail", installedBy }).phases[1]?.manual).toEqual([
      {
        step: "raise-chart",
        from: "1.28.3",
        release: planned().phases[1]?.state.operatorRelease,
        namespace: "sail-operator",
        name: "sail",
        repository: "https://istio-ecosystem.github.io/sail-operator",
        installedBy,
      },
    ]);
  });

  test("is not planned downwards either", () => {
    const down = planned({}, "1.28.0").findings.map(({ rule, message }) => `${rule} ${message}`);
    expect(down).toContainEqual(
      expect.stringMatching(/^VER003 .*1\.28\.3 down to 1\.28\.0: an older chart leaves the CRDs/),
    );
  });

  test("does not go back by itself, as its CRDs stay", () => {
    expect(planned().phases[1]).toMatchObject({
      reversible: "one way",
      reversibleBecause: expect.stringContaining("leaves the CRDs of the newer one"),
    });
  });
});
