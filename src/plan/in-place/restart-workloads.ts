import type { Mesh } from "../../mesh/mesh";
import { type Cohort, cohortsOf } from "../cohorts";
import { workloadStep } from "../restart-steps";
import { type MeshState, settle, sidecarVersions } from "../state";
import type { PhaseDraft } from "./draft";

/**
 * Sidecars are injected at pod start: they follow only when their pods do. One phase for everybody, or one for each cohort: between two of them pods of
 * both versions run, and the state tells which namespace has which. Who has restarted before the row began does not restart again.
 */
export function restartWorkloads(mesh: Mesh, before: MeshState, version: string): readonly PhaseDraft[] {
  const { workloadsByNamespace, ...state } = before;
  if (!state.workloads || !state.inTransit?.workloads) return [];
  const waits = (name: string) => workloadsByNamespace?.[name]?.join() !== version;
  const cohorts = cohortsOf(mesh, before);
  const all = cohorts.flat();
  const end = settle({ ...state, workloads: version }, "workloads");
  if (!mesh.upgrade?.cohorts || all.length === 0) {
    const manual = all.filter(waits).map((namespace) => workloadStep(mesh, namespace, version));
    return [{ kind: "restart", name: `restart-workloads-${version}`, state: end, manual }];
  }
  const waiting = cohorts.filter((namespaces) => namespaces.some(waits));
  return waiting.map((namespaces, index): PhaseDraft => {
    const number = cohorts.indexOf(namespaces) + 1;
    const done = [...all.filter((name) => !waits(name)), ...waiting.slice(0, index + 1).flat()];
    return {
      kind: "restart",
      name: `restart-cohort-${number}-${version}`,
      cohort: { number, of: cohorts.length, isLast: index === waiting.length - 1, namespaces },
      state:
        index === waiting.length - 1 ? end : { ...state, workloadsByNamespace: halfWay(before, all, done, version) },
      manual: namespaces.filter(waits).map((namespace) => workloadStep(mesh, namespace, version)),
    };
  });
}

/** What each namespace runs when some have restarted. The others may hold the new version, too: pods start whenever they like. */
function halfWay(state: MeshState, all: Cohort, done: Cohort, version: string): Record<string, readonly string[]> {
  return Object.fromEntries(all.map((name) => [name, done.includes(name) ? [version] : sidecarVersions(state, name)]));
}
