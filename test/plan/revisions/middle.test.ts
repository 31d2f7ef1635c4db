import { meshFromSpec } from "../../../src/mesh/defaults";
import type { MeshSpecInput } from "../../../src/mesh/schema";
import { planUpgrade } from "../../../src/plan/plan";
import { settlesAt } from "../../../src/plan/revisions/middle";
import { renderMesh } from "../../../src/render/render";
import { inputErrorOf } from "../../support/folder";

const a = "v1.28.3";
const b = "v1.30.3";

function meshOf(running: MeshSpecInput["running"], to: string | undefined, more: Partial<MeshSpecInput> = {}) {
  return meshFromSpec("test", {
    distribution: "sail",
    dataPlane: "sidecar",
    version: a,
    operator: { release: "1.30.3" },
    controlPlane: { updateStrategy: "RevisionBased" },
    ...(to !== undefined && { upgrade: { to } }),
    ...(running && { running }),
    revisionTags: [{ name: "stable" }],
    namespaces: [{ name: "one", revisionTag: "stable" }, { name: "two" }, { name: "three" }],
    ...more,
  });
}

function namesOf(running: MeshSpecInput["running"], to: string, more: Partial<MeshSpecInput> = {}): readonly string[] {
  return planUpgrade(meshOf(running, to, more)).phases.map(({ dir }) => dir.slice(3));
}

const planes = { controlPlane: [a, b] };

describe("rows that begin in the middle of a move", () => {
  test.each<[string, MeshSpecInput["running"], string, Partial<MeshSpecInput>, readonly string[]]>([
    [
      "nobody has moved, and nothing holds the old revision: the hold comes first",
      planes,
      b,
      {},
      [
        "baseline",
        `hold-${a}`,
        `tag-stable-${b}`,
        `restart-cohort-1-${b}`,
        `cohort-2-${b}`,
        `cohort-3-${b}`,
        `verify-${b}`,
        `clean-up-${a}`,
      ],
    ],
    [
      "who asks for the new revision by a label restarts, as nobody knows whether all of it has; what cohorts are called stays",
      { ...planes, hold: a, revisions: { stable: b, two: b }, workloads: { one: b } },
      b,
      {},
      ["baseline", `restart-cohort-2-${b}`, `cohort-3-${b}`, `verify-${b}`, `clean-up-${a}`],
    ],
    [
      "everybody has arrived: the hold goes",
      { ...planes, hold: a, revisions: { stable: b, two: b, three: b }, workloads: b },
      b,
      {},
      ["baseline", `verify-${b}`, `clean-up-${a}`],
    ],
    [
      "everybody has arrived, and nothing ever held the old revision, which may be gone: it is waited for, and not held",
      { ...planes, revisions: { stable: b, two: b, three: b }, workloads: b },
      b,
      {},
      ["baseline", `verify-${b}`, `clean-up-${a}`],
    ],
    [
      "taken back: cohorts in reverse, the new control plane goes when nobody uses it, and the hold last",
      { ...planes, hold: a, revisions: { stable: b, two: b }, workloads: { one: b, two: b } },
      a,
      {},
      [
        "baseline",
        `cohort-2-${a}`,
        `tag-stable-${a}`,
        `restart-cohort-1-${a}`,
        `verify-${a}`,
        `control-plane-${a}`,
        "clean-up-hold",
      ],
    ],
    [
      "a target between the two is on the way back: the same hold serves both",
      { ...planes, hold: a },
      "v1.29.6",
      {},
      [
        "baseline",
        `verify-${a}`,
        `control-plane-${a}`,
        "control-plane-v1.29.6",
        "tag-stable-v1.29.6",
        "restart-cohort-1-v1.29.6",
        "cohort-2-v1.29.6",
        "cohort-3-v1.29.6",
        "verify-v1.29.6",
        `clean-up-${a}`,
      ],
    ],
    ["held and not begun, and not wanted any more", { hold: a }, a, {}, ["baseline", "clean-up-hold"]],
    ["a CNI plugin that was left behind", { cni: "v1.29.6" }, a, { cni: {} }, ["baseline", `cni-${a}`]],
    [
      "tags that gateways and workloads follow: the gateway moves first, and on the way back last",
      { ...planes, hold: a, revisions: { stable: b } },
      a,
      { gateways: [{ name: "in", namespace: "one", kind: "injected" }] },
      ["baseline", `tag-stable-${a}`, `gateways-${a}`, `verify-${a}`, `control-plane-${a}`, "clean-up-hold"],
    ],
  ])("%s", (_, running, to, more, expected) => {
    expect(namesOf(running, to, more)).toEqual(expected);
  });

  test("without spec.upgrade it is the baseline alone, which asks what stands where", () => {
    const { phases, findings } = planUpgrade(meshOf({ ...planes, hold: a, revisions: { two: b } }, undefined));
    expect(phases.map(({ dir }) => dir)).toEqual(["00-baseline"]);
    expect(findings).toEqual([]);
    const gates = phases[0]?.gates ?? [];
    expect(gates).toEqual(
      expect.arrayContaining([
        { check: "revision-tag", tag: "default-hold", revision: "default-v1-28-3" },
        { check: "sail-condition", resource: "istiorevisions", name: "default-v1-28-3", condition: "InUse" },
        { check: "sail-condition", resource: "istiorevisions", name: "default-v1-28-3", condition: "Ready" },
        { check: "revision-tag", tag: "stable", revision: "default-v1-28-3" },
        { check: "namespace-label", namespace: "two", label: "istio.io/rev", value: "default-v1-30-3" },
      ]),
    );
    // Whose pods may be of either version is not asked for one.
    const asked = gates.flatMap((one) => (one.check === "proxy-version" ? [one.proxies.namespace] : []));
    expect(asked).toEqual(["one", "three"]);
  });

  test("that nothing holds the old revision is said, and what holds it", () => {
    const { findings } = planUpgrade(meshOf(planes, b));
    expect(findings).toEqual([
      expect.objectContaining({
        rule: "REV001",
        severity: "warning",
        message: expect.stringContaining("nothing holds default-v1-28-3"),
        hint: expect.stringContaining("01-hold-v1.28.3 holds it"),
      }),
    ]);
  });

  test("a version that the operator does not install is named, of either control plane", () => {
    const gone = meshOf({ controlPlane: ["v1.27.3", b] }, b, { version: "v1.27.3" });
    expect(planUpgrade(gone).findings.map(({ rule, path }) => [rule, path])).toEqual([
      ["VER002", ["spec", "running", "controlPlane"]],
    ]);
  });

  test("nothing else changes meanwhile", () => {
    const mesh = meshOf({ ...planes, hold: a }, undefined);
    const other = meshOf({ ...planes, hold: a }, undefined, {
      namespaces: [{ name: "one", revisionTag: "stable" }, { name: "two" }, { name: "three" }, { name: "four" }],
    });
    expect(inputErrorOf(() => planUpgrade({ ...other, before: { mesh } }))).toContain(
      "mesh.yaml says something new while two control planes stand side by side",
    );
    expect(planUpgrade({ ...mesh, before: { mesh } }).phases).toHaveLength(1);
  });

  test("the same row backwards is graded: until clean-up everything can be taken back", () => {
    const { plan } = renderMesh(meshOf({ ...planes, hold: a, revisions: { two: b }, workloads: { two: b } }, a));
    expect(plan.phases.map(({ dir, reversible }) => [dir.slice(3), reversible])).toEqual([
      ["baseline", "reversible"],
      [`cohort-2-${a}`, "reversible with restart"],
      [`verify-${a}`, "reversible"],
      [`control-plane-${a}`, "reversible"],
      ["clean-up-hold", "reversible"],
    ]);
  });
});

test.each([
  [a, b, "v1.30.3", b],
  [a, b, "v1.31.0", b],
  [a, b, "v1.29.6", a],
  [a, b, a, a],
  [a, b, "v1.27.0", a],
  [b, a, a, a],
  [b, a, "v1.27.0", a],
  [b, a, "v1.29.6", b],
  [b, a, b, b],
])("from %s to %s half way, for %s everybody comes to %s first", (beside, controlPlane, to, expected) => {
  expect(settlesAt({ controlPlane, beside }, to)).toBe(expected);
});

describe("a grace period of the mesh's own", () => {
  const withGrace = (seconds: number | undefined, more: Partial<MeshSpecInput> = {}) =>
    meshOf(undefined, b, {
      controlPlane: {
        updateStrategy: "RevisionBased",
        ...(seconds !== undefined && { inactiveRevisionDeletionGracePeriodSeconds: seconds }),
      },
      ...more,
    });
  const found = (mesh: ReturnType<typeof withGrace>) =>
    planUpgrade(mesh).findings.flatMap(({ rule, severity, message }) =>
      rule === "REV005" ? [`${severity}: ${message}`] : [],
    );

  test("shorter than the gates of a move may take is an error, and the longer they may take the longer it has to be", () => {
    const said = (seconds: number, most: number) => [
      `error: a revision is deleted ${seconds} seconds after its last use, and the gates of one move may take ${most}`,
    ];
    // Both istiods, ten minutes each.
    expect(found(withGrace(1199))).toEqual(said(1199, 1200));
    expect(found(withGrace(1200))).toEqual([]);
    // The CNI plugin twice, half an hour each, and a gateway.
    const more = { cni: {}, gateways: [{ name: "in", namespace: "two", kind: "injected" as const }] };
    expect(found(withGrace(1200, more))).toEqual(said(1200, 5400));
    expect(found(withGrace(86400, more))).toEqual([]);
    // Nobody relies on what nobody says: a tag holds the old revision.
    expect(found(withGrace(undefined, more))).toEqual([]);
  });

  test("it stands in the object, changes by a row of its own, and has no meaning InPlace", () => {
    const [baseline] = renderMesh(withGrace(86400)).snapshots;
    const istio = baseline?.entries.find(({ object }) => object.kind === "Istio")?.object;
    expect(istio?.["spec"]).toMatchObject({
      updateStrategy: { type: "RevisionBased", inactiveRevisionDeletionGracePeriodSeconds: 86400 },
    });
    const { upgrade: _, ...before } = withGrace(undefined);
    const { upgrade: __, ...after } = withGrace(86400);
    const { phases } = planUpgrade({ ...after, before: { mesh: before } });
    expect(phases.map(({ changes }) => changes)).toEqual([
      [],
      ["Istio/default spec.updateStrategy.inactiveRevisionDeletionGracePeriodSeconds (unset) -> 86400"],
    ]);
    const inPlace = {
      controlPlane: { inactiveRevisionDeletionGracePeriodSeconds: 60 },
      revisionTags: [],
      namespaces: [],
    };
    expect(inputErrorOf(() => meshOf(undefined, undefined, inPlace))).toContain(
      "inactive revisions are for RevisionBased",
    );
  });
});
