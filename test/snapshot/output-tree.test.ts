import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { isEmittable, planUpgrade } from "../../src/plan/plan";
import { checked, renderMesh, treeOf } from "../../src/render/render";
import { type PlanFile, planFileSchema } from "../../src/snapshot/plan-schema";
import { manifestsOf } from "../../src/snapshot/write/manifest-files";
import type { OutputTree } from "../../src/snapshot/write/tree";
import { formatChange, objectChanges } from "../../src/verbs/diff/summary";
import { planOf } from "../plan/support";
import { meshes } from "../properties/meshes";
import { fc } from "../support/fast-check";

const example = () =>
  checked(
    planOf("sail ambient 1.27.3 v1.27.3 -> v1.28.3", {
      namespaces: [{ name: "bookinfo", waypoint: { name: "waypoint" } }],
      waypoints: [{ name: "waypoint", namespace: "bookinfo" }],
    }),
  );

function planJson(tree: OutputTree): PlanFile {
  return JSON.parse(tree.files.get("plan.json") ?? "") as PlanFile;
}

describe("plan.json", () => {
  test("fits the published schema", () => {
    const schema = JSON.parse(readFileSync(join(__dirname, "../../schema/plan.schema.json"), "utf8")) as object;
    const validate = new Ajv({ strict: false }).compile(schema);
    const plan = planJson(treeOf(example()));
    expect(validate(plan) ? [] : validate.errors).toEqual([]);
    expect(planFileSchema.safeParse(plan).success).toBe(true);
    expect(validate({ ...plan, version: 2 })).toBe(false);
  });

  test("accounts for every file of the tree, with the sha256 of each manifest", () => {
    const tree = treeOf(example());
    const plan = planJson(tree);
    const manifests = plan.phases.flatMap(({ dir, files }) =>
      Object.entries(files).map(([path, sha256]) => [`phases/${dir}/manifests/${path}`, sha256] as const),
    );
    expect([...manifests.map(([path]) => path), ...plan.written].sort()).toEqual([...tree.files.keys()].sort());
    for (const [path, sha256] of manifests) {
      expect(
        createHash("sha256")
          .update(tree.files.get(path) ?? "")
          .digest("hex"),
      ).toBe(sha256);
    }
  });

  test("states and kinds are those of the design", () => {
    const [baseline, operator, controlPlane] = planJson(treeOf(example())).phases;
    expect([baseline?.kind, operator?.kind, controlPlane?.kind]).toEqual(["baseline", "operator", "control-plane"]);
    expect(controlPlane?.state).toEqual({
      operatorRelease: "1.28.3",
      controlPlanes: [{ istio: "default", revision: "default", version: "v1.28.3" }],
      cni: "v1.27.3",
      ztunnel: "v1.27.3",
      ztunnelApiVersion: "v1",
      waypoints: "v1.28.3",
      tags: [],
    });
  });
});

describe("every phase", () => {
  test("is a full state: no object of the phase before is missing", () => {
    const { snapshots } = example();
    const ids = snapshots.map(({ entries }) => entries.map((entry) => entry.file).sort());
    for (const one of ids) expect(one).toEqual(ids[0]);
  });

  test("ends in a marker that names it, in the last wave", () => {
    for (const { phase, entries } of example().snapshots) {
      const marker = entries.find(({ object }) => object.kind === "ConfigMap");
      expect(marker?.object).toMatchObject({ data: { phase: phase.dir } });
      const waves = entries.flatMap(
        ({ object }) => object.metadata.annotations?.["argocd.argoproj.io/sync-wave"] ?? [],
      );
      expect(Math.max(...waves.map(Number))).toBe(95);
    }
  });

  test("says in PHASE.md what changes, what a person does and how to go back", () => {
    const tree = treeOf(example());
    const text = tree.files.get("phases/01-operator-1.28.3/PHASE.md") ?? "";
    for (const heading of [
      "What changes",
      "What must be true before",
      "What a person does",
      "Disruption",
      "Going back",
    ]) {
      expect(text).toContain(`## ${heading}`);
    }
    expect(text).toContain("**One way.**");
    expect(text).toMatch(/k patch subscriptions\.operators\.coreos\.com/);
  });
});

test("a phase differs from its neighbour where the plan says so, and nowhere else", () => {
  let settings = 0;
  fc.assert(
    fc.property(meshes, (mesh) => {
      const plan = planUpgrade(mesh);
      if (!isEmittable(plan)) return;
      const { snapshots } = checked(plan);
      plan.phases.forEach((phase, index) => {
        if (index === 0) return;
        const objects = (at: number) =>
          (snapshots[at]?.entries ?? []).map((entry) => entry.object).filter((object) => object.kind !== "ConfigMap");
        const found = objectChanges(objects(index - 1), objects(index)).map((change) =>
          formatChange(change).replace(": ", " "),
        );
        expect(found.sort()).toEqual([...phase.changes].sort());
        if (found.some((line) => line.includes("spec.values."))) settings += 1;
      });
    }),
    // Few meshes can be upgraded at all, and fewer change a value.
    { numRuns: 150 },
  );
  expect(settings).toBeGreaterThan(0);
});

test("a Namespace that is ours as a whole is in every phase", () => {
  const { snapshots } = checked(
    planOf("sail ambient 1.27.3 v1.27.3 -> v1.28.3", { namespaces: [{ name: "bookinfo", ownership: "owned" }] }),
  );
  for (const { entries } of snapshots) {
    const found = entries.filter(({ object }) => object.kind === "Namespace").map(({ object }) => object);
    expect(found).toMatchObject([{ metadata: { name: "bookinfo", labels: { "istio.io/dataplane-mode": "ambient" } } }]);
  }
});

test("rendering twice gives the same bytes", () => {
  fc.assert(
    fc.property(meshes, (mesh) => {
      const one = treeOf(renderMesh(mesh));
      const two = treeOf(renderMesh(structuredClone(mesh)));
      expect([...two.files]).toEqual([...one.files]);
    }),
    { numRuns: 30 },
  );
});

test("files that a phase does not change keep their bytes", () => {
  const tree = treeOf(example());
  const before = manifestsOf(tree, "04-ztunnel-v1.28.3");
  const after = manifestsOf(tree, "05-verify-v1.28.3");
  const changed = [...after.keys()].filter((path) => before.get(path) !== after.get(path));
  expect(changed).toEqual(["mesh/95-marker/configmap-meshstep-test.yaml"]);
});
