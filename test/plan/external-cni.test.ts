import type { Check } from "../../src/plan/checks";
import { sharedCniVerdict } from "../../src/plan/skew";
import { names, phaseNamed, planOf, verdicts } from "./support";

const cni = { ownership: "external" } as const;
const minor = "sail sidecar 1.30.3 v1.28.3 -> v1.29.5";
const restarted = (version: string) => [`restart-workloads-${version}`, `verify-${version}`];
const revised = { strategy: "RevisionBased" };

describe("rows beside an IstioCNI that somebody else owns", () => {
  test.each<[string, string, object, readonly string[]]>([
    ["up", minor, { cni }, ["baseline", "control-plane-v1.29.5", ...restarted("v1.29.5")]],
    [
      "up, with a CNI that is there already",
      minor,
      { cni, running: { cni: "v1.29.5" } },
      ["baseline", "control-plane-v1.29.5", ...restarted("v1.29.5")],
    ],
    [
      "down",
      "sail sidecar 1.30.3 v1.29.5 -> v1.28.3",
      { cni, upgrade: { accept: ["proxies-ahead"] } },
      ["baseline", "control-plane-v1.28.3", ...restarted("v1.28.3")],
    ],
    [
      "two minors, with a CNI between",
      "sail sidecar 1.30.3 v1.28.3 -> v1.30.3",
      { cni, running: { cni: "v1.29.5" } },
      ["baseline", "control-plane-v1.29.6", ...restarted("v1.29.6"), "control-plane-v1.30.3", ...restarted("v1.30.3")],
    ],
    [
      "a patch, combined",
      "sail sidecar 1.30.3 v1.28.3 -> v1.28.5",
      { cni, upgrade: { phases: "combined" } },
      ["baseline", "control-plane-v1.28.5", ...restarted("v1.28.5")],
    ],
    [
      "what was left of another one: the CNI is no part of it",
      "sail sidecar 1.30.3 v1.29.5 -> v1.29.6",
      { cni, running: { cni: "v1.28.3" } },
      ["baseline", "control-plane-v1.29.6", ...restarted("v1.29.6")],
    ],
    [
      "RevisionBased",
      minor,
      { cni, upgrade: revised },
      ["baseline", "hold-v1.28.3", "control-plane-v1.29.5", "cohort-1-v1.29.5", "verify-v1.29.5", "clean-up-v1.28.3"],
    ],
    [
      "RevisionBased over two minors at once, with a CNI between",
      "sail sidecar 1.30.3 v1.28.3 -> v1.30.3",
      { cni, running: { cni: "v1.29.5" }, upgrade: revised },
      ["baseline", "hold-v1.28.3", "control-plane-v1.30.3", "cohort-1-v1.30.3", "verify-v1.30.3", "clean-up-v1.28.3"],
    ],
    [
      "RevisionBased, taken back from the middle",
      "sail sidecar 1.30.3 v1.28.3 -> v1.28.3",
      { cni, running: { controlPlane: ["v1.28.3", "v1.29.5"], hold: "v1.28.3" }, upgrade: revised },
      ["baseline", "verify-v1.28.3", "control-plane-v1.28.3", "clean-up-hold"],
    ],
  ])("%s", (_, line, more, expected) => {
    const plan = planOf(line, more);
    expect(names(plan)).toEqual(expected);
    expect(verdicts(plan.findings).filter((one) => one.startsWith("SKEW00") && one.endsWith("error"))).toEqual([]);
    const standing = plan.phases.map(({ state }) => [state.cni, state.cniOwnership]);
    expect(new Set(standing.map((one) => one.join(" "))).size).toBe(1);
    expect(standing[0]?.[1]).toBe("external");
    expect(plan.phases.flatMap(({ changes }) => changes).filter((one) => one.includes("CNI"))).toEqual([]);
  });

  test.each<[string, string, object, string, string]>([
    ["behind", "sail sidecar 1.30.3 v1.28.3 -> v1.30.3", {}, "SKEW002", "v1.30.3"],
    ["ahead", "sail sidecar 1.30.3 v1.29.5 -> v1.28.3", { running: { cni: "v1.30.3" } }, "SKEW001", "v1.28.3"],
    ["behind, RevisionBased", "sail sidecar 1.30.3 v1.28.3 -> v1.30.3", { upgrade: revised }, "SKEW002", "v1.30.3"],
  ])("too far %s: its owner moves first", (_, line, more, rule, version) => {
    const { findings } = planOf(line, {
      cni,
      ...more,
      ...("upgrade" in more ? {} : { upgrade: { accept: ["proxies-ahead"] } }),
    });
    const found = findings.find((one) => one.rule === rule && one.severity === "error");
    expect(found?.message).toMatch(new RegExp(`more than one minor apart from control plane ${version}`));
    expect(found?.hint).toMatch(/^Its owner moves it first/);
    expect(found?.path).toEqual(["spec", "cni", "ownership"]);
  });

  test("too far where the row begins, and no way out of it", () => {
    const { findings } = planOf("sail sidecar 1.30.3 v1.30.2 -> v1.30.3", { cni, running: { cni: "v1.28.3" } });
    const found = findings.filter(({ rule }) => rule === "SKEW002");
    const said = ["error", expect.stringMatching(/^Its owner moves it first/)];
    expect(found.map(({ severity, hint }) => [severity, hint])).toEqual([said, said]);
  });

  test("an operator that does not install what it runs waits for its owner", () => {
    const to = (version: string) =>
      planOf("openshift sidecar 3.2.10 v1.26.3 -> v1.26.3", {
        cni,
        running: { cni: version },
        upgrade: { operator: { release: "3.3.8" }, acceptVendorJumps: ["1.24->1.26"] },
      }).findings.filter(({ rule }) => rule === "VER003");
    const [held] = to("v1.24.3");
    expect([held?.severity, held?.message, held?.hint]).toEqual([
      "error",
      "operator release 3.3.8 does not install v1.24.3, which the IstioCNI of somebody else runs",
      expect.stringMatching(/^Its owner moves it first/),
    ]);
    expect(to("v1.26.2")).toEqual([]);
  });
});

test.each<[string, string, readonly string[], string]>([
  ["v1.28.3", "v1.28.5", [], "ok"],
  ["v1.28.3", "v1.27.3", [], "ok"],
  ["v1.28.3", "v1.29.3", [], "ok"],
  ["v1.28.3", "v1.26.3", [], "behind"],
  ["v1.28.3", "v1.30.3", [], "ahead"],
  ["v1.26.3", "v1.24.3", ["1.24->1.26"], "jump"],
  ["v1.24.3", "v1.26.3", ["1.24->1.26"], "jump"],
])("control plane %s and a shared CNI %s, accepted %j: %s", (controlPlane, other, jumps, verdict) => {
  expect(sharedCniVerdict(controlPlane, other, jumps)).toBe(verdict);
});

describe("what is asked of it", () => {
  const ofCni = (checks: readonly Check[]) => checks.filter((one) => JSON.stringify(one).includes("cni"));
  const versions = (checks: readonly Check[]) =>
    checks.flatMap((one) => (one.check === "only-versions" && one.part.includes("CNI") ? one.versions : []));
  const plan = planOf(minor, { cni: { ...cni, namespace: "net" } });

  test("that it is ready and rolled out, and of no version that is too far away", () => {
    const [baseline] = plan.phases;
    expect(ofCni(baseline?.gates ?? []).map(({ check }) => check)).toEqual([
      "sail-condition",
      "sail-condition",
      "only-versions",
      "rollout",
    ]);
    expect(new Set(versions(baseline?.gates ?? []).map((one) => one.slice(0, 4)))).toEqual(
      new Set(["1.27", "1.28", "1.29"]),
    );
  });

  test("whether it rests is asked last: its owner may move it while a Job waits for its version", () => {
    const asked = plan.phases.map(({ precheck }) => ofCni(precheck).map(({ check }) => check));
    expect(new Set(asked.map((kinds) => kinds.join(" ")))).toEqual(new Set(["only-versions settled"]));
  });

  test("before the control plane moves: nothing that would be left behind by it", () => {
    const asked = (name: string) => new Set(versions(phaseNamed(plan, name).precheck).map((one) => one.slice(0, 4)));
    expect(asked("00-baseline")).toEqual(new Set(["1.27", "1.28", "1.29"]));
    expect(asked("control-plane-v1.29.5")).toEqual(new Set(["1.28", "1.29", "1.30"]));
  });

  test("between two control planes: what both can do with", () => {
    const beside = planOf(minor, { cni, upgrade: revised, namespaces: [{ name: "one" }, { name: "two" }] });
    const asked = versions(phaseNamed(beside, "cohort-1-v1.29.5").precheck);
    expect(new Set(asked.map((one) => one.slice(0, 4)))).toEqual(new Set(["1.28", "1.29"]));
  });

  test("an accepted jump is allowed on both sides", () => {
    const jump = planOf("openshift sidecar 3.1.2 v1.24.3 -> v1.26.3", {
      cni,
      upgrade: { acceptVendorJumps: ["1.24->1.26"] },
    });
    expect(verdicts(jump.findings).filter((one) => one.endsWith("error"))).toEqual([]);
    expect(versions(phaseNamed(jump, "control-plane-v1.26.3").precheck)).toEqual(
      expect.arrayContaining(["1.24.3", "1.24.6", "1.26.3"]),
    );
  });

  test("the operator need not have rendered it", () => {
    const raised = planOf("openshift sidecar 3.1.2 v1.26.3 -> v1.26.3", {
      cni,
      upgrade: { operator: { release: "3.1.12" } },
    });
    const reconciled = phaseNamed(raised, "operator-3.1.12").gates.find(({ check }) => check === "operator-reconciled");
    expect(reconciled).toMatchObject({ parts: [{ image: "istiod" }] });
  });
});
