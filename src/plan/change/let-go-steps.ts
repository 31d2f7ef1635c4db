import type { Mesh } from "../../mesh/mesh";
import { waypointUsers } from "../../mesh/waypoint-uses";
import { identity, objectId } from "../../objects/kubernetes-object";
import { carriedChanges, leavingObjects, namespaceIdentity, waypointIdentity } from "./carried";
import { type Between, type ChangeStep, ownedIn } from "./step";
import { userLines } from "./waypoint-lines";

/*
 * What nobody needs any more: engines are told to keep it until a commit says otherwise, and the next one takes it out.
 */

/** What was let go, and is wanted after all: it is safe again before anything relies on it. */
export function keepStep({ now, after }: Between): ChangeStep | undefined {
  const wanted = [
    ...after.waypoints.map(waypointIdentity),
    ...after.carried.map(({ object }) => identity(object)),
    ...ownedIn(after).map(namespaceIdentity),
  ];
  const kept = now.letGo.filter((id) => wanted.includes(id));
  if (kept.length === 0) return undefined;
  return {
    name: "keep",
    title: "Keep what is needed after all",
    why: "It was let go on the way that was taken so far: without the annotations that keep it, an engine may delete it as soon as it is missing from Git.",
    disruption: "None.",
    changes: kept.map((id) => `${shownIdentity(id)} is protected again`),
    letGo: now.letGo.filter((id) => !kept.includes(id)),
  };
}

/** Engines may delete from here on what the next commit takes out of Git; until now they were told not to. */
export function letGoStep({ now, after }: Between): ChangeStep | undefined {
  const { waypoints, gone, namespaces } = leaving(now, after);
  const fresh = (id: string) => !now.letGo.includes(id);
  const changes = [
    ...waypoints
      .filter((one) => fresh(waypointIdentity(one)))
      .map(({ namespace, name }) => `Gateway/${namespace}/${name} may be deleted`),
    ...gone.filter(({ object }) => fresh(identity(object))).map(({ object }) => `${objectId(object)} may be deleted`),
    ...namespaces
      .filter((name) => fresh(namespaceIdentity(name)))
      .map((name) => `Namespace/${name} is let go, and stays protected`),
  ];
  if (changes.length === 0) return undefined;
  return {
    name: "let-go",
    title: "Let go of what is not needed any more",
    why: "Waypoints, routes and policies carry annotations that keep engines from deleting them. They lose those in a commit of their own, so that the next one can take them out of the cluster and not only out of Git.",
    disruption: "None: nothing is deleted yet.",
    changes,
    letGo: [
      ...waypoints.map(waypointIdentity),
      ...gone.map(({ object }) => identity(object)),
      ...namespaces.map(namespaceIdentity),
    ],
  };
}

/** The end: what nobody uses goes, waypoints let nobody in who has left, and policies are attached to nothing that nobody uses. */
export function removeStep({ now, after }: Between): ChangeStep | undefined {
  const { waypoints, gone, namespaces } = leaving(now, after);
  const removed = [...waypoints.map(waypointIdentity), ...gone.map(({ object }) => identity(object))];
  const changes = [
    ...removed.map((id) => `${shownIdentity(id)} removed`),
    ...userLines(after.waypoints, now.users, waypointUsers(after)),
    ...carriedChanges(now.mesh, after).changed.map(
      ({ after: { object } }) => `${objectId(object)} is attached to nothing but what mesh.yaml says`,
    ),
    ...namespaces.map((name) => `Namespace/${name} left to the cluster`),
  ];
  if (changes.length === 0) return undefined;
  return {
    name: "remove",
    title: "Take out what is not needed any more",
    why: "Nothing uses it since the phase before: no label names it, and nothing is attached to it.",
    disruption:
      namespaces.length > 0
        ? "Routes and policies that go do not hold any more. Namespaces leave Git and stay in the cluster, with all that is in them."
        : "Routes and policies that go do not hold any more.",
    changes,
    mesh: after,
    users: waypointUsers(after),
    owned: ownedIn(after),
    letGo: [],
  };
}

/** What goes: waypoints, objects that were carried, and Namespaces that are not ours any more, which engines are told to keep in any case. */
function leaving({ mesh, owned }: Between["now"], after: Mesh) {
  const { waypoints, carried: gone } = leavingObjects(mesh, after);
  return { waypoints, gone, namespaces: owned.filter((name) => !ownedIn(after).includes(name)) };
}

/** `Gateway/shop/waypoint` of its identity. */
function shownIdentity(id: string): string {
  return id.slice(id.indexOf("/") + 1);
}
