import type { LiveBesides, Mesh, WaypointUser } from "../../mesh/mesh";
import { waypointUsers } from "../../mesh/waypoint-uses";

/** Labels of ours on a Namespace that is somebody else's; `null` takes one off. */
export interface NamespaceLabels {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string | null>>;
}

/** What one phase of a row of changes describes: the mesh somewhere between what it was and what it is to be. */
export interface Described {
  readonly mesh: Mesh;
  /** Namespaces that waypoints let in: those that use one, are about to, or have just left it. */
  readonly users: readonly WaypointUser[];
  /** Namespaces that are in Git as a whole beside those of the mesh: before they join, and after they have left. */
  readonly namespaces: readonly { readonly name: string; readonly labels: Readonly<Record<string, string>> }[];
  /** Namespaces that nobody can rely on yet: they come into Git later, or in this very phase. */
  readonly absent: readonly string[];
  /** Objects that engines may delete once they are gone from Git, by id. */
  readonly letGo: readonly string[];
  /** The labels that the row touches on Namespaces that are shared, as this phase has them. */
  readonly labels: readonly NamespaceLabels[];
  /** Shared Namespaces that get a label, or lose one, in any phase of the row. */
  readonly labelled: readonly string[];
}

/** What a phase has beside the mesh that it describes; nothing where that is all. */
export function besidesOf({ mesh, users, namespaces, letGo }: Described): LiveBesides | undefined {
  // A waypoint lets everybody in its own namespace in.
  const entering = users.filter(
    ({ name, waypoint }) =>
      waypoint &&
      (waypoint.namespace ?? name) !== name &&
      !waypointUsers(mesh).some((one) => one.name === name && sameWaypoint(one.waypoint, waypoint)),
  );
  const besides: LiveBesides = {
    ...(entering.length > 0 && { users: entering.map(({ name, waypoint }) => ({ name, waypoint })) }),
    ...(namespaces.length > 0 && { namespaces: namespaces.map(({ name }) => name) }),
    ...(letGo.length > 0 && { letGo }),
  };
  return Object.keys(besides).length > 0 ? besides : undefined;
}

function sameWaypoint(one: WaypointUser["waypoint"], other: WaypointUser["waypoint"]): boolean {
  return one?.name === other?.name && one?.namespace === other?.namespace;
}
