import { rebaseEdits } from "../../src/live/as-mesh/edits";
import { meshFromSpec } from "../../src/mesh/defaults";
import type { MeshSpecInput } from "../../src/mesh/schema";
import { planUpgrade } from "../../src/plan/plan";
import { rebasedSpec } from "./rebased-spec";

const spec: MeshSpecInput = {
  distribution: "sail",
  dataPlane: "sidecar",
  version: "v1.28.3",
  operator: { release: "1.30.3" },
  upgrade: { to: "v1.29.5" },
  cni: { ownership: "external", namespace: "net" },
  namespaces: [{ name: "one" }, { name: "two" }],
};
const rows = (["InPlace", "RevisionBased"] as const).flatMap((strategy) =>
  [undefined, "v1.29.5"].flatMap((cni) => {
    const from = { ...spec, ...(cni && { running: { cni } }), upgrade: { to: "v1.29.5", strategy } };
    return planUpgrade(meshFromSpec("test", from)).phases.map(
      (phase) => [`${strategy}, CNI ${cni ?? spec.version}: ${phase.dir}`, from, phase] as const,
    );
  }),
);

test.each(rows)("%s is said so that it is understood again", (_, from, phase) => {
  const [baseline] = planUpgrade(meshFromSpec("test", rebasedSpec(from, phase))).phases;
  // Who runs what by namespace says no more than the version of all, once everybody has moved.
  const known = { ...baseline?.state, workloadsByNamespace: undefined };
  expect(known).toEqual({ ...phase.state, workloadsByNamespace: undefined });
});

const end = planUpgrade(meshFromSpec("test", spec)).phases.at(-1);
const edited = (from: MeshSpecInput) =>
  rebaseEdits(meshFromSpec("test", from), { state: end?.state as never, isEnd: true }).filter(
    ({ path }) => path[1] === "version" || path[1] === "running",
  );

test("at the end the version is the control plane's, and where the CNI stands is said beside it", () => {
  expect(edited(spec)).toEqual([
    { path: ["spec", "version"], value: "v1.29.5" },
    { path: ["spec", "running"], value: { cni: "v1.28.3" }, after: "operator" },
  ]);
});

test("what mesh.yaml says by then of where its owner has moved it is kept", () => {
  // Nothing to edit.
  expect(edited({ ...spec, running: { cni: "v1.30.3" } })).toEqual([{ path: ["spec", "version"], value: "v1.29.5" }]);
  // As spec.version says it from here on.
  const [, running] = edited({ ...spec, running: { cni: "v1.29.5" } });
  expect(running).toEqual({ path: ["spec", "running"], value: undefined, after: "operator" });
});
