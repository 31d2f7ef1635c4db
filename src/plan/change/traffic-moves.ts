import { isDeepStrictEqual } from "node:util";
import { isJoiningLabel } from "../../mesh/labels";
import type { CarriedObject, KubernetesObject, Mesh } from "../../mesh/mesh";
import {
  carriedWaypoint,
  namespaceWaypoint,
  takesKey,
  useKeys,
  usesOf,
  type WaypointTakes,
  waypointsIn,
  waypointUsed,
} from "../../mesh/waypoint-uses";
import { identity } from "../../objects/kubernetes-object";
import { textAt, valueAt } from "../../objects/object-paths";
import { labelChanges } from "./label-changes";

/*
 * What sends traffic through other proxies than before: labels of namespaces, and those of Services and ServiceEntries that are carried.
 */

type Labels = Readonly<Record<string, string>>;

/** An object with these labels in the place of its own, as far as they say which waypoint its traffic goes through. */
export function withUses(object: KubernetesObject, uses: Labels): KubernetesObject {
  if (isDeepStrictEqual(usesOf(object), uses)) return object;
  const { labels = {}, ...metadata } = object.metadata;
  const rest = Object.entries(labels).filter(([key]) => !useKeys.includes(key));
  const all = Object.fromEntries([...rest, ...Object.entries(uses)]);
  return { ...object, metadata: { ...metadata, ...(Object.keys(all).length > 0 && { labels: all }) } };
}

/** Objects with the labels that they have in others of the same name; one that is not among those has none. */
export function withUsesOf(
  carried: readonly CarriedObject[],
  others: readonly CarriedObject[],
): readonly CarriedObject[] {
  const uses = new Map(others.map(({ object }) => [identity(object), usesOf(object)]));
  return carried.map((one) => replaced(one, withUses(one.object, uses.get(identity(one.object)) ?? {})));
}

/** Waypoints among carried objects that take what they take in a description already, where they are in that. */
export function takingAs(carried: readonly CarriedObject[], now: Mesh): readonly CarriedObject[] {
  const there = waypointsIn(now);
  return carried.map((one) => {
    const own = carriedWaypoint(one.object);
    const was = own && there.find(({ namespace, name }) => namespace === own.namespace && name === own.name);
    return was && was.for !== own.for ? replaced(one, withTakes(one.object, was.for)) : one;
  });
}

/** A Gateway that says what it takes. */
export function withTakes(object: KubernetesObject, takes: string): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, labels: { ...object.metadata.labels, [takesKey]: takes } } };
}

function replaced(one: CarriedObject, object: KubernetesObject): CarriedObject {
  return object === one.object ? one : { ...one, object };
}

/** Says of a namespace whether traffic moves that brings requests to what is in it: the root namespace is of all. */
export function movedNamespaces(before: Mesh, after: Mesh): (namespace: string | undefined) => boolean {
  const { controlPlane } = after;
  const root = textAt(controlPlane.values, "meshConfig", "rootNamespace") ?? controlPlane.namespace;
  const labelled = labelChanges(before, after)
    .filter(({ set, gone }) => [...Object.keys(set), ...gone].some(isJoiningLabel))
    .flatMap((change) => [
      change.name,
      ...[change.before, change.after].map((one) => one && namespaceWaypoint(one)?.namespace),
    ]);
  const moved = new Set([
    ...labelled,
    ...movedObjects(before, after).flatMap(homes),
    ...otherwiseTaking(before, after).map((one) => one.namespace),
  ]);
  return (namespace = "default") => moved.has(namespace) || (namespace === root && moved.size > 0);
}

/** Waypoints that take something else in the second description. */
function otherwiseTaking(before: Mesh, after: Mesh): readonly WaypointTakes[] {
  const was = waypointsIn(before);
  return waypointsIn(after).filter((is) =>
    was.some((one) => one.namespace === is.namespace && one.name === is.name && one.for !== is.for),
  );
}

/** Carried objects whose traffic, or that of their pods, goes another way in the second description, as each of the two has them. */
function movedObjects(before: Mesh, after: Mesh): readonly KubernetesObject[] {
  const [was, is] = [before, after].map(
    ({ carried }) => new Map(carried.map(({ object }) => [identity(object), object])),
  );
  return [...new Set([...(was ?? new Map()).keys(), ...(is ?? new Map()).keys()])].flatMap((id) => {
    const [one, other] = [was?.get(id), is?.get(id)];
    const [from, to] = [one, other].map((object) => [usesOf(object), usesOf(podOf(object))]);
    return isDeepStrictEqual(from, to) ? [] : [one, other].filter((it) => it !== undefined);
  });
}

/** The pods of a workload, as far as their labels go. */
function podOf(object: KubernetesObject | undefined): KubernetesObject | undefined {
  const labels = valueAt(object, "spec", "template", "metadata", "labels") as Labels | undefined;
  return object && labels && { ...object, metadata: { ...object.metadata, labels } };
}

function homes(object: KubernetesObject): readonly string[] {
  const pods = podOf(object);
  return [
    object.metadata.namespace ?? "default",
    waypointUsed(object)?.namespace,
    pods && waypointUsed(pods)?.namespace,
  ].filter((one) => one !== undefined);
}
