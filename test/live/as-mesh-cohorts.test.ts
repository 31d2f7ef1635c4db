import { rebaseEdits } from "../../src/live/as-mesh/edits";
import { meshFromSpec } from "../../src/mesh/defaults";
import type { MeshSpecInput } from "../../src/mesh/schema";
import { planUpgrade } from "../../src/plan/plan";
import { names, phaseNamed } from "../plan/support";
import { rebasedSpec } from "./rebased-spec";

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

test("between cohorts it is said who has restarted, and who has does not restart again", () => {
  const midway = phaseNamed({ phases } as never, "restart-cohort-1-v1.29.2");
  expect(midway.state.workloadsByNamespace).toEqual({ canary: ["v1.29.2"], shop: ["v1.28.3", "v1.29.2"] });
  const rebased = rebasedSpec(spec, midway);
  expect(rebased.running).toEqual({ controlPlane: "v1.29.2", workloads: { canary: "v1.29.2" } });
  const row = planUpgrade(meshFromSpec("test", rebased));
  expect(names(row)).toEqual(["baseline", "restart-cohort-2-v1.29.2", "verify-v1.29.2"]);
  expect(phaseNamed(row, "restart-cohort-2-v1.29.2").manual).toEqual([
    { step: "restart-workloads", namespace: "shop", version: "v1.29.2" },
  ]);
});

test.each(phases.map((phase) => [phase.dir, phase] as const))(
  "%s is said so that it is understood again",
  (_, phase) => {
    const [baseline] = planUpgrade(meshFromSpec("test", rebasedSpec(spec, phase))).phases;
    expect(baseline?.state).toEqual(phase.state);
  },
);

test("a namespace that is behind all others is brought along, and theirs stay as they are", () => {
  const upgrade = { to: "v1.29.2" };
  const running = { workloads: { shop: "v1.28.3" } };
  const mesh = meshFromSpec("test", { ...spec, version: "v1.29.2", upgrade, running });
  const [baseline, restart] = planUpgrade(mesh).phases;
  expect(baseline?.state.workloadsByNamespace).toEqual({ canary: ["v1.29.2"], shop: ["v1.28.3"] });
  expect([restart?.kind, restart?.manual]).toEqual([
    "restart",
    [{ step: "restart-workloads", namespace: "shop", version: "v1.29.2" }],
  ]);
});

test("where the control plane moves on before all have restarted, pods that start get its version, whoever's they are", () => {
  const upgrade = { to: "v1.29.6" };
  const running = { workloads: { shop: "v1.28.3" } };
  const { phases: row } = planUpgrade(meshFromSpec("test", { ...spec, version: "v1.29.2", upgrade, running }));
  const moved = row.find(({ kind }) => kind === "control-plane");
  expect(moved?.state.workloadsByNamespace).toEqual({
    canary: ["v1.29.2", "v1.29.6"],
    shop: ["v1.28.3", "v1.29.6"],
  });
  expect(row.at(-1)?.state).toMatchObject({ workloads: "v1.29.6" });
  expect(row.at(-1)?.state.workloadsByNamespace).toBeUndefined();
});

test.each<[string, MeshSpecInput["running"], MeshSpecInput["running"]]>([
  ["both versions", { controlPlane: "v1.29.2" }, { controlPlane: "v1.29.2", workloads: ["v1.28.3", "v1.29.2"] }],
  [
    "everybody by name",
    { controlPlane: "v1.29.2", workloads: "v1.29.2" },
    { controlPlane: "v1.29.2", workloads: { canary: "v1.29.2", shop: "v1.29.2" } },
  ],
])("%s, said in two ways, is one and the same", (_, one, other) => {
  const said = (running: MeshSpecInput["running"]) =>
    planUpgrade(meshFromSpec("test", { ...spec, version: "v1.28.3", running })).phases.map(({ state }) => ({
      ...state,
      workloadsByNamespace: undefined,
    }));
  expect(said(other)).toEqual(said(one));
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
