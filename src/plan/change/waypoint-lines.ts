import { revisionLabel } from "../../mesh/istiod";
import type { KubernetesObject, Mesh, WaypointUser } from "../../mesh/mesh";
import { waypointGateway } from "../../mesh/waypoint-gateway";
import { objectId } from "../../objects/kubernetes-object";
import { changeLine, linesOf } from "./step";

/*
 * What a reviewer finds in the manifests of waypoints.
 */

type Waypoint = Mesh["waypoints"][number];

/** The Gateway of a waypoint that a description has by a key. */
export function gatewayOf(
  { controlPlane }: Mesh,
  waypoint: Waypoint,
  users: readonly WaypointUser[],
): KubernetesObject {
  return waypointGateway({ ...waypoint, usedBy: usersOf(waypoint, users), revision: revisionLabel(controlPlane.name) });
}

/** One line for each field by which a Gateway that a manifest has differs from that of the key, in the order of time. */
export function takenOverLines(before: KubernetesObject, after: KubernetesObject): string[] {
  const id = objectId(after);
  return [
    ...linesOf(id, "metadata.labels", before.metadata.labels ?? {}, after.metadata.labels ?? {}),
    ...linesOf(id, "spec", before["spec"] ?? {}, after["spec"] ?? {}),
  ];
}

/** Who may attach to a waypoint, where that changes. */
export function userLines(
  waypoints: readonly Waypoint[],
  was: readonly WaypointUser[],
  is: readonly WaypointUser[],
): string[] {
  return waypoints.flatMap((one) => {
    const [before, after] = [usersOf(one, was), usersOf(one, is)];
    if (before.join() === after.join()) return [];
    return [
      changeLine(
        `Gateway/${one.namespace}/${one.name}`,
        "spec.listeners[mesh].allowedRoutes",
        before.join(", "),
        after.join(", "),
      ),
    ];
  });
}

/** Namespaces other than its own that use a waypoint. */
function usersOf({ namespace, name }: Waypoint, namespaces: readonly WaypointUser[]): readonly string[] {
  const users = namespaces.filter(
    ({ name: user, waypoint }) => waypoint?.name === name && (waypoint.namespace ?? user) === namespace,
  );
  return [...new Set(users.map((one) => one.name).filter((user) => user !== namespace))].sort();
}
