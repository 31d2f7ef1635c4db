import { minorDistance } from "../../src/catalog/version";
import { meshFromSpec } from "../../src/mesh/defaults";
import type { MeshSpecInput } from "../../src/mesh/schema";
import type { Plan } from "../../src/plan/phase";
import { isEmittable, planUpgrade } from "../../src/plan/plan";
import { controlPlaneVersion } from "../../src/plan/state";
import { fc } from "../support/fast-check";

/*
 * What must hold of a row whoever restarts with whom, said without the planner's own code.
 */

const every = ["a", "b", "c", "d", "e", "constructor"];

/** Any namespaces in any order, cut anywhere: some are named by no cohort. */
const cohorts = fc
  .tuple(fc.shuffledSubarray(every, { minLength: 1 }), fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }))
  .map(([names, cuts]) => {
    const starts = names.flatMap((_, index) => (index === 0 || cuts[index] ? [index] : []));
    return starts.map((start, index) => names.slice(start, starts[index + 1]));
  });

const version = fc.constantFrom("v1.28.3", "v1.28.6", "v1.29.2", "v1.29.6", "v1.30.2", "v1.30.3");
const rows = fc.record({
  version,
  to: version,
  phases: fc.constantFrom("separate" as const, "combined" as const),
  midway: fc.boolean(),
  joins: fc.boolean(),
});

function planWith(
  row: { version: string; to: string; phases: "separate" | "combined"; midway: boolean; joins: boolean },
  cohorts?: string[][],
): Plan {
  const { version, to, phases, midway, joins } = row;
  const spec: MeshSpecInput = {
    distribution: "sail",
    dataPlane: "sidecar",
    version,
    operator: { release: "1.30.3" },
    ...(midway && {
      running: { controlPlane: "v1.29.6", workloads: version === "v1.29.6" ? version : [version, "v1.29.6"] },
    }),
    upgrade: { to, phases, accept: ["proxies-ahead"], ...(cohorts && { cohorts }) },
    namespaces: [
      ...every.map((name) => ({ name, ...(joins && name === "b" && { joins }) })),
      { name: "t", dataPlane: "none" },
    ],
  };
  return planUpgrade(meshFromSpec("random", spec));
}

test("whatever the cohorts: no state breaks the rule, each hop restarts everybody once, and the end is the same", () => {
  let emitted = 0;
  fc.assert(
    fc.property(rows, cohorts, (row, cohorts) => {
      const plan = planWith(row, cohorts);
      const plain = planWith(row);
      expect(isEmittable(plan)).toBe(isEmittable(plain));
      if (!isEmittable(plan)) return;
      emitted += 1;
      expect(plan.proof.filter(({ verdict }) => verdict === "broken")).toEqual(
        plain.proof
          .filter(({ verdict }) => verdict === "broken")
          .map((one) => expect.objectContaining({ because: one.because })),
      );
      expect(plan.phases.at(-1)?.state).toEqual(plain.phases.at(-1)?.state);

      let outstanding: Set<string> | undefined;
      for (const { kind, state, manual, gates } of plan.phases) {
        const controlPlane = controlPlaneVersion(state);
        const enrolled = every.filter((name) => !state.notYetJoined?.includes(name));
        if (kind === "restart") {
          outstanding ??= new Set(enrolled);
          for (const step of manual) {
            if (step.step !== "restart-workloads") continue;
            // Once each, at the version of the istiod that injects.
            expect([step.namespace, outstanding.delete(step.namespace), step.version]).toEqual([
              step.namespace,
              true,
              controlPlane,
            ]);
          }
        } else {
          expect(outstanding?.size ?? 0).toBe(0);
          outstanding = undefined;
        }
        // What a namespace may run is part of what the proof has looked at, and obeys the rule.
        const all = state.inTransit?.workloads ?? [state.workloads];
        for (const [name, versions] of Object.entries(state.workloadsByNamespace ?? {})) {
          expect([name, versions.every((one) => all.includes(one))]).toEqual([name, true]);
          expect([name, versions.join() === controlPlane]).toEqual([name, !outstanding?.has(name)]);
          if (row.midway) continue;
          for (const one of versions) {
            const behind = minorDistance(one, controlPlane);
            if (minorDistance(row.version, row.to) >= 0) expect([0, 1]).toContain(behind);
          }
        }
        expect(state.workloadsByNamespace === undefined).toBe(kind !== "restart" || outstanding?.size === 0);
        // Nobody is asked for the new version before the restart.
        for (const gate of gates) {
          if (gate.check !== "proxy-version" || kind !== "restart") continue;
          expect(outstanding?.has(gate.proxies.namespace)).toBe(false);
        }
      }
    }),
    { numRuns: 150 },
  );
  // A property about plans that are never made would be no property.
  expect(emitted).toBeGreaterThan(50);
});
