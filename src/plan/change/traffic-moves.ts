import { isDeepStrictEqual } from "node:util";
import { isJoiningLabel } from "../../mesh/labels";
import type { CarriedObject, KubernetesObject, Mesh } from "../../mesh/mesh";
import { useKeys, usesOf, waypointUsed } from "../../mesh/waypoint-uses";
import { identity } from "../../source/kubernetes-object";
import { textAt } from "../../source/object-paths";
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
  return carried.map((one) => {
    const object = withUses(one.object, uses.get(identity(one.object)) ?? {});
    return object === one.object ? one : { ...one, object };
  });
}

/** Says of a namespace whether traffic moves that brings requests to what is in it: the root namespace is of all. */
export function movedNamespaces(before: Mesh, after: Mesh): (namespace: string | undefined) => boolean {
  const { controlPlane } = after;
  const root = textAt(controlPlane.values, "meshConfig", "rootNamespace") ?? controlPlane.namespace;
  const labelled = labelChanges(before, after)
    .filter(({ set, gone }) => [...Object.keys(set), ...gone].some(isJoiningLabel))
    .flatMap((change) => [
      change.name,
      ...[change.before, change.after].map((one) => one?.waypoint && (one.waypoint.namespace ?? one.name)),
    ]);
  const moved = new Set([...labelled, ...movedObjects(before, after).flatMap(homes)]);
  return (namespace = "default") => moved.has(namespace) || (namespace === root && moved.size > 0);
}

/** Carried objects whose traffic goes another way in the second description, as each of the two has them. */
function movedObjects(before: Mesh, after: Mesh): readonly KubernetesObject[] {
  const [was, is] = [before, after].map(
    ({ carried }) => new Map(carried.map(({ object }) => [identity(object), object])),
  );
  return [...new Set([...(was ?? new Map()).keys(), ...(is ?? new Map()).keys()])].flatMap((id) => {
    const [one, other] = [was?.get(id), is?.get(id)];
    return isDeepStrictEqual(usesOf(one), usesOf(other)) ? [] : [one, other].filter((it) => it !== undefined);
  });
}

function homes(object: KubernetesObject): readonly string[] {
  return [object.metadata.namespace ?? "default", waypointUsed(object)?.namespace].filter((one) => one !== undefined);
}
