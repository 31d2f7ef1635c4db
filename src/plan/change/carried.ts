import { isDeepStrictEqual } from "node:util";
import { isLeftToCluster } from "../../mesh/left-to-cluster";
import type { CarriedObject, Mesh } from "../../mesh/mesh";
import { identity, resourceOf } from "../../objects/kubernetes-object";
import { tagResource } from "../revisions/state";

/** The identity of the Gateway of a waypoint. */
export function waypointIdentity({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `gateway.networking.k8s.io/Gateway/${namespace}/${name}`;
}

/** The identity of a Namespace. */
export function namespaceIdentity(name: string): string {
  return `/Namespace/${name}`;
}

/** The user's own objects of two descriptions. */
export interface CarriedChanges {
  readonly added: readonly CarriedObject[];
  /** As they are to be, with what they were. */
  readonly changed: readonly { readonly before: CarriedObject; readonly after: CarriedObject }[];
  readonly gone: readonly CarriedObject[];
}

export function carriedChanges(before: Mesh, after: Mesh): CarriedChanges {
  const was = new Map(before.carried.map((one) => [identity(one.object), one]));
  const is = new Map(after.carried.map((one) => [identity(one.object), one]));
  return {
    added: after.carried.filter(({ object }) => !was.has(identity(object))),
    changed: [...is].flatMap(([id, one]) => {
      const old = was.get(id);
      return old && !isDeepStrictEqual(old.object, one.object) ? [{ before: old, after: one }] : [];
    }),
    gone: before.carried.filter(({ object }) => !is.has(identity(object))),
  };
}

/** An object as kubectl is asked for it. */
export interface GoneObject {
  readonly kind: string;
  /** Plural name, with its group. */
  readonly resource: string;
  readonly namespace?: string;
  readonly name: string;
}

/** Waypoints and objects of the user's own that the first description has and the second has not; a waypoint may become a manifest, and one a waypoint. */
export function leavingObjects(
  was: Pick<Mesh, "waypoints" | "carried">,
  is: Mesh,
): Pick<Mesh, "waypoints" | "carried"> {
  const kept = new Set([...is.waypoints.map(waypointIdentity), ...is.carried.map(({ object }) => identity(object))]);
  return {
    waypoints: was.waypoints.filter((one) => !kept.has(waypointIdentity(one))),
    carried: was.carried.filter(({ object }) => !kept.has(identity(object))),
  };
}

/** Their identities. */
export function leavingIds(was: Mesh, is: Mesh): ReadonlySet<string> {
  const { waypoints, carried } = leavingObjects(was, is);
  return new Set([...waypoints.map(waypointIdentity), ...carried.map(({ object }) => identity(object))]);
}

/** What the first description has and the second has not: revision tags, waypoints, and the user's own objects but for those that are left to the cluster. */
export function goneObjects(was: Mesh, is: Mesh): readonly GoneObject[] {
  const { waypoints, carried } = leavingObjects(was, is);
  const gateway = { kind: "Gateway", resource: "gateways.gateway.networking.k8s.io" };
  const tag = { kind: "IstioRevisionTag", resource: tagResource };
  return [
    ...was.revisionTags
      .filter(({ name }) => !is.revisionTags.some((one) => one.name === name))
      .map(({ name }) => ({ ...tag, name })),
    ...waypoints.map(({ namespace, name }) => ({ ...gateway, namespace, name })),
    ...carried
      .filter(({ object }) => !isLeftToCluster(object))
      .map(({ object }) => {
        const { name, namespace } = object.metadata;
        return { kind: object.kind, resource: resourceOf(object), ...(namespace !== undefined && { namespace }), name };
      }),
  ];
}
