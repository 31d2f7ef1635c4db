import type { Mesh, WaypointUser } from "../../mesh/mesh";
import { identity, objectId } from "../../source/kubernetes-object";
import { attachedToBoth } from "./attachments";
import { carriedChanges, waypointIdentity } from "./carried";
import { type Between, type ChangeStep, changeLine } from "./step";

type Waypoint = Mesh["waypoints"][number];

/*
 * Waypoints, gateways, routes and policies: there before anything uses them.
 */

/** Waypoints that are new or take other traffic, and who may use them: those that do, and those that are about to. */
export function proxyStep({ now: { mesh: now, users: had }, after }: Between): ChangeStep | undefined {
  const waypoints = [...after.waypoints, ...now.waypoints.filter((one) => !hasWaypoint(after, one))];
  const users = [...had, ...after.namespaces];
  const changes = [...waypointLines(now, after), ...userLines(after.waypoints, had, users)];
  if (changes.length === 0) return undefined;
  // One that a manifest held so far is the same Gateway.
  const own = after.waypoints.map(waypointIdentity);
  return {
    name: "waypoints",
    title: "Waypoints that are new",
    why: "A waypoint is there, ready, and lets a namespace in, before a label sends its traffic there.",
    disruption: "None: nothing uses what is new yet. A waypoint that takes other traffic than before takes it at once.",
    changes,
    mesh: { ...now, waypoints, carried: now.carried.filter(({ object }) => !own.includes(identity(object))) },
    users,
  };
}

/** Routes, policies and whatever else is carried: new and changed ones. */
export function routingStep({ now: { mesh: now }, after }: Between): ChangeStep | undefined {
  const wanted = { ...after, carried: attachedToBoth(now, after) };
  const { added, changed, gone } = carriedChanges(now, wanted);
  if (added.length === 0 && changed.length === 0) return undefined;
  // Proxies that are new may be among what is carried, and are asked for from here on.
  const gateways = [...after.gateways, ...now.gateways.filter((one) => !after.gateways.some((it) => same(it, one)))];
  const carried = [...wanted.carried, ...gone];
  const waypoints = now.waypoints.filter((one) => !isCarried(carried, one));
  const taken = now.waypoints.filter((one) => isCarried(carried, one)).map(waypointIdentity);
  const [moved, fresh] = [true, false].map((is) =>
    added.filter(({ object }) => taken.includes(identity(object)) === is),
  );
  return {
    name: "routing",
    title: "Routes and policies",
    why: "What is carried comes after the proxies that it names, and before a label that brings traffic under it.",
    disruption:
      "Traffic that the mesh carries already follows new and changed routes and policies as soon as they are applied: requests can be sent elsewhere, or refused. One that refuses whoever is not in the mesh, such as STRICT, refuses namespaces that are about to join until the phase that labels them.",
    changes: [
      ...(fresh ?? []).map(({ object }) => `${objectId(object)} added`),
      ...(moved ?? []).map(({ object }) => `${objectId(object)} as a manifest has it`),
      ...changed.map(({ after: { object } }) => `${objectId(object)} changed${bothSides(after, object)}`),
    ],
    mesh: { ...now, gateways, waypoints, carried },
  };
}

/** Whether it keeps, for now, what it was attached to. */
function bothSides({ carried }: Mesh, object: object): string {
  return carried.some((one) => one.object === object)
    ? ""
    : "; it stays attached to what it was attached to until the labels have moved";
}

function isCarried(carried: Mesh["carried"], waypoint: Waypoint): boolean {
  return carried.some(({ object }) => identity(object) === waypointIdentity(waypoint));
}

/** Whether a description has a waypoint, of its own keys. */
export function hasWaypoint({ waypoints }: Mesh, one: Waypoint): boolean {
  return waypoints.some((it) => same(it, one));
}

function same(one: { namespace: string; name: string }, other: { namespace: string; name: string }): boolean {
  return one.namespace === other.namespace && one.name === other.name;
}

function waypointLines(now: Mesh, after: Mesh): string[] {
  return after.waypoints.flatMap((one) => {
    const was = now.waypoints.find((it) => same(it, one));
    const id = `Gateway/${one.namespace}/${one.name}`;
    if (!was) return [isCarried(now.carried, one) ? `${id} as spec.waypoints has it` : `${id} added`];
    return was.for === one.for ? [] : [changeLine(id, 'metadata.labels["istio.io/waypoint-for"]', was.for, one.for)];
  });
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
