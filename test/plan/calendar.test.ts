import { clusterCalendar } from "../../src/plan/calendar";
import { names, planOf, verdicts } from "./support";

const jumps = { upgrade: { acceptVendorJumps: ["1.24->1.26", "1.28->1.30"] } };
const openshift = (version: string) => ({ platform: { kind: "openshift" as const, version } });
const way = (line: string, more: object) =>
  names(planOf(line, { ...jumps, ...more } as never)).filter((name) => /^(operator|platform)/.test(name));
const platform = (line: string, more: object) =>
  planOf(line, { ...jumps, ...more } as never).findings.filter(({ rule }) => rule === "PLAT001");

describe("cluster upgrades", () => {
  test("3.0 to 3.4: one, after 3.1 and before 3.2, to the only minor that carries the rest", () => {
    expect(way("openshift ambient 3.0.14 v1.24.6 -> v1.30.3", openshift("4.16"))).toEqual([
      expect.stringMatching(/^operator-3\.1\./),
      "platform-openshift-4.20",
      expect.stringMatching(/^operator-3\.2\./),
      expect.stringMatching(/^operator-3\.3\./),
      expect.stringMatching(/^operator-3\.4\./),
    ]);
    expect(platform("openshift ambient 3.0.14 v1.24.6 -> v1.30.3", openshift("4.16"))).toEqual([]);
  });

  test.each<[why: string, line: string, version: string, expected: string[]]>([
    ["none where the cluster serves the row", "openshift ambient 3.1.11 v1.26.8 -> v1.28.10", "4.20", []],
    [
      "as late as the windows allow",
      "openshift ambient 3.3.6 v1.28.10 -> v1.30.3",
      "4.18",
      ["platform-openshift-4.20"],
    ],
    ["patch releases need none", "openshift ambient 3.3.1 v1.28.4 -> v1.28.5", "4.18", []],
  ])("%s", (_why, line, version, expected) => {
    expect(way(line, openshift(version)).filter((name) => name.startsWith("platform"))).toEqual(expected);
  });

  test("upstream keeps to Istio's own windows, on plain Kubernetes and on OpenShift", () => {
    const kubernetes = { platform: { kind: "kubernetes", version: "1.30" } };
    expect(
      names(planOf("sail ambient 1.30.3 v1.28.10 -> v1.30.3", kubernetes as never)).filter((name) =>
        name.startsWith("platform"),
      ),
    ).toEqual(["platform-kubernetes-1.32"]);
    const plan = planOf("sail ambient 1.30.3 v1.28.10 -> v1.30.3", openshift("4.18"));
    expect(names(plan).filter((name) => name.startsWith("platform"))).toEqual(["platform-openshift-4.19"]);
  });

  test("the phase is by hand, one way, moves nothing, and asks the nodes", () => {
    const plan = planOf("openshift ambient 3.3.6 v1.28.10 -> v1.30.3", { ...jumps, ...openshift("4.18") });
    const index = plan.phases.findIndex(({ kind }) => kind === "platform");
    const phase = plan.phases[index];
    expect(phase).toMatchObject({
      title: "Cluster 4.20",
      changes: [],
      reversible: "one way",
      manual: [{ step: "upgrade-cluster", platform: "openshift", from: "4.18", to: "4.20" }],
    });
    expect(phase?.gates).toContainEqual({ check: "nodes-at", minor: "1.33" });
    expect({ ...phase?.state, platform: "4.18" }).toEqual(plan.phases[index - 1]?.state);
    expect(plan.phases.at(-1)?.state.platform).toBe("4.20");
  });
});

describe("PLAT001", () => {
  test.each<[why: string, line: string, more: object, expected: string[]]>([
    [
      "no cluster is described and none carries the row",
      "openshift ambient 3.0.14 v1.24.6 -> v1.30.3",
      {},
      ["PLAT001 warning"],
    ],
    ["no cluster is described and one carries the row", "openshift ambient 3.1.11 v1.26.8 -> v1.28.10", {}, []],
    [
      "the cluster is too old for what runs",
      "openshift ambient 3.3.6 v1.28.8 -> v1.28.10",
      openshift("4.17"),
      ["PLAT001 warning"],
    ],
    [
      "the cluster is newer than what is named",
      "openshift ambient 3.0.14 v1.24.5 -> v1.24.6",
      openshift("4.20"),
      ["PLAT001 warning", "PLAT001 warning"],
    ],
    [
      "OpenShift Service Mesh on plain Kubernetes",
      "openshift ambient 3.3.6 v1.28.8",
      { platform: { kind: "kubernetes", version: "1.33" } },
      ["PLAT001 warning"],
    ],
  ])("%s", (_why, line, more, expected) => {
    expect(verdicts(platform(line, more))).toEqual(expected);
  });

  test("an error where no cluster carries a stop and the one before; the calendar goes on", () => {
    const window = (min: string, max: string) => [{ what: "x", window: { min, max }, source: "y" }];
    const stops = [
      { stop: "now", bounds: window("4.14", "4.16") },
      { stop: "operator release 2", bounds: window("4.18", "4.20") },
      { stop: "operator release 3", bounds: window("4.16", "4.20") },
    ];
    const { upgrades, misfits } = clusterCalendar(stops, "openshift", "4.15");
    expect(misfits).toMatchObject([{ stop: "operator release 2", cluster: "4.15", is: "too old", already: false }]);
    expect(upgrades).toMatchObject([{ beforeHop: 1, from: "4.15", to: "4.18" }]);
  });
});

describe("what goes with the mesh", () => {
  const kiali = (spec: object) => ({
    apiVersion: "kiali.io/v1alpha1",
    kind: "Kiali",
    metadata: { name: "kiali", namespace: "istio-system" },
    spec,
  });
  const tlsRoute = {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "TLSRoute",
    metadata: { name: "tls", namespace: "shop" },
  };
  const service = { apiVersion: "v1", kind: "Service", metadata: { name: "shop", namespace: "shop" } };

  test.each<[why: string, line: string, carried: object, more: object, expected: string[]]>([
    ["a Kiali without a version", "openshift ambient 3.2.8 v1.27.9 -> v1.28.10", kiali({}), {}, ["PLAT002 warning"]],
    [
      "one of another minor",
      "openshift ambient 3.2.8 v1.27.9 -> v1.28.10",
      kiali({ version: "v2.17" }),
      {},
      ["PLAT002 warning"],
    ],
    ["the right one", "openshift ambient 3.2.8 v1.27.9 -> v1.28.10", kiali({ version: "v2.22" }), {}, []],
    ["no operator moves", "openshift ambient 3.3.6 v1.28.8 -> v1.28.10", kiali({}), {}, []],
    ["upstream publishes no pair", "sail ambient 1.29.2 v1.28.6 -> v1.30.3", kiali({}), {}, []],
    [
      "a kind that the platform does not bring",
      "openshift ambient 3.3.6 v1.28.10",
      tlsRoute,
      openshift("4.20"),
      ["PLAT001 warning"],
    ],
    [
      "a bundle with which istiod does not start",
      "openshift ambient 3.4.0 v1.28.5",
      service,
      openshift("4.23"),
      ["PLAT001 error"],
    ],
    ["one that istiod ignores", "openshift ambient 3.4.1 v1.28.10", tlsRoute, openshift("4.23"), ["PLAT001 warning"]],
    ["and that nobody uses", "openshift ambient 3.4.1 v1.28.10", service, openshift("4.23"), []],
    ["one that it does", "openshift ambient 3.4.1 v1.30.3", tlsRoute, openshift("4.23"), []],
  ])("%s", (_why, line, carried, more, expected) => {
    const { findings } = planOf(line, { ...more, carried: [carried] } as never);
    expect(verdicts(findings).filter((one) => one.startsWith("PLAT"))).toEqual(expected);
  });
});
