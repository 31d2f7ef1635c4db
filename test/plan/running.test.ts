import { meshFromSpec } from "../../src/mesh/defaults";
import type { MeshSpecInput } from "../../src/mesh/schema";
import { isEmittable } from "../../src/plan/plan";
import { controlPlaneVersion, dataPlaneParts, runningVersions } from "../../src/plan/state";
import { fc } from "../support/fast-check";
import { names, planOf, verdicts } from "./support";

type Running = MeshSpecInput["running"];
const ingress = { name: "ingress", namespace: "gateways", kind: "injected" as const };

describe("a row from the middle of an upgrade", () => {
  test.each<[string, string, Running, object, readonly string[], readonly string[]]>([
    [
      "the target is a newer patch: straight on",
      "sail ambient 1.30.3 v1.28.3 -> v1.29.6",
      { controlPlane: "v1.29.2" },
      {},
      ["control-plane-v1.29.6", "cni-v1.29.6", "ztunnel-v1.29.6", "verify-v1.29.6"],
      [],
    ],
    [
      "the same target: what is left of it",
      "sail ambient 1.30.3 v1.28.3 -> v1.29.2",
      { controlPlane: "v1.29.2", cni: "1.29.2" },
      {},
      ["ztunnel-v1.29.2", "verify-v1.29.2"],
      [],
    ],
    [
      "a minor further: the data plane is brought along first",
      "sail ambient 1.30.3 v1.28.3 -> v1.30.3",
      { controlPlane: "v1.29.6" },
      {},
      [
        ...["cni-v1.29.6", "ztunnel-v1.29.6", "verify-v1.29.6"],
        ...["control-plane-v1.30.3", "cni-v1.30.3", "ztunnel-v1.30.3", "verify-v1.30.3"],
      ],
      [],
    ],
    [
      "ztunnel is two minors behind: the way out is planned, and the start is said",
      "sail ambient 1.30.3 v1.30.2 -> v1.30.3",
      { ztunnel: "v1.28.5" },
      {},
      [
        ...["ztunnel-v1.30.2", "verify-v1.30.2"],
        ...["control-plane-v1.30.3", "cni-v1.30.3", "ztunnel-v1.30.3", "verify-v1.30.3"],
      ],
      ["SKEW002 warning"],
    ],
    [
      "ztunnel is ahead: istiod passes it by",
      "sail ambient 1.30.3 v1.28.6 -> v1.29.6",
      { ztunnel: "v1.29.6" },
      {},
      ["control-plane-v1.29.6", "cni-v1.29.6", "verify-v1.29.6"],
      ["SKEW001 warning"],
    ],
    [
      "under OnDelete some nodes have the new ztunnel",
      "sail ambient 1.30.3 v1.28.6 -> v1.29.6",
      { controlPlane: "v1.29.6", cni: "v1.29.6", ztunnel: ["v1.28.6", "v1.29.6"] },
      { ztunnel: { updateStrategy: "OnDelete" } },
      ["restart-ztunnel-v1.29.6", "verify-v1.29.6"],
      [],
    ],
    [
      "sidecars and an injected gateway wait for their restart",
      "openshift sidecar 3.3.6 v1.28.5 -> v1.28.10",
      { controlPlane: "v1.28.10", cni: "v1.28.10" },
      { gateways: [ingress] },
      ["restart-gateways-v1.28.10", "restart-workloads-v1.28.10", "verify-v1.28.10"],
      [],
    ],
    [
      "half of a way down",
      "sail ambient 1.30.3 v1.29.6 -> v1.28.6",
      { ztunnel: "v1.28.6" },
      { upgrade: { accept: ["proxies-ahead"] } },
      ["cni-v1.28.6", "control-plane-v1.28.6", "verify-v1.28.6"],
      [],
    ],
  ])("%s", (_, line, running, more, expected, said) => {
    const plan = planOf(line, { running, ...more });
    expect(names(plan)).toEqual(["baseline", ...expected]);
    expect(verdicts(plan.findings)).toEqual(said);
    expect(isEmittable(plan)).toBe(true);
  });

  test("a start that breaks the rule, without a target, is an error that names the way out", () => {
    const plan = planOf("sail ambient 1.30.3 v1.30.2", { running: { ztunnel: "v1.28.5" } });
    expect(plan.findings.map(({ message, hint }) => [message, hint])).toEqual([
      [
        "as it runs, ztunnel v1.28.5 is more than one minor behind control plane v1.30.2",
        "Write spec.upgrade.to: with the version of the control plane the row brings the data plane there.",
      ],
    ]);
    expect(isEmittable(plan)).toBe(false);
  });

  test("the operator of spec.running is the one in force, and must install what it deploys", () => {
    const plan = planOf("openshift ambient 3.1.1 v1.26.3 -> v1.26.8", { running: { operator: "3.2.6" } });
    expect(plan.phases[0]?.state.operatorRelease).toBe("3.2.6");
    const gone = planOf("sail ambient 1.30.3 v1.30.2 -> v1.30.3", { running: { cni: "v1.26.8" } });
    expect(gone.findings[0]).toMatchObject({ rule: "VER002", path: ["spec", "running", "cni"] });
  });
});

test("gates of the baseline ask for what runs, and not for what is still to be restarted", () => {
  const running = { controlPlane: "v1.28.10", cni: "v1.28.10" };
  const plan = planOf("openshift sidecar 3.3.6 v1.28.5 -> v1.28.10", { running, gateways: [ingress] });
  const asked = (index: number) => plan.phases[index]?.gates.filter(({ check }) => check === "proxy-version").length;
  expect([asked(0), asked(1), asked(2)]).toEqual([0, 1, 1]);
});

describe("what spec.running may not say", () => {
  const problems = (more: object) => {
    try {
      meshFromSpec("test", {
        distribution: "sail",
        dataPlane: "ambient",
        version: "v1.28.3",
        operator: { release: "1.30.3" },
        ...more,
      } as MeshSpecInput);
    } catch (error) {
      return (error as Error).message;
    }
    return "";
  };

  test.each<[object, RegExp]>([
    [{ running: { controlPlane: "v1.29-latest" } }, /exact Istio version/],
    [{ running: { ztunnel: ["v1.28.3", "v1.29.2"] } }, /2 versions of a part that rolls by itself; expected one/],
    [{ running: { ztunnel: ["v1.28.3", "1.28.3"] }, ztunnel: { updateStrategy: "OnDelete" } }, /listed twice/],
    [{ running: { workloads: "v1.29.2" } }, /an ambient mesh has no sidecars/],
    [{ running: { ztunnel: "v1.29.2" }, dataPlane: "sidecar" }, /a sidecar mesh has no ZTunnel/],
    [{ running: { gateways: ["v1.28.3", "v1.29.2"] } }, /rolls by itself/],
    [{ running: { proxies: "v1.28.3" } }, /unknown key/],
  ])("%j", (more, message) => {
    expect(problems(more)).toMatch(message);
  });
});

test("from any start that obeys the rule, every state on the way does, and the row ends at rest", () => {
  const versions = fc.constantFrom("v1.28.3", "v1.28.6", "v1.29.2", "v1.29.6", "v1.30.2");
  const to = fc.constantFrom("v1.28.6", "v1.29.6", "v1.30.3");
  fc.assert(
    fc.property(versions, versions, versions, to, (controlPlane, cni, ztunnel, target) => {
      const plan = planOf(`sail ambient 1.30.3 v1.28.3 -> ${target}`, {
        running: { controlPlane, cni, ztunnel },
        namespaces: [],
        upgrade: { accept: ["proxies-ahead"] },
      });
      const [first, last] = [plan.phases[0], plan.phases.at(-1)];
      fc.pre(first !== undefined && last !== undefined);
      const startBroken = plan.findings.some(({ message }) => message.startsWith("as it runs"));
      expect(verdicts(plan.findings).filter((one) => one.endsWith("error"))).toEqual([]);
      if (!startBroken) expect(plan.proof.filter(({ verdict }) => verdict === "broken")).toEqual([]);
      const end = last?.state;
      for (const part of dataPlaneParts) {
        for (const version of end ? runningVersions(end, part) : []) expect(version).toBe(target);
      }
      expect(end && controlPlaneVersion(end)).toBe(target);
    }),
    { numRuns: 60 },
  );
});
