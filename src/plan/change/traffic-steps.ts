import { isDeepStrictEqual } from "node:util";
import type { KubernetesObject, Mesh, WaypointUser } from "../../mesh/mesh";
import { usesOf, waypointsIn, waypointUsed, waypointUsers } from "../../mesh/waypoint-uses";
import { identity, objectId } from "../../objects/kubernetes-object";
import { attachedToBoth, targetIds } from "./attachments";
import { carriedChanges, leavingIds, leavingObjects, waypointIdentity } from "./carried";
import { type Between, type ChangeStep, changeLine } from "./step";
import { beforeStrict, isStrict, joins } from "./strict";
import { takingAs, withUsesOf } from "./traffic-moves";
import { gatewayOf, takenOverLines, userLines } from "./waypoint-lines";

type Waypoint = Mesh["waypoints"][number];

/*
 * Waypoints, gateways, routes and policies: there before anything uses them.
 */

/** Waypoints that are new, and who may use them: those that do, and those that are about to. */
export function proxyStep({ now: { mesh: now, users: had }, after }: Between): ChangeStep | undefined {
  // What those that are there take is a step of its own.
  const there = waypointsIn(now);
  const waypoints = after.waypoints.map((one) => {
    const takes = there.find((it) => same(it, one))?.for as Waypoint["for"] | undefined;
    return { ...one, for: takes ?? one.for };
  });
  const users = [...had, ...waypointUsers(after)];
  const changes = [...waypointLines(now, after, users), ...userLines(after.waypoints, had, users)];
  if (changes.length === 0) return undefined;
  // One that a manifest held so far is the same Gateway.
  const own = after.waypoints.map(waypointIdentity);
  return {
    name: "waypoints",
    title: after.waypoints.every((one) => waypointIn(now, one))
      ? "Waypoints let in who is new"
      : "Waypoints that are new",
    why: "A waypoint is there, ready, and lets a namespace in, before a label sends its traffic there.",
    disruption: after.waypoints.some((one) => isCarried(now.carried, one))
      ? "Nothing uses what is new yet. By what a Gateway that a manifest had so far differs, it differs at once."
      : "None: nothing uses what is new yet.",
    changes,
    mesh: {
      ...now,
      waypoints: [...waypoints, ...now.waypoints.filter((one) => !waypointIn(after, one))],
      carried: now.carried.filter(({ object }) => !own.includes(identity(object))),
    },
    users,
  };
}

/** Routes, policies and whatever else is carried: new and changed ones. */
export function routingStep({ before, now: { mesh: now, users }, after }: Between): ChangeStep | undefined {
  const attached = attachedToBoth(now, after);
  // What comes into Git with a label for a waypoint that is there may run with it already: nobody takes it off in between.
  const known = new Set(now.carried.map(({ object }) => identity(object)));
  const there = waypointsIn(before.mesh);
  const running = attached.filter(({ object }) => {
    const waypoint = waypointUsed(object);
    return waypoint && !known.has(identity(object)) && there.some((one) => same(one, waypoint));
  });
  const taking = takingAs(withUsesOf(attached, [...now.carried, ...running]), now);
  const wanted = { ...after, carried: joins(now, after) ? beforeStrict(taking, now.carried) : taking };
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
      "Traffic that the mesh carries already follows new and changed routes and policies as soon as they are applied: requests can be sent elsewhere, or refused.",
    changes: [
      ...(fresh ?? []).map(({ object }) => `${objectId(object)} added${notYet(after, object)}`),
      ...(moved ?? []).flatMap(({ object }) => {
        const key = now.waypoints.find((one) => waypointIdentity(one) === identity(object));
        const lines = key ? takenOverLines(gatewayOf(now, key, users), object) : [];
        return [`${objectId(object)} as a manifest has it`, ...lines];
      }),
      ...changed.map(({ after: { object } }) => `${objectId(object)} changed${notYet(after, object)}`),
    ],
    mesh: { ...now, gateways, waypoints, carried },
  };
}

/** What refuses whoever is not in the mesh, once those who join are. */
export function strictStep({ now: { mesh: now }, after }: Between): ChangeStep | undefined {
  const there = new Map(now.carried.map(({ object }) => [identity(object), object]));
  const late = after.carried.filter(({ object }) => {
    const held = there.get(identity(object));
    return isStrict(object) && !(held && isStrict(held));
  });
  if (late.length === 0) return undefined;
  const ids = new Set(late.map(({ object }) => identity(object)));
  return {
    name: "strict",
    title: "Refuse what is not in the mesh",
    why: "Who joins in this row is in the mesh since the phase before, and is not refused.",
    disruption:
      "Requests in plain text are refused from here on where these say so: those of whoever is not in the mesh.",
    changes: late.map(({ object }) => `${objectId(object)} ${there.has(identity(object)) ? "changed" : "added"}`),
    mesh: { ...now, carried: [...now.carried.filter(({ object }) => !ids.has(identity(object))), ...late] },
  };
}

/** Services and ServiceEntries that go through a waypoint, or through another one, or none: what their label names is there since the phase before. */
export function useStep({ now: { mesh: now }, after }: Between): ChangeStep | undefined {
  const gone = leavingIds(now, after);
  const outliving = leavingObjects(now, after).carried.filter(({ object }) => {
    const waypoint = waypointUsed(object);
    return !waypoint || !gone.has(waypointIdentity(waypoint));
  });
  const carried = withUsesOf(now.carried, [...after.carried, ...outliving]);
  const { changed } = carriedChanges(now, { ...now, carried });
  if (changed.length === 0) return undefined;
  return {
    name: "use-waypoints",
    title: `Through which waypoint: ${changed.map(({ after: { object } }) => objectId(object)).join(", ")}`,
    why: "These labels change in a commit of their own, as those of namespaces do: what they ask for, and what holds there, is in force since the phase before.",
    disruption: "Traffic to these goes the way that their labels say from here on, without a restart of pods.",
    changes: changed.flatMap(({ before, after: { object } }) => useLines(before.object, object)),
    mesh: { ...now, carried },
  };
}

function useLines(was: KubernetesObject, is: KubernetesObject): string[] {
  const [before, after] = [usesOf(was), usesOf(is)];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => before[key] !== after[key])
    .map((key) => changeLine(objectId(is), `metadata.labels["${key}"]`, before[key], after[key]));
}

/** What an object keeps for now, where mesh.yaml says otherwise. */
function notYet({ carried }: Mesh, object: KubernetesObject): string {
  const wanted = carried.find((one) => identity(one.object) === identity(object))?.object ?? object;
  const attached = isDeepStrictEqual(targetIds(wanted), targetIds(object))
    ? ""
    : "; it stays attached to what it was attached to until the traffic has moved";
  return isDeepStrictEqual(usesOf(wanted), usesOf(object))
    ? attached
    : `${attached}; its way through a waypoint comes later`;
}

function isCarried(carried: Mesh["carried"], waypoint: Waypoint): boolean {
  return carried.some(({ object }) => identity(object) === waypointIdentity(waypoint));
}

function waypointIn({ waypoints }: Mesh, one: Waypoint): Waypoint | undefined {
  return waypoints.find((it) => same(it, one));
}

function same(one: { namespace: string; name: string }, other: { namespace: string; name: string }): boolean {
  return one.namespace === other.namespace && one.name === other.name;
}

function waypointLines(now: Mesh, after: Mesh, users: readonly WaypointUser[]): string[] {
  return after.waypoints
    .filter((one) => !waypointIn(now, one))
    .flatMap((one) => {
      const id = `Gateway/${one.namespace}/${one.name}`;
      const held = now.carried.find(({ object }) => identity(object) === waypointIdentity(one));
      if (!held) return [`${id} added`];
      return [`${id} as spec.waypoints has it`, ...takenOverLines(held.object, gatewayOf(after, one, users))];
    });
}
