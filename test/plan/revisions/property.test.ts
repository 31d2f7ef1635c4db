import { meshFromSpec } from "../../../src/mesh/defaults";
import type { Mesh } from "../../../src/mesh/mesh";
import type { MeshSpecInput } from "../../../src/mesh/schema";
import type { Phase } from "../../../src/plan/phase";
import { revisionFaults } from "../../../src/plan/revisions/faults";
import { sidecarVersions } from "../../../src/plan/state";
import { renderMesh, rowState } from "../../../src/render/render";
import { checkRow } from "../../../src/rules/run";
import { fc } from "../../support/fast-check";

const names = ["one", "two", "three", "edge"];
const tags = ["canary", "stable"];

const mesh: fc.Arbitrary<Mesh> = fc
  .record({
    tags: fc.subarray(tags),
    follows: fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }),
    owners: fc.array(fc.constantFrom("owned" as const, "shared" as const, "external" as const), {
      minLength: 4,
      maxLength: 4,
    }),
    cohorts: fc.option(fc.shuffledSubarray(["one", "two", "three"], { minLength: 1 })),
    split: fc.boolean(),
    hasGateway: fc.boolean(),
    pinned: fc.subarray(["gateway-api" as const, "self-managed" as const]),
    hasCni: fc.boolean(),
    row: fc.constantFrom(
      ["v1.28.3", "v1.30.3"],
      ["v1.29.6", "v1.30.3"],
      ["v1.30.3", "v1.28.3"],
      ["v1.30.0", "v1.30.3"],
    ),
  })
  .map(({ tags, follows, owners, cohorts, split, hasGateway, pinned, hasCni, row: [version = "", to = ""] }) => {
    const namespaces = names.map((name, index) => {
      const revisionTag = tags[follows[index] ?? 0];
      return { name, ownership: owners[index] as "owned", ...(revisionTag !== undefined && { revisionTag }) };
    });
    const spec: MeshSpecInput = {
      distribution: "sail",
      dataPlane: "sidecar",
      version,
      operator: { release: "1.30.3" },
      upgrade: {
        to,
        strategy: "RevisionBased",
        accept: ["proxies-ahead"],
        ...(cohorts && { cohorts: split ? cohorts.map((one) => [one]) : [cohorts] }),
      },
      ...(hasCni && { cni: {} }),
      revisionTags: tags.map((name) => ({ name })),
      namespaces,
      gateways: [
        ...(hasGateway ? [{ name: "in", namespace: "edge", kind: "injected" as const }] : []),
        ...pinned.map((kind) => ({ name: kind, namespace: "two", kind })),
      ],
      delivery: { engine: "flux" },
    };
    return meshFromSpec("prod", spec);
  });

/** Both ways between neighbours; clean-up is walked in one only. */
function steps(phases: readonly Phase[]) {
  return phases.slice(1).flatMap((after, index) => {
    const before = phases[index] as Phase;
    const forward = { phase: after.dir, before: before.state, after: after.state };
    return after.kind === "clean-up"
      ? [forward]
      : [forward, { phase: before.dir, before: after.state, after: before.state }];
  });
}

test("no step, in either direction and in any order of its objects, leaves anything without the revision that it asks for", () => {
  fc.assert(
    fc.property(mesh, (one) => {
      const { plan, snapshots, findings } = renderMesh(one);
      expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
      for (const { before, after, phase } of steps(plan.phases)) {
        // Going back Istio asks for the old revision, which is there as long as it is held; the new one may go.
        const goesBack = before.controlPlanes.length > after.controlPlanes.length && after.holds !== undefined;
        const faults = revisionFaults({ phase, before, after }).filter(
          (fault) => !goesBack || !fault.startsWith("nothing holds"),
        );
        expect([phase, faults]).toEqual([phase, []]);
      }
      expect(plan.proof.filter(({ verdict }) => verdict === "broken")).toEqual([]);
      const back = checkRow(
        [...snapshots]
          .reverse()
          .slice(1)
          .map((one) => rowState(plan, one)),
      );
      expect(back.filter(({ severity }) => severity === "error")).toEqual([]);
    }),
    { numRuns: 15 },
  );
});

test("everybody arrives, each once: what a cohort names moves with it, and nobody runs a version that no control plane has", () => {
  fc.assert(
    fc.property(mesh, (one) => {
      const { phases } = renderMesh(one).plan;
      const end = phases.at(-1) as Phase;
      const to = one.upgrade?.to;
      for (const name of names) {
        expect(sidecarVersions(end.state, name)).toEqual([to]);
        const restarts = phases.filter(({ manual }) =>
          manual.some((step) => step.step.startsWith("restart-") && "namespace" in step && step.namespace === name),
        );
        expect([name, restarts.length]).toEqual([name, 1]);
      }
      for (const { state } of phases) {
        const versions = state.controlPlanes.map(({ version }) => version);
        for (const name of names)
          for (const version of sidecarVersions(state, name)) expect(versions).toContain(version);
      }
    }),
    { numRuns: 15 },
  );
});

describe("faults are found", () => {
  const row = renderMesh(
    meshFromSpec("prod", {
      distribution: "sail",
      dataPlane: "sidecar",
      version: "v1.29.6",
      operator: { release: "1.30.3" },
      upgrade: { to: "v1.30.3", strategy: "RevisionBased" },
      revisionTags: [{ name: "stable" }],
      namespaces: [{ name: "one" }, { name: "two", revisionTag: "stable" }],
    }),
  ).plan.phases.map(({ state }) => state);
  const [baseline, hold, beside, tag, , cohort, , cleanUp] = row;

  test.each([
    ["no hold", baseline, beside, /nothing holds default-v1-29-6 before Istio asks for default-v1-30-3/],
    [
      "a tag that moves with the control plane",
      hold,
      tag,
      /tag stable asks for default-v1-30-3, which may not be there/,
    ],
    ["a label that moves with it", hold, cohort, /namespace one asks for default-v1-30-3/],
    ["pods that are left behind", tag, cleanUp, /default-v1-29-6 goes, and pods of one, two may be connected to it/],
  ])("%s", (_, before, after, fault) => {
    if (!before || !after) throw new Error("the row is shorter than that");
    expect(revisionFaults({ phase: "x", before, after }).join("\n")).toMatch(fault);
  });
});
