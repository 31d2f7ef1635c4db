import type { Mesh } from "../../mesh/mesh";
import type { MeshNamespace } from "../../mesh/schema";
import { identity, objectId } from "../../source/kubernetes-object";
import { carriedChanges, namespaceIdentity, waypointIdentity } from "./carried";
import { ownedIn } from "./label-steps";
import { type Between, type ChangeStep, changeLine } from "./step";

type Waypoint = Mesh["waypoints"][number];

/*
 * Waypoints, gateways, routes and policies: there before anything uses them, gone after everything has left them.
 */

/** Waypoints that are new or take other traffic, and who may use them: those that do, and those that are about to. */
export function proxyStep({ before, now, after }: Between): ChangeStep | undefined {
  const waypoints = [...after.waypoints, ...now.waypoints.filter((one) => !hasWaypoint(after, one))];
  const users = [...before.namespaces, ...after.namespaces];
  const changes = [...waypointLines(now, after), ...userLines(after.waypoints, before.namespaces, users)];
  if (changes.length === 0) return undefined;
  return {
    name: "waypoints",
    title: "Waypoints that are new",
    why: "A waypoint is there, ready, and lets a namespace in, before a label sends its traffic there.",
    disruption: "None: nothing uses what is new yet. A waypoint that takes other traffic than before takes it at once.",
    changes,
    mesh: { ...now, waypoints },
    users,
  };
}

/** Routes, policies and whatever else is carried: new and changed ones. */
export function routingStep({ now, after }: Between): ChangeStep | undefined {
  const { added, changed, gone } = carriedChanges(now, after);
  if (added.length === 0 && changed.length === 0) return undefined;
  // Proxies that are new may be among what is carried, and are asked for from here on.
  const gateways = [...after.gateways, ...now.gateways.filter((one) => !after.gateways.some((it) => same(it, one)))];
  return {
    name: "routing",
    title: "Routes and policies",
    why: "What is carried comes after the proxies that it names, and before a label that brings traffic under it.",
    disruption:
      "Traffic that the mesh carries already follows new and changed routes and policies as soon as they are applied: requests can be sent elsewhere, or refused.",
    changes: [
      ...added.map(({ object }) => `${objectId(object)} added`),
      ...changed.map(({ after: { object } }) => `${objectId(object)} changed`),
    ],
    mesh: { ...now, gateways, carried: [...after.carried, ...gone] },
  };
}

/** Engines may delete from here on what the next commit takes out of Git; until now they were told not to. */
export function letGoStep(between: Between): ChangeStep | undefined {
  const { now, after } = between;
  const { gone } = carriedChanges(now, after);
  const waypoints = now.waypoints.filter((one) => !hasWaypoint(after, one));
  const namespaces = droppedNamespaces(between);
  const letGo = [
    ...waypoints.map(waypointIdentity),
    ...gone.map(({ object }) => identity(object)),
    ...namespaces.map(namespaceIdentity),
  ];
  if (letGo.length === 0) return undefined;
  return {
    name: "let-go",
    title: "Let go of what is not needed any more",
    why: "Waypoints, routes and policies carry annotations that keep engines from deleting them. They lose those in a commit of their own, so that the next one can take them out of the cluster and not only out of Git.",
    disruption: "None: nothing is deleted yet.",
    changes: [
      ...waypoints.map(({ namespace, name }) => `Gateway/${namespace}/${name} may be deleted`),
      ...gone.map(({ object }) => `${objectId(object)} may be deleted`),
      ...namespaces.map((name) => `Namespace/${name} is let go, and stays protected`),
    ],
    mesh: now,
    letGo,
  };
}

/** The end: what nobody uses goes, and waypoints let nobody in who has left. */
export function removeStep(
  between: Between,
  letGo: readonly string[],
  users: readonly MeshNamespace[],
): ChangeStep | undefined {
  const { after } = between;
  const narrowed = userLines(after.waypoints, users, after.namespaces);
  const dropped = droppedNamespaces(between);
  const leaving = dropped.map(namespaceIdentity);
  if (letGo.length === 0 && narrowed.length === 0) return undefined;
  return {
    name: "remove",
    title: "Take out what is not needed any more",
    why: "Nothing uses it since the phase before: no label names it, and nothing is attached to it.",
    disruption:
      dropped.length > 0
        ? "Routes and policies that go do not hold any more. Namespaces leave Git and stay in the cluster, with all that is in them."
        : "Routes and policies that go do not hold any more.",
    changes: [
      ...letGo.filter((id) => !leaving.includes(id)).map((id) => `${id.slice(id.indexOf("/") + 1)} removed`),
      ...narrowed,
      ...dropped.map((name) => `Namespace/${name} left to the cluster`),
    ],
    mesh: after,
    users: after.namespaces,
    owned: ownedIn(after),
  };
}

/** Namespaces that were ours and are not any more. Engines are told to keep them in any case. */
function droppedNamespaces({ before, after }: Between): readonly string[] {
  return ownedIn(before).filter((name) => !ownedIn(after).includes(name));
}

function hasWaypoint({ waypoints }: Mesh, one: Waypoint): boolean {
  return waypoints.some((it) => same(it, one));
}

function same(one: { namespace: string; name: string }, other: { namespace: string; name: string }): boolean {
  return one.namespace === other.namespace && one.name === other.name;
}

function waypointLines(now: Mesh, after: Mesh): string[] {
  return after.waypoints.flatMap((one) => {
    const was = now.waypoints.find((it) => same(it, one));
    const id = `Gateway/${one.namespace}/${one.name}`;
    if (!was) return [`${id} added`];
    return was.for === one.for ? [] : [changeLine(id, 'metadata.labels["istio.io/waypoint-for"]', was.for, one.for)];
  });
}

/** Who may attach to a waypoint, where that changes. */
function userLines(
  waypoints: readonly Waypoint[],
  was: readonly MeshNamespace[],
  is: readonly MeshNamespace[],
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
function usersOf({ namespace, name }: Waypoint, namespaces: readonly MeshNamespace[]): readonly string[] {
  const users = namespaces.filter(
    ({ name: user, waypoint }) => waypoint?.name === name && (waypoint.namespace ?? user) === namespace,
  );
  return [...new Set(users.map((one) => one.name).filter((user) => user !== namespace))].sort();
}
