import type { Mesh } from "../mesh/mesh";
import { enrolledNamespaces } from "./enrolled";
import type { MeshState } from "./state";

/** Namespaces whose workloads restart together. */
export type Cohort = readonly string[];

/**
 * Who restarts together, in order: the cohorts of mesh.yaml as they stand there, and after them, in file order, what they do not name. Without the key everybody
 * does at once: then no row becomes longer than what its owner has asked for. A namespace that is still to join has no sidecars to restart.
 */
export function cohortsOf(mesh: Mesh, state: MeshState): readonly Cohort[] {
  const enrolled = enrolledNamespaces(mesh, state);
  const named = mesh.upgrade?.cohorts ?? [];
  const others = enrolled.filter((name) => !named.some((cohort) => cohort.includes(name)));
  const wanted = named.map((cohort) => cohort.filter((name) => enrolled.includes(name)));
  return [...wanted, others].filter((cohort) => cohort.length > 0);
}
