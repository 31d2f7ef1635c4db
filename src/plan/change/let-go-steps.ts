import { isLeftToCluster, wouldGoAlong } from "../../mesh/left-to-cluster";
import type { Mesh } from "../../mesh/mesh";
import { protectedKind } from "../../mesh/protected-kinds";
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
  const { waypoints, gone, left, namespaces } = leaving(now, after);
  const goes = [...waypoints.map(waypointIdentity), ...gone.map(({ object }) => identity(object))];
  const stays = [...left.map(({ object }) => identity(object)), ...namespaces.map(namespaceIdentity)];
  const isFresh = (id: string) => !now.letGo.includes(id);
  const changes = [
    ...goes.filter(isFresh).map((id) => `${shownIdentity(id)} may be deleted`),
    ...stays.filter(isFresh).map((id) => `${shownIdentity(id)} is let go, and stays protected`),
  ];
  if (changes.length === 0) return undefined;
  return {
    name: "let-go",
    title: "Let go of what is not needed any more",
    why: [
      ...(goes.length === 0 ? [] : [stays.length === 0 ? allLose : someLose]),
      ...(stays.length === 0 ? [] : [stayProtected]),
    ].join(" "),
    disruption: "None: nothing is deleted yet.",
    changes,
    letGo: [...goes, ...stays],
  };
}

const allLose =
  "Waypoints, routes and policies carry annotations that keep engines from deleting them. They lose those in a commit of their own, so that the next one can take them out of the cluster and not only out of Git.";
const someLose =
  "What may be deleted loses the annotations that keep engines from it in a commit of its own, so that the next one can take it out of the cluster and not only out of Git.";
const stayProtected =
  "What stays protected leaves Git with the next commit and stays in the cluster: its annotations keep engines from deleting it, and say that it is not missed.";

/** The end: what nobody uses goes, waypoints let nobody in who has left, and policies are attached to nothing that nobody uses. */
export function removeStep({ now, after }: Between): ChangeStep | undefined {
  const { waypoints, gone, left, namespaces } = leaving(now, after);
  const removed = [...waypoints.map(waypointIdentity), ...gone.map(({ object }) => identity(object))];
  const stays = [...left.map(({ object }) => identity(object)), ...namespaces.map(namespaceIdentity)];
  const changes = [
    ...removed.map((id) => `${shownIdentity(id)} removed`),
    ...userLines(after.waypoints, now.users, waypointUsers(after)),
    ...carriedChanges(now.mesh, after).changed.map(
      ({ after: { object } }) => `${objectId(object)} is attached to nothing but what mesh.yaml says`,
    ),
    ...stays.map((id) => `${shownIdentity(id)} left to the cluster`),
  ];
  if (changes.length === 0) return undefined;
  const others = gone
    .filter(({ object }) => protectedKind(object)?.role !== "traffic")
    .map((one) => objectId(one.object));
  const kinds = [...left.map(({ object }) => object), ...namespaces.map(() => namespaceKind)];
  return {
    name: "remove",
    title: "Take out what is not needed any more",
    why: "Nothing of the mesh uses it since the phase before: no label names it, and nothing is attached to it.",
    disruption: [
      ...(changes.length > kinds.length + others.length ? ["Routes and policies that go do not hold any more."] : []),
      ...(others.length > 0 ? [`Deleted from the cluster: ${others.join(", ")}.`] : []),
      ...(kinds.length > 0 ? [stayWords(kinds)] : []),
    ].join(" "),
    changes,
    mesh: after,
    users: waypointUsers(after),
    owned: ownedIn(after),
    letGo: [],
  };
}

const namespaceKind = { apiVersion: "v1", kind: "Namespace" };

/** `Namespaces leave Git and stay in the cluster, with all that is in them.` */
function stayWords(objects: readonly { readonly apiVersion: string; readonly kind: string }[]): string {
  const kinds = [...new Set(objects.map(({ kind }) => `${kind}s`))];
  return `${kinds.join(", ")} leave Git and stay in the cluster, with ${wouldGoAlong(objects).join(" and ")}. Whoever wants them gone deletes them by hand.`;
}

/** What leaves Git: waypoints and objects that were carried go; those that are left to the cluster, and Namespaces that are not ours any more, stay. */
function leaving({ mesh, owned }: Between["now"], after: Mesh) {
  const { waypoints, carried } = leavingObjects(mesh, after);
  const [gone, left] = [false, true].map((is) => carried.filter(({ object }) => isLeftToCluster(object) === is));
  return {
    waypoints,
    gone: gone ?? [],
    left: left ?? [],
    namespaces: owned.filter((name) => !ownedIn(after).includes(name)),
  };
}

/** `Gateway/shop/waypoint` of its identity. */
function shownIdentity(id: string): string {
  return id.slice(id.indexOf("/") + 1);
}
