import { folderPaths, foldersOf } from "../../src/delivery/folders";
import { permissionsOf } from "../../src/delivery/permissions";
import { meshFromSpec } from "../../src/mesh/defaults";
import type { KubernetesObject } from "../../src/mesh/mesh";
import type { MeshSpecInput } from "../../src/mesh/schema";
import { isAwaitedBefore } from "../../src/order/result";
import { planUpgrade } from "../../src/plan/plan";
import { ordersOf } from "../../src/render/order";
import { renderMesh } from "../../src/render/render";
import type { Snapshot } from "../../src/snapshot/snapshot";

function rendered(more: object = {}, engine: "argocd" | "flux" = "flux") {
  const { upgrade, ...rest } = more as { upgrade?: object };
  return renderMesh(
    meshFromSpec("test", {
      distribution: "sail",
      dataPlane: "sidecar",
      version: "v1.29.6",
      operator: { release: "1.30.3" },
      upgrade: { to: "v1.30.3", strategy: "RevisionBased", restarts: "job", ...upgrade },
      revisionTags: [{ name: "stable" }],
      namespaces: [
        { name: "one" },
        { name: "two", revisionTag: "stable" },
        { name: "theirs", ownership: "external" },
        { name: "edge" },
      ],
      gateways: [{ name: "edge", namespace: "edge", kind: "injected" }],
      delivery: { engine, repository: { url: "https://git.example.com/mesh.git" } },
      ...rest,
    } as MeshSpecInput),
  );
}

const inLayer = (snapshot: Snapshot, layer: string) =>
  snapshot.entries.filter(({ file }) => file.startsWith(`mesh/${layer}/`));
const restarts = (snapshot: Snapshot) => inLayer(snapshot, "70-restarts").map(({ object }) => object);
const named = (dir: string) => dir.replace(/^\d+-/, "");
const phaseOf = (snapshots: readonly Snapshot[], name: string) =>
  snapshots.find(({ phase }) => named(phase.dir) === name) as Snapshot;

interface JobSpec {
  readonly template: {
    readonly spec: {
      readonly serviceAccountName: string;
      readonly containers: readonly { readonly args: readonly string[] }[];
    };
  };
}
const scriptOf = (job: KubernetesObject | undefined) =>
  (job?.["spec"] as JobSpec | undefined)?.template.spec.containers[0]?.args[1]?.split("\n").slice(0, 4);

describe("Jobs that restart workloads", () => {
  const { plan, snapshots, findings } = rendered();

  test("are in the phases that restart, and for the way back in those before; gateways and Namespaces of others are people's", () => {
    const found = snapshots.flatMap(({ phase }) =>
      phase.restarts.map(
        ({ namespace, version, from }) =>
          `${named(phase.dir)}: ${namespace} ${version}${from ? ` from ${from.values}` : ""}`,
      ),
    );
    expect(found).toEqual([
      "gateways-v1.30.3: two v1.29.6 from default-v1-30-3",
      "restart-cohort-1-v1.30.3: two v1.30.3",
      "restart-cohort-1-v1.30.3: one v1.29.6 from default-v1-30-3",
      "cohort-2-v1.30.3: one v1.30.3",
    ]);
    const byHand = snapshots.flatMap(({ phase }) => phase.manual.map(({ step }) => `${named(phase.dir)}: ${step}`));
    expect(byHand).toEqual([
      "gateways-v1.30.3: restart-gateway",
      "gateways-v1.30.3: restart-workloads",
      "cohort-3-v1.30.3: ask-owner",
      "cohort-3-v1.30.3: restart-workloads",
    ]);
    const back = snapshots.flatMap(({ phase }) =>
      phase.backManual.after.map(({ step }) => `${named(phase.dir)}: ${step}`),
    );
    expect(back).toEqual([
      "gateways-v1.30.3: restart-gateway",
      "gateways-v1.30.3: restart-workloads",
      "cohort-3-v1.30.3: ask-owner",
      "cohort-3-v1.30.3: restart-workloads",
    ]);
  });

  test("an account, a Role and a RoleBinding in just that namespace, and only while it restarts", () => {
    const objects = restarts(phaseOf(snapshots, "cohort-2-v1.30.3"));
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toEqual([
      "ServiceAccount one/meshstep-test-restarts",
      "Role one/meshstep-test-restarts",
      "RoleBinding one/meshstep-test-restarts",
      expect.stringMatching(/^Job one\/one-restart-\d\d-[0-9a-f]{8}$/),
    ]);
    const verbs = ((objects[1]?.["rules"] ?? []) as { verbs: string[] }[]).flatMap((rule) => rule.verbs);
    expect([...new Set(verbs)].sort()).toEqual(["get", "list", "patch", "watch"]);
    expect(objects[3]?.["spec"]).toMatchObject({
      template: { spec: { serviceAccountName: "meshstep-test-restarts" } },
    });
    expect(snapshots.filter((one) => restarts(one).length > 0).map(({ phase }) => named(phase.dir))).toEqual([
      "gateways-v1.30.3",
      "restart-cohort-1-v1.30.3",
      "cohort-2-v1.30.3",
    ]);
    const cluster = snapshots.flatMap(({ entries }) =>
      entries.filter(({ object }) => object.metadata.name === "meshstep-test-restarts"),
    );
    expect(new Set(cluster.map(({ object }) => object.kind))).toEqual(
      new Set(["ServiceAccount", "Role", "RoleBinding"]),
    );
  });

  test("say what pods have to carry, and on the way back what they may carry still", () => {
    const jobs = restarts(phaseOf(snapshots, "restart-cohort-1-v1.30.3")).filter(({ kind }) => kind === "Job");
    expect(jobs.map(scriptOf)).toEqual([
      ['namespace="two"', 'by="revision"', 'to="default-v1-30-3"', 'from=""'],
      ['namespace="one"', 'by="revision"', 'to="default-v1-29-6"', 'from="default-v1-30-3"'],
    ]);
  });

  test("are forgotten by the neighbours, under names that no other phase has", () => {
    const names = snapshots.flatMap((one) =>
      restarts(one)
        .filter(({ kind }) => kind === "Job")
        .map(({ metadata }) => metadata.name),
    );
    expect(new Set(names).size).toBe(names.length);
    const cohort = phaseOf(snapshots, "restart-cohort-1-v1.30.3");
    const next = snapshots[snapshots.indexOf(cohort) + 1] as Snapshot;
    const precheck = JSON.stringify(inLayer(next, "05-precheck").find(({ object }) => object.kind === "Job")?.object);
    for (const { metadata } of restarts(cohort).filter(({ kind }) => kind === "Job"))
      expect(precheck).toContain(metadata.name);
  });

  test("wait for labels, tags and the control plane, of the way back, too", () => {
    const checks = (name: string) =>
      JSON.stringify(inLayer(phaseOf(snapshots, name), "65-before-restarts").map(({ object }) => object));
    expect(checks("cohort-2-v1.30.3")).toContain("default-v1-30-3");
    expect(checks("gateways-v1.30.3")).toContain("istiorevisiontags/stable");
    expect(checks("cohort-2-v1.30.3")).not.toContain("namespace/theirs");
  });

  test.each(["argocd", "flux"] as const)(
    "%s applies them after labels could be set and before the closing Job",
    (engine) => {
      const mesh = rendered({}, engine);
      expect(mesh.findings.filter(({ rule }) => /^(DEL|SNAP|WAV|NS)/.test(rule))).toEqual([]);
      const at = phaseOf(mesh.snapshots, "cohort-2-v1.30.3");
      const order = ordersOf(mesh.plan, mesh.snapshots)(engine, at);
      const job = (part: string) =>
        order.placed.find(({ entry }) => entry.file.includes(part) && entry.object.kind === "Job");
      const [opening, moved, restart, closing] = ["05-precheck/", "65-before", "70-restarts/", "90-verify/"].map(job);
      if (!opening || !moved || !restart || !closing) throw new Error("a Job is missing");
      expect(restart.awaited.until).toBe("complete");
      const pairs = [
        [opening, moved],
        [moved, restart],
        [restart, closing],
      ] as const;
      for (const [first, then] of pairs) expect(isAwaitedBefore(first, then)).toBe(true);
    },
  );

  test("the closing Job asks what pods carry", () => {
    const closing = JSON.stringify(
      inLayer(phaseOf(snapshots, "cohort-2-v1.30.3"), "90-verify").map(({ object }) => object),
    );
    expect(closing).toContain("sidecars-carry");
  });

  test("folders and rights are there only where it is asked for", () => {
    expect(folderPaths(plan.mesh, snapshots)).toEqual(
      expect.arrayContaining(["mesh/65-before-restarts", "mesh/70-restarts"]),
    );
    const manual = rendered({ upgrade: { restarts: "manual" } });
    expect(folderPaths(manual.plan.mesh, manual.snapshots).filter((path) => path.includes("restarts"))).toEqual([]);
    expect(JSON.stringify(manual.snapshots.map(({ entries }) => entries))).not.toContain("meshstep-test-restarts");
    expect(permissionsOf(foldersOf(plan.mesh, snapshots)).namespaces).toEqual(expect.arrayContaining(["one", "two"]));
    expect(findings).toEqual([]);
  });

  test("InPlace: by the version of the image, cohort by cohort, and all of them when the control plane has gone back", () => {
    const mesh = rendered({
      upgrade: { strategy: "InPlace", cohorts: [["one"], ["two"]], accept: ["proxies-ahead"] },
      revisionTags: [],
      namespaces: [{ name: "one" }, { name: "two" }],
      gateways: [],
    });
    expect(mesh.findings.filter(({ severity }) => severity === "error")).toEqual([]);
    const found = mesh.snapshots.flatMap(({ phase }) =>
      phase.restarts.map(
        ({ namespace, to, from }) =>
          `${named(phase.dir)}: ${namespace} ${to.by} ${to.values}${from ? ` from ${from.values}` : ""}`,
      ),
    );
    expect(found).toEqual([
      "baseline: one version 1.29.6 from 1.30.3",
      "baseline: two version 1.29.6 from 1.30.3",
      "restart-cohort-1-v1.30.3: one version 1.30.3",
      "restart-cohort-2-v1.30.3: two version 1.30.3",
    ]);
    expect(mesh.snapshots.flatMap(({ phase }) => [...phase.manual, ...phase.backManual.after])).toEqual([]);
  });
});

test("in the middle of a move, on and taken back, Jobs restart what is not there yet, and back", () => {
  const more = { namespaces: [{ name: "one" }, { name: "two" }], revisionTags: [], gateways: [] };
  const running = {
    controlPlane: ["v1.29.6", "v1.30.3"],
    hold: "v1.29.6",
    revisions: { one: "v1.30.3" },
    workloads: { one: "v1.30.3", two: "v1.29.6" },
  };
  const told = (to: string) =>
    rendered({ ...more, running, upgrade: { to } }).snapshots.flatMap(({ phase }) =>
      phase.restarts.map(
        ({ namespace, version, from }) =>
          `${named(phase.dir)}: ${namespace} ${version}${from ? ` from ${from.values}` : ""}`,
      ),
    );
  expect(told("v1.29.6")).toEqual(["baseline: one v1.30.3 from default-v1-29-6", "cohort-1-v1.29.6: one v1.29.6"]);
  expect(told("v1.30.3")).toEqual(["baseline: two v1.29.6 from default-v1-30-3", "cohort-2-v1.30.3: two v1.30.3"]);
});

test.each<[string, object, RegExp]>([
  [
    "ambient",
    { dataPlane: "ambient", upgrade: { strategy: "InPlace" }, revisionTags: [], namespaces: [], gateways: [] },
    /ambient mesh has none/,
  ],
  ["no Jobs", { delivery: { engine: "flux", gates: { mode: "none" } } }, /hold no Jobs/],
  ["no engine", { delivery: { engine: "none" } }, /hold no Jobs/],
  [
    "images by digest",
    {
      distribution: "openshift",
      version: "v1.24.3",
      operator: { release: "3.0.1" },
      upgrade: { to: "v1.24.4", strategy: "InPlace" },
      revisionTags: [],
      namespaces: [{ name: "one" }],
      gateways: [],
    },
    /named by digest/,
  ],
])("REV009: %s", (_, more, message) => {
  const found = rendered(more).findings.filter(({ rule }) => rule === "REV009");
  expect(found).toEqual([
    expect.objectContaining({
      severity: "error",
      path: ["spec", "upgrade", "restarts"],
      message: expect.stringMatching(message),
    }),
  ]);
});

describe("the way back says who restarts", () => {
  const isByJob = /Jobs of that phase restart the same pods/;
  test.each<[string, object, RegExp]>([
    ["workloads", {}, isByJob],
    [
      "a gateway's own phase, which people restart",
      { gateways: [{ name: "ingress", namespace: "gw", kind: "injected" }] },
      /restart the same pods once more: the old/,
    ],
  ])("%s", (_what, more, words) => {
    const spec = {
      distribution: "sail",
      dataPlane: "sidecar",
      version: "v1.29.3",
      operator: { release: "1.30.3" },
      cni: { namespace: "istio-cni" },
      upgrade: { to: "v1.29.6", strategy: "RevisionBased", restarts: "job" },
      namespaces: [{ name: "gw" }, { name: "shop" }],
      delivery: { engine: "flux" },
      ...more,
    } as MeshSpecInput;
    const { phases } = planUpgrade(meshFromSpec("m", spec));
    const said = phases
      .filter(({ reversible }) => reversible === "reversible with restart")
      .map((one) => one.reversibleBecause);
    expect(said[0]).toMatch(words);
    expect(said.at(-1)).toMatch(isByJob);
  });
});
