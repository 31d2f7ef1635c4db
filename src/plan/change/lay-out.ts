import type { OperatorRelease } from "../../catalog/types";
import type { Mesh } from "../../mesh/mesh";
import { baselinePhase, baselineState } from "../in-place/baseline";
import type { PhaseDraft } from "../in-place/draft";
import { nodesReplaced } from "../phase-checks";
import type { RunningVersions } from "../running";
import type { Described } from "./described";
import { deletions, drains, handwork } from "./handwork";
import { labelsAt, labelsIn, touchedLabels } from "./label-changes";
import { ownedIn, type Reached } from "./step";
import { changeSteps, endOf, startOf } from "./steps";

/**
 * The phases of a mesh that is described otherwise than what the live folder holds, while no version moves. Nothing where no object of the mesh differs.
 */
export function layOutChanges(mesh: Mesh, release: OperatorRelease, runs: RunningVersions): readonly PhaseDraft[] {
  if (!mesh.before || mesh.upgrade) return [];
  const [start, end] = [startOf(mesh.before, mesh), endOf(mesh)];
  const steps = changeSteps(start, end);
  if (steps.length === 0) return [];
  const touched = touchedLabels(
    start.mesh,
    steps.map(({ mesh }) => mesh),
    end,
  );
  const labelled = [
    ...new Set(
      [start, ...steps].flatMap(({ mesh }) => labelsAt(start.mesh, mesh, touched)).map(({ namespace }) => namespace),
    ),
  ];
  const described = ({ mesh, users, owned, letGo }: Reached, before: Reached): Described => ({
    mesh,
    users,
    namespaces: owned
      .filter((name) => !ownedIn(mesh).includes(name))
      .map((name) => ({ name, labels: labelsIn(mesh, name) })),
    absent: ownedIn(end).filter((name) => !before.owned.includes(name)),
    letGo,
    labels: labelsAt(start.mesh, mesh, touched),
    labelled,
  });
  const state = baselineState(start.mesh, release, runs);
  const baseline: PhaseDraft = { ...baselinePhase(start.mesh, state), described: described(start, start) };
  const drafts = steps.map((step, index): PhaseDraft => {
    const before = steps[index - 1] ?? start;
    const [was, is] = [before.mesh, step.mesh];
    const state = baselineState(is, release, runs);
    return {
      kind: "change",
      name: step.name,
      state,
      described: described(step, before),
      words: step,
      ...(step.drains && { gates: nodesReplaced(is, state) }),
      manual: [
        ...(step.drains ? drains(is, state) : []),
        ...handwork(was, is, { version: runs.controlPlane, start: start.mesh }),
        // Whoever applies by hand prunes by hand.
        ...(is.delivery.engine === "none" ? deletions(was, is) : []),
      ],
    };
  });
  return [baseline, ...drafts];
}
