import type { OperatorRelease } from "../../catalog/types";
import { labelledNamespaces, meshLabels } from "../../mesh/labels";
import type { Mesh } from "../../mesh/mesh";
import type { MeshNamespace } from "../../mesh/schema";
import type { ManualStep } from "../checks";
import { baselinePhase, baselineState } from "../in-place/baseline";
import type { PhaseDraft } from "../in-place/draft";
import type { RunningVersions } from "../running";
import { goneObjects } from "./carried";
import type { Described } from "./described";
import { labelChanges, labelsAt, labelsIn } from "./label-changes";
import { ownedIn } from "./label-steps";
import type { ChangeStep } from "./step";
import { changeSteps, endOf, startOf } from "./steps";

/**
 * The phases of a mesh that is described otherwise than what the live folder holds, while no version moves. Nothing where no object of the mesh differs.
 */
export function layOutChanges(mesh: Mesh, release: OperatorRelease, runs: RunningVersions): readonly PhaseDraft[] {
  if (!mesh.before || mesh.upgrade) return [];
  const [start, end] = [startOf(mesh.before, mesh), endOf(mesh)];
  const steps = changeSteps(start, end);
  if (steps.length === 0) return [];
  const touched = labelChanges(start, end);
  let users: readonly MeshNamespace[] = start.namespaces;
  let owned = ownedIn(start);
  const described = (mesh: Mesh, step?: ChangeStep): Described => {
    users = step?.users ?? users;
    const absent = ownedIn(end).filter((name) => !owned.includes(name));
    owned = step?.owned ?? owned;
    const namespaces = owned
      .filter((name) => !ownedIn(mesh).includes(name))
      .map((name) => ({ name, labels: labelsIn(mesh, name) }));
    return { mesh, users, namespaces, absent, letGo: step?.letGo ?? [], labels: labelsAt(mesh, touched) };
  };
  const state = baselineState(start, release, runs);
  const baseline: PhaseDraft = { ...baselinePhase(start, state), described: described(start) };
  let now = start;
  const drafts = steps.map((step): PhaseDraft => {
    const manual = [
      ...handwork(now, step.mesh, runs.controlPlane),
      // Whoever applies by hand prunes by hand.
      ...(mesh.delivery.engine === "none" ? deletions(now, step.mesh) : []),
    ];
    now = step.mesh;
    return {
      kind: "change",
      name: step.name,
      state: baselineState(step.mesh, release, runs),
      described: described(step.mesh, step),
      words: step,
      manual,
    };
  });
  return [baseline, ...drafts];
}

/**
 * What people do when the labels of namespaces change: owners set those on Namespaces of their own, and sidecars come with a restart.
 * @param version of the control plane, which sidecars are injected at
 */
export function handwork(from: Mesh, to: Mesh, version: string): readonly ManualStep[] {
  return labelChanges(from, to).flatMap(({ name, before, after, set, gone }): ManualStep[] => {
    const entry = labelledNamespaces(to).find((one) => one.name === name);
    const injects = to.dataPlane === "sidecar" && joining(set);
    const restart: ManualStep[] = injects ? [{ step: "restart-workloads", namespace: name, version }] : [];
    if ((after ?? before)?.ownership !== "external") return restart;
    return [
      ...(Object.keys(set).length > 0 && entry
        ? [{ step: "ask-owner" as const, namespace: name, labels: meshLabels(to, entry) }]
        : []),
      ...(gone.length > 0 ? [{ step: "take-labels" as const, namespace: name, labels: gone, isExternal: true }] : []),
      ...restart,
    ];
  });
}

/** What people delete because no engine does. */
export function deletions(from: Mesh, to: Mesh): readonly ManualStep[] {
  return goneObjects(from, to).map((one) => ({ step: "delete-object", ...one }));
}

function joining(labels: Readonly<Record<string, string>>): boolean {
  return "istio-injection" in labels || "istio.io/rev" in labels;
}
