import type { Mesh } from "../../mesh/mesh";
import { enrolledNamespaces } from "../enrolled";
import type { MeshState } from "../state";
import { hasArrived, type Move, tagOf } from "./asking";
import { gatewayNamespaces, hasPods, revisionCohorts } from "./cohorts";

/** Pods that get the new proxy with the move of a tag, before a cohort has come to it that mesh.yaml puts before them. */
export interface Overtaking {
  /** Namespaces that follow the tag, in the order of mesh.yaml. */
  readonly namespaces: readonly string[];
  /** The first cohort that they overtake. */
  readonly number: number;
  /** Who of it has not come to the new revision. */
  readonly waiting: readonly string[];
  /** Namespaces of gateways that follow the tag too, and for which it moves before any cohort. */
  readonly gateways: readonly string[];
}

/**
 * Where the move of a tag turns the order of `spec.upgrade.cohorts` round for pods that start: those that run keep it, as each cohort restarts in a phase of
 * its own. Without the key nobody has asked for an order.
 * @param state before the tag moves
 */
export function overtaking(mesh: Mesh, to: Move["to"], state: MeshState, tag: string): Overtaking | undefined {
  // On the way back from the middle the cohorts come in reverse, and nobody gets what is new.
  if (!mesh.upgrade?.cohorts || state.controlPlanes[0]?.revision !== to.revision) return undefined;
  const isWaiting = (name: string) => !hasArrived({ to }, state, name);
  const cohorts = revisionCohorts(mesh, state)
    .filter(hasPods)
    .map(({ labelled, tagged }) => [...labelled, ...tagged]);
  const first = cohorts.findIndex((names) => names.some(isWaiting));
  const later = cohorts.slice(first + 1).flat();
  const namespaces = enrolledNamespaces(mesh, state).filter(
    (name) => tagOf(mesh, name) === tag && later.includes(name) && isWaiting(name),
  );
  if (first < 0 || namespaces.length === 0) return undefined;
  return {
    namespaces,
    number: first + 1,
    waiting: (cohorts[first] ?? []).filter(isWaiting),
    gateways: gatewayNamespaces(mesh).filter((name) => tagOf(mesh, name) === tag),
  };
}
