import { meshFromSpec } from "../../../src/mesh/defaults";
import type { KubernetesObject } from "../../../src/mesh/mesh";
import type { MeshSpecInput } from "../../../src/mesh/schema";
import type { Check } from "../../../src/plan/checks";
import type { Phase } from "../../../src/plan/phase";
import { planUpgrade } from "../../../src/plan/plan";
import { revisionFaults } from "../../../src/plan/revisions/faults";
import { renderMesh } from "../../../src/render/render";
import { gateway, names } from "../support";

const [a, b] = ["default-v1-28-3", "default-v1-30-3"];

/** A Gateway of class istio, with a label of its own where one is given. */
function publicGateway(rev?: string): KubernetesObject {
  const one = gateway("istio");
  const listeners = [{ name: "http", port: 80, protocol: "HTTP" }];
  return {
    ...one,
    metadata: { name: "public", namespace: "bank", ...(rev !== undefined && { labels: { "istio.io/rev": rev } }) },
    spec: { gatewayClassName: "istio", listeners },
  };
}

function rendered(more: Partial<MeshSpecInput> = {}, carried: KubernetesObject[] = [publicGateway(a)]) {
  const spec = {
    distribution: "sail",
    dataPlane: "sidecar",
    version: "v1.28.3",
    operator: { release: "1.30.3" },
    upgrade: { to: "v1.30.3", strategy: "RevisionBased" },
    namespaces: [{ name: "edge" }, { name: "bank" }],
    delivery: { engine: "flux" },
    ...more,
  } as MeshSpecInput;
  return renderMesh(meshFromSpec("test", spec, { carried }));
}

const all = {
  gateways: [
    { name: "in", namespace: "edge", kind: "injected" as const },
    { name: "other", namespace: "shop", kind: "gateway-api" as const },
    { name: "legacy", namespace: "old", kind: "self-managed" as const, deployment: "legacy-gw" },
  ],
};

function phase(phases: readonly Phase[], name: string): Phase {
  return phases.find(({ dir }) => dir.endsWith(name)) as Phase;
}

/** What is asked of one Deployment: which istiod, and which version. */
function asked(checks: readonly Check[]) {
  return checks.flatMap((one) =>
    one.check === "proxy-version" && one.proxies.deployment
      ? [`${one.proxies.deployment} ${one.version} of ${one.proxies.revision}`]
      : [],
  );
}

test("each kind of gateway moves in a phase of its own, before workloads and never with them", () => {
  const { plan, findings } = rendered(all);
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(names(plan)).toEqual([
    "baseline",
    "hold-v1.28.3",
    "control-plane-v1.30.3",
    "gateways-v1.30.3",
    "gateway-api-v1.30.3",
    "own-gateways-v1.30.3",
    "cohort-1-v1.30.3",
    "verify-v1.30.3",
    "clean-up-v1.28.3",
  ]);
  expect(plan.phases.map(({ state }) => state.gatewayRevisions?.["bank/public"])).toEqual([a, a, a, a, b, b, b, b, b]);
  expect(plan.phases.map(({ state }) => state.inTransit?.gateways ?? state.gateways)).toEqual([
    "v1.28.3",
    "v1.28.3",
    "v1.28.3",
    ["v1.28.3", "v1.30.3"],
    ["v1.28.3", "v1.30.3"],
    "v1.30.3",
    "v1.30.3",
    "v1.30.3",
    "v1.30.3",
  ]);
});

test("a carried Gateway is pinned by its label, whatever upgrade the user's file is from", () => {
  const { snapshots } = rendered({}, [publicGateway("default-v1-27-5")]);
  const labels = snapshots.map(
    ({ entries }) => entries.find(({ object }) => object.kind === "Gateway")?.object.metadata.labels,
  );
  expect(labels.map((one) => one?.["istio.io/rev"])).toEqual([a, a, a, b, b, b, b, b]);
});

test("gates ask the Deployment of the istiod that its gateway names, both ways", () => {
  const { phases } = rendered(all).plan;
  const [api, own] = ["gateway-api-v1.30.3", "own-gateways-v1.30.3"].map((name) => phase(phases, name));
  expect(asked(api?.gates ?? [])).toEqual([`public-istio 1.30.3 of ${b}`, `other-istio 1.30.3 of ${b}`]);
  expect(asked(api?.back ?? [])).toEqual([`public-istio 1.28.3 of ${a}`, `other-istio 1.28.3 of ${a}`]);
  expect(api?.gates).toContainEqual({ check: "gateway-revision", namespace: "bank", name: "public", revision: b });
  expect(asked(own?.gates ?? [])).toEqual([`legacy-gw 1.30.3 of ${b}`]);
  expect(asked(own?.back ?? [])).toEqual([`legacy-gw 1.28.3 of ${a}`]);
  const beside = phase(phases, "control-plane-v1.30.3");
  expect(asked(beside.gates)).toEqual([`public-istio 1.28.3 of ${a}`, `other-istio 1.28.3 of ${a}`]);
});

test("what people do: owners of other Gateways label them, and tell gateways of their own which istiod to ask", () => {
  const { phases } = rendered(all).plan;
  const api = phase(phases, "gateway-api-v1.30.3");
  expect(api.manual).toEqual([{ step: "label-gateway", namespace: "shop", name: "other", revision: b }]);
  expect(api.backManual.after).toEqual([{ step: "label-gateway", namespace: "shop", name: "other", revision: a }]);
  expect(api.reversible).toBe("reversible");
  const own = phase(phases, "own-gateways-v1.30.3");
  const step = { step: "update-gateway", namespace: "old", deployment: "legacy-gw" };
  expect(own.manual).toEqual([{ ...step, version: "v1.30.3", istiod: `istiod-${b}.istio-system.svc:15012` }]);
  expect(own.backManual.after).toEqual([{ ...step, version: "v1.28.3", istiod: `istiod-${a}.istio-system.svc:15012` }]);
  expect(own.reversible).toBe("reversible with restart");
});

test("the workloads of a Gateway's namespace are restarted and asked without it", () => {
  const cohort = phase(rendered().plan.phases, "cohort-2-v1.30.3");
  expect(cohort.manual).toEqual([
    { step: "restart-workloads", namespace: "bank", version: "v1.30.3", except: ["public-istio"] },
  ]);
  expect(cohort.back).toContainEqual({
    check: "proxy-version",
    proxies: { namespace: "bank", except: ["public-istio"], istioNamespace: "istio-system", revision: a },
    version: "1.28.3",
  });
});

test.each<[string, string | undefined, Partial<MeshSpecInput>, RegExp]>([
  ["none, in a namespace of the mesh", undefined, {}, /moves with the label of namespace bank, together with the work/],
  [
    "none, and there is a tag default",
    undefined,
    { namespaces: [], revisionTags: [{ name: "default" }] },
    /the tag default/,
  ],
  ["none, and nothing else names one", undefined, { namespaces: [{ name: "edge" }] }, /no istiod deploys it/],
  ["a tag", "stable", { revisionTags: [{ name: "stable" }] }, /it names stable, and moves when that does/],
])("a carried Gateway that names no revision is an error: %s", (_, rev, more, message) => {
  const found = rendered(more, [publicGateway(rev)]).findings.filter(({ rule }) => rule === "REV011");
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ severity: "error", object: "Gateway/bank/public" });
  expect(found[0]?.message).toMatch(message);
  expect(found[0]?.hint).toContain(`istio.io/rev: ${a}`);
});

test.each<[string, string | undefined, Partial<MeshSpecInput>]>([
  ["a tag", "canary", {}],
  ["the tag of its namespace", undefined, { namespaces: [{ name: "bank", revisionTag: "canary" }] }],
])("in the middle of a move it is to name the revision that it follows already: %s", (_, rev, more) => {
  const midway: Partial<MeshSpecInput> = {
    running: { controlPlane: ["v1.28.3", "v1.30.3"], revisions: { canary: "v1.30.3" } },
    revisionTags: [{ name: "canary" }, { name: "stable" }],
    ...more,
  };
  const hints = (label: string | undefined) =>
    rendered(midway, [publicGateway(label)]).findings.flatMap(({ rule, hint }) => (rule === "REV011" ? [hint] : []));
  expect(hints(rev)).toEqual([expect.stringContaining(`istio.io/rev: ${b},`)]);
  expect(hints("stable")).toEqual([expect.stringContaining(`istio.io/rev: ${a},`)]);
});

test.each([
  ["v1.28.3", ["WPT003"]],
  ["v1.29.6", []],
])("a Gateway that leaves %s drops requests where that has the fault", (version, expected) => {
  const { findings, plan } = rendered({ version }, [publicGateway(`default-${version.replaceAll(".", "-")}`)]);
  expect(phase(plan.phases, "gateway-api-v1.30.3").disruption.includes("empty configuration")).toBe(
    expected.length > 0,
  );
  expect(findings.map(({ rule }) => rule).filter((rule) => rule.startsWith("WPT"))).toEqual(expected);
});

test("the proof looks at gateways: one that asks for what may not be there is a fault", () => {
  const { phases } = rendered().plan;
  const [, hold, beside] = phases as [Phase, Phase, Phase];
  const early = { ...beside.state, gatewayRevisions: { "bank/public": b } };
  expect(revisionFaults({ phase: "x", before: hold.state, after: early })).toEqual([
    `gateway bank/public asks for ${b}, which may not be there`,
  ]);
});

describe("a gateway with a canary", () => {
  const tried = { gateways: [{ name: "in", namespace: "edge", kind: "injected" as const, canary: { replicas: 2 } }] };

  test.each<[string, Partial<MeshSpecInput>, string]>([
    ["labelled namespaces", tried, "namespaces"],
    [
      "namespaces that follow a tag",
      { ...tried, revisionTags: [{ name: "t" }], namespaces: [{ name: "edge", revisionTag: "t" }, { name: "bank" }] },
      "restart",
    ],
  ])("moves by a second Deployment first, then itself, and the second one goes: %s", (_, more, kind) => {
    const { plan, findings } = rendered(more, []);
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    const canary = phase(plan.phases, "gateway-canary-v1.30.3");
    expect(canary.kind).toBe(kind);
    expect(canary.state.workloadsByNamespace?.["edge"]).toEqual(["v1.28.3", "v1.30.3"]);
    expect(canary.manual).toEqual([
      { step: "add-canary", namespace: "edge", deployment: "in", replicas: 2, version: "v1.30.3" },
    ]);
    expect(asked(canary.gates)).toEqual([`in-canary 1.30.3 of ${b}`]);
    const workload = { kind: "Deployment", namespace: "edge", name: "in-canary" };
    expect(canary.gates).toContainEqual({ check: "replicas-ready", workload, replicas: 2 });
    const all = phase(plan.phases, "gateways-v1.30.3");
    expect(all.manual.map(({ step }) => step)).toEqual(["restart-gateway", "remove-canary", "restart-workloads"]);
    // What else runs in its namespace goes with the label; the gateway restarts by itself.
    expect(all.manual).toContainEqual(expect.objectContaining({ step: "restart-workloads", except: ["in"] }));
    expect(asked(all.gates)).toEqual([`in 1.30.3 of ${b}`]);
    expect(all.gates).toContainEqual({
      check: "object-gone",
      kind: "Deployment",
      resource: "deployments.apps",
      namespace: "edge",
      name: "in-canary",
    });
    expect(all.changes).toEqual([]);
  });

  test("on the way back the second Deployment goes, and none comes beside what has moved", () => {
    const { phases } = rendered(tried, []).plan;
    const canary = phase(phases, "gateway-canary-v1.30.3");
    expect(canary.backManual.after.map(({ step }) => step)).toEqual([
      "restart-gateway",
      "remove-canary",
      "restart-workloads",
    ]);
    expect(asked(canary.back)).toEqual([`in 1.28.3 of ${a}`]);
    expect(phase(phases, "/gateways-v1.30.3".slice(1)).backManual.after).toEqual([]);
  });

  test.each<[string, Partial<MeshSpecInput>, RegExp]>([
    [
      "of another kind",
      { gateways: [{ name: "in", namespace: "edge", kind: "gateway-api", canary: { replicas: 1 } }] },
      /only injected ones are moved by a second Deployment/,
    ],
    ["under InPlace", { ...tried, version: "v1.29.6", upgrade: { to: "v1.30.3" } }, /under InPlace there is no second/],
  ])("is refused: %s", (_, more, message) => {
    expect(() => rendered(more, [])).toThrow(message);
  });
});

describe("between upgrades", () => {
  const rests = { version: "v1.30.3", upgrade: undefined, controlPlane: { updateStrategy: "RevisionBased" as const } };
  const meshWith = (one: KubernetesObject) => {
    const { version, controlPlane } = rests;
    const spec = { distribution: "sail", dataPlane: "sidecar", version, controlPlane, operator: { release: "1.30.3" } };
    return meshFromSpec("test", { ...spec, namespaces: [{ name: "bank" }] } as MeshSpecInput, { carried: [one] });
  };

  test.each<[string, KubernetesObject, readonly string[]]>([
    ["the label of an earlier upgrade is no change of the user's", publicGateway(a), ["baseline"]],
    [
      "a listener is",
      {
        ...publicGateway(a),
        spec: { gatewayClassName: "istio", listeners: [{ name: "h", port: 81, protocol: "HTTP" }] },
      },
      ["baseline", "routing"],
    ],
  ])("%s", (_, written, expected) => {
    const plan = planUpgrade({ ...meshWith(written), before: { mesh: meshWith(publicGateway(b)) } });
    expect(names(plan)).toEqual(expected);
  });
});

describe("in the middle of a row", () => {
  const middle = (gatewayRevisions: Record<string, string>): Partial<MeshSpecInput> => ({
    ...all,
    running: {
      controlPlane: ["v1.28.3", "v1.30.3"],
      revisions: { edge: "v1.30.3" },
      workloads: { edge: "v1.30.3" },
      hold: "v1.28.3",
      gatewayRevisions,
    },
  });

  test("gateways that have moved move no more", () => {
    const { plan } = rendered(middle({ "bank/public": "v1.30.3", "shop/other": "v1.30.3" }));
    expect(names(plan)).toEqual([
      "baseline",
      "own-gateways-v1.30.3",
      "cohort-1-v1.30.3",
      "verify-v1.30.3",
      "clean-up-v1.28.3",
    ]);
    expect(plan.phases[0]?.state.inTransit?.gateways).toEqual(["v1.28.3", "v1.30.3"]);
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ["no such gateway", { "bank/publik": "v1.30.3" }, /no gateway bank\/publik[\s\S]*expected one of bank\/public/],
    ["an injected one", { "edge/in": "v1.30.3" }, /no gateway edge\/in[\s\S]*spec\.running\.revisions/],
    ["another version", { "bank/public": "v1.29.6" }, /v1\.29\.6/],
  ])("bad input: %s", (_, said, message) => {
    expect(() => rendered(middle(said))).toThrow(message);
  });
});
