import { isDeepStrictEqual } from "node:util";
import type { CarriedObject, Mesh } from "../../mesh/mesh";
import { identity } from "../../source/kubernetes-object";

/** The identity of the Gateway of a waypoint. */
export function waypointIdentity({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `gateway.networking.k8s.io/Gateway/${namespace}/${name}`;
}

/** The identity of a Namespace. */
export function namespaceIdentity({ name }: { readonly name: string }): string {
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
