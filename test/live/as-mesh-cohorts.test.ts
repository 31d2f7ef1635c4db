import { rebaseEdits } from "../../src/live/as-mesh/edits";
import { meshFromSpec } from "../../src/mesh/defaults";
import type { MeshSpecInput } from "../../src/mesh/schema";
import { planUpgrade } from "../../src/plan/plan";

const spec: MeshSpecInput = {
  distribution: "sail",
  dataPlane: "sidecar",
  version: "v1.28.3",
  operator: { release: "1.30.3" },
  upgrade: { to: "v1.29.2", cohorts: [["canary"]], acceptFaults: ["cni-concurrent-map"] },
  namespaces: [{ name: "shop" }, { name: "canary" }],
};
const mesh = meshFromSpec("test", spec);
const { phases } = planUpgrade(mesh);

test("between cohorts everything that restarts is in transit, and the cohorts stay", () => {
  const midway = phases.findIndex(({ kind }) => kind === "restart");
  const state = phases[midway]?.state;
  expect(state?.workloadsByNamespace).toEqual({ canary: ["v1.29.2"], shop: ["v1.28.3", "v1.29.2"] });
  expect(rebaseEdits(mesh, { state: state as NonNullable<typeof state>, isEnd: false })).toEqual([
    { path: ["spec", "running"], value: { controlPlane: "v1.29.2" }, after: "operator" },
  ]);
  // What is said by leaving it out, and what says it, is one and the same.
  const said = (running: MeshSpecInput["running"]) =>
    planUpgrade(meshFromSpec("test", { ...spec, running })).phases.map((one) => one.state);
  expect(said({ controlPlane: "v1.29.2" })).toEqual(
    said({ controlPlane: "v1.29.2", workloads: ["v1.28.3", "v1.29.2"] }),
  );
});

test("at the end of a row the next one has the same cohorts, and none of what was accepted", () => {
  const state = phases.at(-1)?.state;
  const edits = rebaseEdits(mesh, { state: state as NonNullable<typeof state>, isEnd: true, to: "v1.29.6" });
  expect(edits).toEqual([
    { path: ["spec", "version"], value: "v1.29.2" },
    { path: ["spec", "upgrade", "to"], value: "v1.29.6" },
    ...["acceptVendorJumps", "accept", "acceptFaults"].map((key) => ({ path: ["spec", "upgrade", key] })),
  ]);
});
