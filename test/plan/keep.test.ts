import { meshFromSpec } from "../../src/mesh/defaults";
import type { MeshSpecInput } from "../../src/mesh/schema";
import { changesFor } from "../../src/plan/brought";
import type { Phase, Plan } from "../../src/plan/phase";
import { names, phaseNamed, planOf, verdicts, waypoint } from "./support";

/** Only OpenShift Service Mesh publishes any. */
const jumps = { acceptVendorJumps: ["1.24->1.26", "1.28->1.30"] };

function keeping(line: string, keepBehaviour: "all" | string[], more: Parameters<typeof planOf>[1] = {}): Plan {
  return planOf(line, {
    ...more,
    upgrade: { ...(line.startsWith("openshift") && jumps), keepBehaviour, ...more.upgrade },
  });
}

const short = ({ changes }: Phase) => changes.map((line) => line.replaceAll("spec.values.", ""));
const keepVerdicts = ({ findings }: Plan) => verdicts(findings.filter(({ rule }) => rule === "VER012"));
const brings = ({ phases, mesh }: Plan, name: string) => {
  const index = phases.findIndex(({ dir }) => dir.endsWith(name));
  const [before, after] = [phases[index - 1], phases[index]] as [Phase, Phase];
  return changesFor(before.state, after.state, mesh).map(({ row, how }) => `${row.id} ${how}`);
};

describe("keepBehaviour: all", () => {
  const plan = keeping("openshift ambient 3.4.1 v1.28.10 -> v1.30.3", "all", { waypoints: [waypoint] });

  test("moves each version with what keeps its old behaviour", () => {
    expect(keepVerdicts(plan)).toEqual([]);
    expect(short(phaseNamed(plan, "control-plane-v1.30.3"))).toEqual(
      expect.arrayContaining([
        "Istio/default spec.version v1.28.10 -> v1.30.3",
        "Istio/default compatibilityVersion (unset) -> 1.28",
      ]),
    );
    expect(short(phaseNamed(plan, "cni-v1.30.3"))).toEqual([
      "IstioCNI/default spec.version v1.28.10 -> v1.30.3",
      "IstioCNI/default cni.ambient.reconcileIptablesOnStartup (unset) -> false",
    ]);
    expect(phaseNamed(plan, "cni-v1.30.3").disruption).not.toContain("reconcileIptablesOnStartup");
  });

  test("lets it go after the verification, one at a time, and nothing is kept at the end", () => {
    const verify = names(plan).indexOf("verify-v1.30.3");
    const changes = plan.phases.slice(verify + 1);
    expect(changes.map(({ kind }) => kind)).toEqual(changes.map(() => "change"));
    expect(changes.map((phase) => short(phase).length)).toEqual(changes.map(() => 1));
    expect(names(plan)).toContain("change-iptables-reconcile-default");
    expect(plan.phases.at(-1)?.state.kept).toBeUndefined();
  });

  test("each brings what it lets in, and the phase that kept it off does not", () => {
    expect(brings(plan, "cni-v1.30.3").join()).not.toContain("iptables-reconcile-default");
    expect(brings(plan, "change-iptables-reconcile-default")).toEqual(
      expect.arrayContaining(["iptables-reconcile-default arrives", "ambient-dns-capture-default spreads"]),
    );
  });

  test("each asks for its object and has a way back of its own", () => {
    const cni = phaseNamed(plan, "change-iptables-reconcile-default");
    expect(cni.reversible).toBe("reversible with restart");
    const asked = (checks: Phase["gates"]) =>
      checks.map((check) => ("resource" in check ? check.resource : check.check));
    expect(asked(cni.gates)).toContain("istiocnis");
    expect(asked(cni.back)).toContain("istiocnis");
    const istio = phaseNamed(plan, "change-circuit-breaker-remaining-metrics");
    expect(istio.reversible).toBe("reversible");
    // The revision has the values only once the operator has seen them on Istio.
    expect(
      asked(istio.gates)
        .filter((one) => one.startsWith("istio"))
        .slice(0, 2),
    ).toEqual(["istios", "istiorevisions"]);
  });
});

test.each<[line: string, keep: "all" | string[], changes: string[]]>([
  [
    "openshift ambient 3.1.11 v1.24.6 -> v1.26.8",
    ["ambient-dns-capture-default"],
    ["change-ambient-dns-capture-default"],
  ],
  ["openshift sidecar 3.1.11 v1.24.6 -> v1.26.8", ["cni-safe-upgrade"], []],
  ["sail ambient 1.30.3 v1.30.3 -> v1.30.3", "all", []],
  ["sail ambient 1.30.3 v1.29.6 -> v1.28.10", "all", []],
])("%s keeping %j ends with %j", (line, keep, changes) => {
  expect(names(keeping(line, keep)).filter((name) => name.startsWith("change-"))).toEqual(changes);
});

test("a profile goes up minor by minor, as far as each lets something in", () => {
  const more = {
    namespaces: [{ name: "bookinfo" }],
    platform: { kind: "kubernetes", version: "1.33" },
    carried: [{ apiVersion: "networking.istio.io/v1", kind: "ServiceEntry", metadata: { name: "a", namespace: "b" } }],
  } as Parameters<typeof planOf>[1];
  const plan = keeping("sail sidecar 1.28.3 v1.26.8 -> v1.30.3", "all", more);
  const steps = plan.phases.filter(({ kind }) => kind === "change").flatMap(short);
  expect(steps.filter((line) => line.includes("compatibilityVersion"))).toEqual([
    "Istio/default compatibilityVersion 1.26 -> 1.27",
    "Istio/default compatibilityVersion 1.27 -> 1.28",
    "Istio/default compatibilityVersion 1.28 -> 1.29",
    "Istio/default compatibilityVersion 1.29 -> (unset)",
  ]);
  expect(names(plan)).toContain("change-native-sidecars-default");
});

test.each<[why: string, line: string, keep: "all" | string[], more: object, expected: string[]]>([
  ["the profile is gone from the charts", "openshift ambient 3.1.11 v1.24.6 -> v1.28.10", "all", {}, ["VER012 error"]],
  [
    "the operator does not serve the value",
    "openshift ambient 3.1.11 v1.24.6 -> v1.26.8",
    ["cni-host-network-off"],
    {},
    ["VER012 error"],
  ],
  [
    "no version brings it",
    "sail ambient 1.30.3 v1.29.6 -> v1.30.3",
    ["ambient-dns-capture-default"],
    {},
    ["VER012 warning"],
  ],
  [
    "values decide already",
    "openshift ambient 3.1.11 v1.24.6 -> v1.26.8",
    ["ambient-dns-capture-default"],
    { cni: { values: { cni: { ambient: { dnsCapture: false } } } } },
    ["VER012 warning"],
  ],
  [
    "a profile of the user's own is not in the charts of what runs",
    "sail ambient 1.30.3 v1.28.10 -> v1.29.6",
    ["iptables-reconcile-default"],
    { controlPlane: { values: { compatibilityVersion: "1.28" } } },
    ["VER012 error"],
  ],
  ["everything is there", "sail ambient 1.30.3 v1.28.10 -> v1.30.3", ["iptables-reconcile-default"], {}, []],
])("VER012: %s", (_why, line, keep, more, expected) => {
  expect(keepVerdicts(keeping(line, keep, more))).toEqual(expected);
});

describe("what is kept as it runs", () => {
  const running = (kept: Record<string, string | boolean>, to = "v1.30.3") =>
    planOf(`sail ambient 1.30.3 v1.30.3 -> ${to}`, { running: { kept } } as Parameters<typeof planOf>[1]);

  test("is let go without a version that moves", () => {
    const plan = running({ "IstioCNI.spec.values.cni.ambient.reconcileIptablesOnStartup": false });
    expect(names(plan)).toEqual(["baseline", "change-iptables-reconcile-default"]);
  });

  test("goes with the version that would not know it on the way down", () => {
    const plan = running({ "Istio.spec.values.compatibilityVersion": "1.29" }, "v1.29.6");
    expect(phaseNamed(plan, "control-plane-v1.29.6").state.kept).toBeUndefined();
    expect(keepVerdicts(plan)).toEqual([]);
  });
});

describe("input", () => {
  const problems = (more: object): string => {
    try {
      meshFromSpec("test", {
        distribution: "sail",
        dataPlane: "ambient",
        version: "v1.28.10",
        operator: { release: "1.30.3" },
        ...more,
      } as MeshSpecInput);
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  };
  const keep = (...keepBehaviour: string[]) => ({ upgrade: { to: "v1.30.3", keepBehaviour } });
  const kept = (path: string, more = {}) => ({ running: { kept: { [path]: "x" } }, ...more });

  test.each<[more: object, problem: RegExp]>([
    [keep("iptables-reconcile-defaults"), /did you mean iptables-reconcile-default/],
    [keep("circuit-breaker-remaining-metrics", "circuit-breaker-remaining-metrics"), /twice/],
    [keep("cni-zds-deadlock"), /nothing is known that keeps/],
    [keep("debug-endpoint-auth"), /names that only you know/],
    [keep("cni-reboot-loses-rules"), /only eases it/],
    [{ upgrade: { to: "v1.30.3", keepBehaviour: "some" } }, /spec\.upgrade\.keepBehaviour/],
    [kept("Istio.spec.values.pilot.env.MINE"), /no change of the ledger is kept off/],
    [kept("pilot.env.MINE"), /expected a path such as/],
    [
      kept("Istio.spec.values.compatibilityVersion", { controlPlane: { values: { compatibilityVersion: "1.27" } } }),
      /stands under values, too/,
    ],
    [kept("IstioCNI.spec.values.cni.ambient.dnsCapture", { dataPlane: "sidecar" }), /has no IstioCNI/],
  ])("%j", (more, problem) => {
    expect(problems(more)).toMatch(problem);
  });

  test("a row that can be kept is fine", () => {
    expect(problems(keep("iptables-reconcile-default"))).toBe("");
  });
});
