import type { Mesh } from "../../mesh/mesh";
import type { ManualStep } from "../checks";
import { type Cohort, cohortsOf } from "../cohorts";
import { type MeshState, settle, sidecarVersions } from "../state";
import type { PhaseDraft } from "./draft";

/**
 * Sidecars are injected at pod start: they follow only when their pods do. One phase for everybody, or one for each cohort: between two of them pods of
 * both versions run, and the state tells which namespace has which.
 */
export function restartWorkloads(mesh: Mesh, state: MeshState, version: string): readonly PhaseDraft[] {
  if (!state.workloads || !state.inTransit?.workloads) return [];
  const cohorts = cohortsOf(mesh, state);
  const all = cohorts.flat();
  const end = settle({ ...state, workloads: version }, "workloads");
  if (!mesh.upgrade?.cohorts || all.length === 0) {
    const manual = all.map((namespace) => restartStep(namespace, version));
    return [{ kind: "restart", name: `restart-workloads-${version}`, state: end, manual }];
  }
  return cohorts.map((namespaces, index): PhaseDraft => {
    const isLast = index === cohorts.length - 1;
    const done = cohorts.slice(0, index + 1).flat();
    return {
      kind: "restart",
      name: `restart-cohort-${index + 1}-${version}`,
      cohort: { number: index + 1, of: cohorts.length, namespaces },
      state: isLast ? end : { ...state, workloadsByNamespace: halfWay(state, all, done, version) },
      manual: namespaces.map((namespace) => restartStep(namespace, version)),
    };
  });
}

/** What each namespace runs when some have restarted. The others may hold the new version, too: pods start whenever they like. */
function halfWay(state: MeshState, all: Cohort, done: Cohort, version: string): Record<string, readonly string[]> {
  return Object.fromEntries(all.map((name) => [name, done.includes(name) ? [version] : sidecarVersions(state, name)]));
}

function restartStep(namespace: string, version: string): ManualStep {
  return { step: "restart-workloads", namespace, version };
}
