import { App, Chart } from "cdk8s";
import { IstioRevisionTag } from "../../../src/constructs/istio-revision-tag";
import { meshFromSpec } from "../../../src/mesh/defaults";
import type { MeshSpecInput } from "../../../src/mesh/schema";
import { renderMesh } from "../../../src/render/render";
import { names, planOf } from "../support";

const ossm = "openshift sidecar 3.0.1 v1.24.3 -> v1.24.4";
const sail = "sail sidecar 1.30.3 v1.28.3 -> v1.30.3";
const revised = { upgrade: { strategy: "RevisionBased" } };
const a = "default-v1-24-3";
const b = "default-v1-24-4";

/** A RevisionBased mesh in one line, as its phases and snapshots. */
function rendered(spec: Partial<MeshSpecInput>) {
  const base = {
    distribution: "openshift",
    dataPlane: "sidecar",
    version: "v1.24.3",
    operator: { release: "3.0.1" },
    upgrade: { to: "v1.24.4", strategy: "RevisionBased" },
    delivery: { engine: "flux" },
  };
  return renderMesh(meshFromSpec("test", { ...base, ...spec } as MeshSpecInput));
}

describe("rows under RevisionBased", () => {
  test.each<[string, string, object, readonly string[]]>([
    [
      "without tags: the label of each namespace moves, one after the other",
      ossm,
      { namespaces: [{ name: "one" }, { name: "two" }] },
      [
        "baseline",
        "hold-v1.24.3",
        "control-plane-v1.24.4",
        "cni-v1.24.4",
        "cohort-1-v1.24.4",
        "cohort-2-v1.24.4",
        "verify-v1.24.4",
        "clean-up-v1.24.3",
      ],
    ],
    [
      "with a tag: it moves, and then pods restart",
      ossm,
      { revisionTags: [{ name: "default" }], namespaces: [{ name: "one", revisionTag: "default" }] },
      [
        "baseline",
        "hold-v1.24.3",
        "control-plane-v1.24.4",
        "cni-v1.24.4",
        "tag-default-v1.24.4",
        "restart-cohort-1-v1.24.4",
        "verify-v1.24.4",
        "clean-up-v1.24.3",
      ],
    ],
    [
      "two tags are two cohorts, the canary first",
      ossm,
      {
        revisionTags: [{ name: "canary" }, { name: "stable" }],
        namespaces: [
          { name: "one", revisionTag: "stable" },
          { name: "two", revisionTag: "canary" },
        ],
      },
      [
        "baseline",
        "hold-v1.24.3",
        "control-plane-v1.24.4",
        "cni-v1.24.4",
        "tag-canary-v1.24.4",
        "restart-cohort-1-v1.24.4",
        "tag-stable-v1.24.4",
        "restart-cohort-2-v1.24.4",
        "verify-v1.24.4",
        "clean-up-v1.24.3",
      ],
    ],
    [
      "one tag, and cohorts that restart one after the other",
      ossm,
      {
        upgrade: { cohorts: [["two"]] },
        revisionTags: [{ name: "stable" }],
        namespaces: [
          { name: "one", revisionTag: "stable" },
          { name: "two", revisionTag: "stable" },
        ],
      },
      [
        "baseline",
        "hold-v1.24.3",
        "control-plane-v1.24.4",
        "cni-v1.24.4",
        "tag-stable-v1.24.4",
        "restart-cohort-1-v1.24.4",
        "restart-cohort-2-v1.24.4",
        "verify-v1.24.4",
        "clean-up-v1.24.3",
      ],
    ],
    [
      "a tag that nobody follows moves too",
      ossm,
      { revisionTags: [{ name: "spare" }], namespaces: [{ name: "one" }] },
      [
        "baseline",
        "hold-v1.24.3",
        "control-plane-v1.24.4",
        "cni-v1.24.4",
        "tag-spare-v1.24.4",
        "cohort-1-v1.24.4",
        "verify-v1.24.4",
        "clean-up-v1.24.3",
      ],
    ],
    [
      "two minors at once: the CNI plugin stops between them; gateways come before workloads",
      sail,
      {
        cni: {},
        upgrade: { cohorts: [["canary"], ["bank", "pay"]] },
        namespaces: [{ name: "ingress" }, { name: "canary" }, { name: "bank" }, { name: "pay" }],
        gateways: [{ name: "ingress", namespace: "ingress", kind: "injected" }],
      },
      [
        "baseline",
        "hold-v1.28.3",
        "control-plane-v1.30.3",
        "cni-v1.29.6",
        "gateways-v1.30.3",
        "cohort-1-v1.30.3",
        "cohort-2-v1.30.3",
        "cni-v1.30.3",
        "verify-v1.30.3",
        "clean-up-v1.28.3",
      ],
    ],
    [
      "three minors are two hops",
      "sail sidecar 1.29.2 v1.27.8 -> v1.30.3",
      {},
      [
        "baseline",
        "hold-v1.27.8",
        "control-plane-v1.29.2",
        "cohort-1-v1.29.2",
        "verify-v1.29.2",
        "clean-up-v1.27.8",
        "operator-1.30.3",
        "hold-v1.29.2",
        "control-plane-v1.30.3",
        "cohort-1-v1.30.3",
        "verify-v1.30.3",
        "clean-up-v1.29.2",
      ],
    ],
    [
      "without CNI nothing stops between",
      sail,
      {},
      ["baseline", "hold-v1.28.3", "control-plane-v1.30.3", "cohort-1-v1.30.3", "verify-v1.30.3", "clean-up-v1.28.3"],
    ],
  ])("%s", (_, line, more, expected) => {
    const { upgrade, ...rest } = more as { upgrade?: object };
    const plan = planOf(line, { ...rest, upgrade: { ...revised.upgrade, ...upgrade } });
    expect(plan.findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(names(plan)).toEqual(expected);
    expect(plan.proof.filter(({ verdict }) => verdict !== "ok")).toEqual([]);
  });
});

test("what the snapshots hold: the strategy, tags that name a revision, a hold that may be pruned, labels by a Job", () => {
  const { plan, snapshots } = rendered({
    revisionTags: [{ name: "stable" }],
    namespaces: [{ name: "one" }, { name: "two", revisionTag: "stable" }],
  });
  const rows = plan.phases.map(({ dir }, index) => {
    const objects = (snapshots[index]?.entries ?? []).map(({ object }) => object);
    const of = (kind: string) => objects.filter((one) => one.kind === kind);
    const istio = of("Istio")[0]?.["spec"] as { version: string; updateStrategy: object };
    const tags = of("IstioRevisionTag").map((one) => [
      one.metadata.name,
      (one["spec"] as { targetRef: { kind: string; name: string } }).targetRef,
      one.metadata.annotations?.["kustomize.toolkit.fluxcd.io/prune"] ?? "may be pruned",
    ]);
    const labels = objects
      .filter(({ kind, metadata }) => kind === "Job" && metadata.name.includes("-labels-"))
      .flatMap((job) => {
        const { containers } = (job["spec"] as { template: { spec: { containers: { args: string[] }[] } } }).template
          .spec;
        return containers.map(({ args }) => args.join(" "));
      });
    return [dir.slice(3), istio.version, tags, labels];
  });
  const tag = (name: string, revision: string, prune: string) => [
    name,
    { kind: "IstioRevision", name: revision },
    prune,
  ];
  const [stableA, stableB] = [a, b].map((one) => tag("stable", one, "disabled"));
  const hold = tag("default-hold", a, "may be pruned");
  const label = (revision: string) => [`label namespace one istio.io/rev=${revision} --overwrite`];
  expect(rows).toEqual([
    ["baseline", "v1.24.3", [stableA], []],
    ["hold-v1.24.3", "v1.24.3", [stableA, hold], label(a)],
    ["control-plane-v1.24.4", "v1.24.4", [stableA, hold], label(a)],
    ["cni-v1.24.4", "v1.24.4", [stableA, hold], label(a)],
    ["tag-stable-v1.24.4", "v1.24.4", [stableB, hold], label(a)],
    ["restart-cohort-1-v1.24.4", "v1.24.4", [stableB, hold], label(a)],
    ["cohort-2-v1.24.4", "v1.24.4", [stableB, hold], label(b)],
    ["verify-v1.24.4", "v1.24.4", [stableB, hold], label(b)],
    ["clean-up-v1.24.3", "v1.24.4", [stableB], label(b)],
  ]);
  const istio = snapshots[0]?.entries.find(({ object }) => object.kind === "Istio")?.object["spec"];
  expect(istio).toMatchObject({ updateStrategy: { type: "RevisionBased" } });
});

test("gates: the hold counts, both control planes stand, proxies are asked of the istiod that they are connected to, and in the end nothing is left", () => {
  const { phases } = rendered({ namespaces: [{ name: "one" }] }).plan;
  const [, hold, beside, , cohort, verify, cleanUp] = phases;
  expect(hold?.gates).toContainEqual({ check: "revision-tag", tag: "default-hold", revision: a });
  expect(hold?.gates).toContainEqual({
    check: "sail-condition",
    resource: "istiorevisions",
    name: a,
    condition: "InUse",
  });
  const rollouts = beside?.gates.flatMap((one) => (one.check === "rollout" ? [one.workload.name] : []));
  expect(rollouts).toEqual([`istiod-${b}`, `istiod-${a}`]);
  expect(beside?.gates).toContainEqual({
    check: "sail-condition",
    resource: "istiorevisions",
    name: a,
    condition: "InUse",
  });
  const proxies = (phase: typeof cohort, way: "gates" | "back") =>
    phase?.[way].flatMap((one) =>
      one.check === "proxy-version" ? [[one.proxies.namespace, one.proxies.revision, one.version]] : [],
    );
  expect(proxies(cohort, "gates")).toEqual([["one", b, "1.24.4"]]);
  expect(proxies(cohort, "back")).toEqual([["one", a, "1.24.3"]]);
  expect(verify?.gates).toContainEqual({ check: "revision-unused", revision: a, hold: "default-hold" });
  const gone = cleanUp?.gates.flatMap((one) => (one.check === "object-gone" ? [`${one.kind}/${one.name}`] : []));
  expect(gone).toEqual([
    "IstioRevisionTag/default-hold",
    "Service/istiod-revision-tag-default-hold",
    "MutatingWebhookConfiguration/istio-revision-tag-default-hold",
    `IstioRevision/${a}`,
    `Deployment/istiod-${a}`,
    `Service/istiod-${a}`,
    `MutatingWebhookConfiguration/istio-sidecar-injector-${a}`,
    `ValidatingWebhookConfiguration/istio-validator-${a}-istio-system`,
  ]);
  expect(beside?.back.flatMap((one) => (one.check === "object-gone" ? [one.name] : []))).toContain(b);
});

test("what people do, and what going back costs", () => {
  const { phases } = rendered({
    revisionTags: [{ name: "stable" }],
    namespaces: [
      { name: "one", ownership: "external" },
      { name: "two", revisionTag: "stable" },
    ],
  }).plan;
  const rows = phases.map(({ dir, manual, backManual, reversible }) => [
    dir.slice(3),
    manual.map(({ step }) => step),
    backManual.after.map(({ step }) => step),
    reversible,
  ]);
  expect(rows).toEqual([
    ["baseline", [], [], "reversible"],
    ["hold-v1.24.3", [], [], "reversible"],
    ["control-plane-v1.24.4", [], [], "reversible"],
    ["cni-v1.24.4", [], [], "reversible"],
    ["tag-stable-v1.24.4", [], ["restart-workloads"], "reversible with restart"],
    ["restart-cohort-1-v1.24.4", ["restart-workloads"], [], "reversible with restart"],
    [
      "cohort-2-v1.24.4",
      ["ask-owner", "restart-workloads"],
      ["ask-owner", "restart-workloads"],
      "reversible with restart",
    ],
    ["verify-v1.24.4", [], [], "reversible"],
    ["clean-up-v1.24.3", [], [], "one way"],
  ]);
});

describe("refused", () => {
  test.each<[string, Partial<MeshSpecInput>, RegExp]>([
    [
      "another strategy than the mesh runs with",
      { controlPlane: { updateStrategy: "InPlace" } },
      /the mesh runs InPlace, and a change to RevisionBased is not planned/,
    ],
    [
      "one phase for all",
      { upgrade: { to: "v1.24.4", strategy: "RevisionBased", phases: "combined" } },
      /spec\.upgrade\.phases/,
    ],
    ["a start in the middle", { running: { controlPlane: "v1.24.4" } }, /spec\.running/],
    [
      "a gateway whose label nobody moves",
      { gateways: [{ name: "in", namespace: "edge", kind: "injected" }] },
      /its namespace edge is not under spec\.namespaces/,
    ],
    [
      "an unknown tag",
      { revisionTags: [{ name: "stable" }], namespaces: [{ name: "one", revisionTag: "stabel" }] },
      /no tag stabel under spec\.revisionTags[\s\S]*did you mean stable\?/,
    ],
    [
      "a tag of a namespace without sidecars",
      { revisionTags: [{ name: "t" }], namespaces: [{ name: "one", dataPlane: "none", revisionTag: "t" }] },
      /dataPlane: none has no sidecars that could follow a tag/,
    ],
  ])("%s", (_, spec, message) => {
    expect(() => rendered(spec)).toThrow(message);
  });

  test("a tag of an InPlace mesh", () => {
    expect(() => planOf("sail sidecar 1.28.3 v1.28.3", { revisionTags: [{ name: "t" }] })).toThrow(
      /revision tags are for RevisionBased/,
    );
  });
});

test("a mesh at rest is described by how it runs, and the next upgrade moves like that", () => {
  const at = { controlPlane: { updateStrategy: "RevisionBased" as const } };
  const { snapshots } = rendered({ upgrade: undefined, ...at });
  expect(snapshots[0]?.entries.find(({ object }) => object.kind === "Istio")?.object["spec"]).toMatchObject({
    updateStrategy: { type: "RevisionBased" },
  });
  expect(names(rendered({ upgrade: { to: "v1.24.4" }, ...at }).plan)).toContain("hold-v1.24.3");
});

test.each([
  ["what runs", { version: "v1.24-latest" }, "spec.version"],
  ["where it goes", { upgrade: { to: "v1.24-latest", strategy: "RevisionBased" as const } }, "spec.upgrade.to"],
])("%s is an alias: revisions are named after versions", (_, spec, path) => {
  const { findings, snapshots } = rendered(spec);
  expect(findings.map(({ rule, severity, path: at }) => [rule, severity, at?.join(".")])).toEqual([
    ["VER004", "error", path],
  ]);
  expect(snapshots).toEqual([]);
});

test("two names that are one: a tag called like a revision", () => {
  const { findings } = rendered({ revisionTags: [{ name: a }] });
  expect(findings.filter(({ rule }) => rule === "REV003").map(({ severity, object }) => [severity, object])).toEqual([
    ["error", `IstioRevisionTag/${a}`],
  ]);
});

test("a label that wins over the revision's is an error", () => {
  const { findings } = rendered({ namespaces: [{ name: "one", labels: { "istio-injection": "enabled" } }] });
  expect(findings.filter(({ severity }) => severity === "error").map(({ rule, path }) => [rule, path])).toContainEqual([
    "NS002",
    ["spec", "namespaces", 0, "labels", "istio-injection"],
  ]);
  const outside = { name: "one", dataPlane: "none" as const, labels: { "istio-injection": "disabled" } };
  expect(rendered({ namespaces: [outside] }).findings.filter(({ rule }) => rule === "NS002")).toEqual([]);
});

test("two minors are no jump where a version between them is there for the CNI plugin, and one where none is", () => {
  const over = (line: string, upgrade: object = {}) =>
    planOf(line, { cni: {}, upgrade: { ...revised.upgrade, ...upgrade } });
  expect(over("openshift sidecar 3.3.3 v1.26.8 -> v1.28.6").findings.filter(({ rule }) => rule === "SKEW004")).toEqual(
    [],
  );
  const jump = "openshift sidecar 3.4.1 v1.28.10 -> v1.30.3";
  expect(over(jump).findings.map(({ rule, severity }) => [rule, severity])).toContainEqual(["SKEW004", "error"]);
  const accepted = over(jump, { acceptVendorJumps: ["1.28->1.30"] });
  expect(accepted.findings.map(({ rule, severity }) => [rule, severity])).toContainEqual(["SKEW004", "warning"]);
  expect(names(accepted)).toContain("cni-v1.30.3");
});

test.each<[string, Partial<MeshSpecInput>, RegExp]>([
  [
    "a cohort with an unknown tag",
    {
      upgrade: { to: "v1.24.4", strategy: "RevisionBased", cohorts: [["canary"]] },
      revisionTags: [{ name: "canari" }],
    },
    /no namespace and no tag is called canary[\s\S]*did you mean canari\?/,
  ],
  [
    "a tag and one of its namespaces",
    {
      upgrade: { to: "v1.24.4", strategy: "RevisionBased", cohorts: [["t"], ["one"]] },
      revisionTags: [{ name: "t" }],
      namespaces: [{ name: "one", revisionTag: "t" }],
    },
    /tag t stands for one too/,
  ],
  [
    "one word for a tag and a namespace",
    {
      upgrade: { to: "v1.24.4", strategy: "RevisionBased", cohorts: [["one"]] },
      revisionTags: [{ name: "one" }],
      namespaces: [{ name: "one" }],
    },
    /one is a tag under spec\.revisionTags and a namespace under spec\.namespaces/,
  ],
])("cohorts that cannot be are findings: %s", (_, spec, message) => {
  const said = rendered(spec).findings.filter(({ rule }) => rule === "REV008");
  expect(said.map(({ severity, message, hint = "" }) => `${severity}: ${message}; ${hint}`).join("\n")).toMatch(
    message,
  );
});

test("the construct", () => {
  const chart = new Chart(new App(), "c");
  new IstioRevisionTag(chart, "t", { name: "stable", revision: "default-v1-28-5" });
  expect(chart.toJson()).toMatchObject([
    {
      kind: "IstioRevisionTag",
      metadata: { name: "stable" },
      spec: { targetRef: { kind: "IstioRevision", name: "default-v1-28-5" } },
    },
  ]);
});

test("the Job before a phase asks what people have restarted in the one before, and who has yet to; not whether pods are ready", () => {
  const upgrade = { to: "v1.24.4", strategy: "RevisionBased" as const, cohorts: [["one"], ["two"]] };
  const { phases } = rendered({ upgrade, namespaces: [{ name: "one" }, { name: "two" }] }).plan;
  const asked = phases.map(({ dir, precheck }) => [
    dir.replace(/-v[\d.]+$/, "").slice(3),
    precheck.flatMap((one) =>
      one.check === "sidecars-carry" && one.starting ? [`${one.namespace} ${one.revision.split("-").at(-1)}`] : [],
    ),
  ]);
  const by = new Map(asked as [string, string[]][]);
  expect(by.get("baseline")).toEqual([]);
  expect(by.get("hold")).toEqual(expect.arrayContaining(["one 3", "two 3"]));
  expect(by.get("cohort-1")?.filter((one) => one.startsWith("one "))).toEqual([]);
  expect(by.get("cohort-2")).toContain("one 4");
  expect(by.get("verify")).toEqual(expect.arrayContaining(["one 4", "two 4"]));
});
