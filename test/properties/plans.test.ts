import { distribution, findRelease, isInstallable, servesZtunnelField } from "../../src/catalog/lookup";
import { minorDistance, minorOf } from "../../src/catalog/version";
import type { Mesh } from "../../src/mesh/mesh";
import type { Plan } from "../../src/plan/phase";
import { isEmittable, planUpgrade } from "../../src/plan/plan";
import { controlPlaneVersion, dataPlaneParts, runningVersions } from "../../src/plan/state";
import { fc } from "../support/fast-check";
import { meshes } from "./meshes";

/*
 * What must hold of every plan, said again without the planner's own code: a mistake there must not hide itself here.
 */

const runs = { numRuns: 200 };

function emittable(mesh: Mesh, check: (plan: Plan) => void): void {
  const plan = planUpgrade(mesh);
  if (isEmittable(plan)) check(plan);
}

function releaseOf({ mesh }: Plan, version: string) {
  const release = findRelease(distribution(mesh.distribution), version);
  if (!release) throw new Error(`no release ${version}`);
  return release;
}

/** The rule as Istio writes it down, with the accepted jumps as the only exception. */
function inStep(controlPlane: string, part: string, jumps: readonly string[]): boolean {
  const behind = minorDistance(part, controlPlane);
  const [low, high] = [minorOf(part), minorOf(controlPlane)];
  return behind >= 0 && (behind <= 1 || jumps.includes(`${low}->${high}`) || jumps.includes(`${high}->${low}`));
}

test("no order of applying a phase's objects breaks the skew rule", () => {
  fc.assert(
    fc.property(meshes, fc.array(fc.nat({ max: 23 }), { minLength: 8, maxLength: 8 }), (mesh, dice) => {
      emittable(mesh, ({ phases }) => {
        const jumps = mesh.upgrade?.acceptVendorJumps ?? [];
        phases.forEach(({ state }, index) => {
          const before = phases[index - 1]?.state ?? state;
          // One random interleaving: each part has moved or not; proxies that istiod rolls cannot move before it.
          const moved = (dice[index % dice.length] ?? 0) % 2 === 1;
          const controlPlane = controlPlaneVersion(moved ? state : before);
          dataPlaneParts.forEach((part, position) => {
            const follows = part === "waypoints" || part === "workloads";
            const after = (((dice[(index + position) % dice.length] ?? 0) >> 1) & 1) === 1 && (moved || !follows);
            for (const version of runningVersions(after ? state : before, part)) {
              expect([controlPlane, part, version, inStep(controlPlane, version, jumps)]).toEqual([
                controlPlane,
                part,
                version,
                true,
              ]);
            }
          });
        });
      });
    }),
    runs,
  );
});

test("every version of every state is installable in the operators before and after it", () => {
  fc.assert(
    fc.property(meshes, (mesh) => {
      emittable(mesh, (plan) => {
        plan.phases.forEach(({ state }, index) => {
          const before = plan.phases[index - 1]?.state ?? state;
          for (const release of [before.operatorRelease, state.operatorRelease].map((one) => releaseOf(plan, one))) {
            for (const version of [controlPlaneVersion(state), state.cni, state.ztunnel]) {
              if (version) expect(isInstallable(release, version)).toBe(true);
            }
            if (state.ztunnelApiVersion) expect(release.ztunnel.apiVersions).toContain(state.ztunnelApiVersion);
            for (const [field, value] of Object.entries(state.ztunnelSettings ?? {})) {
              if (value !== undefined) expect(servesZtunnelField(release, field as "updateStrategy")).toBe(true);
            }
          }
        });
      });
    }),
    runs,
  );
});

test("a phase moves one thing: the operator, settings, or one part (all parts when combined)", () => {
  fc.assert(
    fc.property(meshes, (mesh) => {
      emittable(mesh, ({ phases }) => {
        for (const { kind, changes } of phases) {
          const moves = changes.filter((change) => !/ZTunnel\/default (apiVersion|spec\.profile) /.test(change));
          const versions = moves.filter((change) => change.includes("spec.version"));
          if (["baseline", "verify", "restart"].includes(kind)) expect(moves).toEqual([]);
          else if (kind === "operator") expect(moves.every((change) => change.startsWith("Subscription/"))).toBe(true);
          else if (kind === "prepare") expect(versions).toEqual([]);
          else expect(versions.length).toBe(mesh.upgrade?.phases === "combined" ? versions.length : 1);
        }
      });
    }),
    runs,
  );
});

test("the row ends where it should, and every plan says something: phases or an error", () => {
  let emitted = 0;
  fc.assert(
    fc.property(meshes, (mesh) => {
      const plan = planUpgrade(mesh);
      if (!isEmittable(plan)) {
        expect(plan.findings.some((one) => one.severity === "error" && one.message !== "")).toBe(true);
        return;
      }
      emitted += 1;
      const last = plan.phases[plan.phases.length - 1];
      expect(last && controlPlaneVersion(last.state)).toBe(plan.to);
      expect(last?.state.inTransit).toBeUndefined();
      for (const part of ["cni", "ztunnel", "waypoints", "workloads"] as const) {
        if (last?.state[part]) expect(last.state[part]).toBe(plan.to);
      }
    }),
    runs,
  );
  // A property about plans that are never made would be no property.
  expect(emitted).toBeGreaterThan(runs.numRuns / 10);
});

test("planning twice gives the same plan", () => {
  fc.assert(
    fc.property(meshes, (mesh) => {
      expect(planUpgrade(mesh)).toEqual(planUpgrade(mesh));
    }),
    { numRuns: 50 },
  );
});
