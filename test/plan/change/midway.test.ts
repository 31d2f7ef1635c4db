import { letGoMark } from "../../../src/mesh/labels";
import type { LiveStart, Mesh } from "../../../src/mesh/mesh";
import { besidesOf, type Described } from "../../../src/plan/change/described";
import { renderMesh } from "../../../src/render/render";
import { fc } from "../../support/fast-check";
import { objectsOf, pair } from "./descriptions";
import { meshOf, policy, rowOf } from "./support";

const wp = { name: "wp", namespace: "shop" };
const used = { namespaces: [{ name: "shop", waypoint: { name: "wp" } }], waypoints: [wp] };

/** What a folder holds that stands at a phase of a row. */
function standingAt(described: Described | undefined): LiveStart {
  return { mesh: described?.mesh as Mesh, ...(described && besidesOf(described)) };
}

test("from wherever a row stands the edit can be taken back, and taken up again: the ends are what they are by themselves", () => {
  fc.assert(
    fc.property(pair, fc.nat(), ([before, after], at) => {
      const row = rowOf(before, after);
      const phase = at % row.plan.phases.length;
      const start = standingAt(row.plan.phases[phase]?.described);
      if (!start.mesh) return;
      for (const target of [before, after]) {
        const { plan, snapshots, findings } = renderMesh({ ...target, before: start });
        expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
        // The baseline is what the folder holds, and the end what a mesh described afresh is.
        expect(objectsOf(snapshots[0])).toEqual(objectsOf(row.snapshots[phase]));
        expect(objectsOf(snapshots.at(-1))).toEqual(objectsOf(renderMesh(target).snapshots[0]));
        expect(
          besidesOf(plan.phases.at(-1)?.described ?? (row.plan.phases[0]?.described as Described)),
        ).toBeUndefined();
      }
    }),
    { numRuns: 12 },
  );
});

describe("an edit that is taken back half way", () => {
  test.each<[string, Mesh, Mesh, string, readonly string[]]>([
    [
      "a Namespace that is in Git by now leaves it again",
      meshOf({}),
      meshOf({ namespaces: [{ name: "pay", ownership: "owned" }] }),
      "01-own-namespaces",
      ["01-let-go", "02-remove"],
    ],
    [
      "what is let go is protected again, before a label names it",
      meshOf(used, [policy("allow")]),
      meshOf({}),
      "02-let-go",
      ["01-keep", "02-namespaces"],
    ],
    [
      "who was about to use a waypoint is not let in any more",
      meshOf({ ...used, namespaces: [...used.namespaces, { name: "pay" }] }),
      meshOf({
        ...used,
        namespaces: [...used.namespaces, { name: "pay", waypoint: { name: "wp", namespace: "shop" } }],
      }),
      "01-waypoints",
      ["01-remove"],
    ],
  ])("%s", (_, before, after, dir, expected) => {
    const phase = rowOf(before, after).plan.phases.find((one) => one.dir === dir);
    const { plan, snapshots } = renderMesh({ ...before, before: standingAt(phase?.described) });
    expect(plan.phases.slice(1).map((one) => one.dir)).toEqual(expected);
    const letGo = [...objectsOf(snapshots[1]).values()].filter(({ metadata }) => metadata.annotations?.[letGoMark]);
    expect(letGo.length > 0).toBe(expected[0] === "01-let-go");
  });

  test("what was let go already is not let go once more", () => {
    const [before, after] = [meshOf(used, [policy("allow")]), meshOf({})];
    const phase = rowOf(before, after).plan.phases.find(({ dir }) => dir === "02-let-go");
    const { plan } = renderMesh({ ...after, before: standingAt(phase?.described) });
    expect(plan.phases.map(({ dir }) => dir)).toEqual(["00-baseline", "01-remove"]);
  });
});
