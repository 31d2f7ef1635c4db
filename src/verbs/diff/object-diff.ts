import { type FieldChange, fieldChanges } from "../../fields/field-changes";
import { apiGroup, type KubernetesObject, objectId } from "../../objects/kubernetes-object";

/** One object that differs between two states. */
export interface ObjectDiff {
  /** `Kind/name`, or `Kind/namespace/name`; unique within one comparison. */
  readonly object: string;
  /** Of the object itself: see {@link objectIdentity}. */
  readonly identity: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly change: "added" | "removed" | "changed";
  /** Empty for an object that came or went. */
  readonly fields: readonly FieldChange[];
}

/** What differs between two states, object by object and field by field, sorted by object. */
export function objectDiffs(
  before: readonly KubernetesObject[],
  after: readonly KubernetesObject[],
): readonly ObjectDiff[] {
  const old = byIdentity(before);
  const now = byIdentity(after);
  const identities = [...new Set([...old.keys(), ...now.keys()])].sort();
  const label = labels(identities.map((identity) => [identity, (now.get(identity) ?? old.get(identity)) as Copy]));
  return identities.flatMap((identity) => {
    const from = old.get(identity)?.object;
    const to = now.get(identity)?.object;
    const { apiVersion, kind, metadata } = (to ?? from) as KubernetesObject;
    const { name, namespace } = metadata;
    const fields = from && to ? fieldChanges(kind, from, to) : [];
    if (from && to && !fields.length) return [];
    const change = from && to ? "changed" : to ? "added" : "removed";
    const id = { object: label(identity), identity: objectIdentity((to ?? from) as KubernetesObject) };
    return [{ ...id, apiVersion, kind, ...(namespace && { namespace }), name, change, fields }];
  });
}

/**
 * What makes two manifests the same object: group, kind, namespace and name. The version is left out: moving ZTunnel from
 * v1alpha1 to v1 keeps the object.
 */
export function objectIdentity(object: KubernetesObject): string {
  return `${objectId(object)} ${apiGroup(object)}`;
}

/** An object, and which of those of one identity it is: nothing stops people from writing one twice. */
interface Copy {
  readonly object: KubernetesObject;
  readonly copy: number;
}

function byIdentity(objects: readonly KubernetesObject[]): ReadonlyMap<string, Copy> {
  const found = new Map<string, Copy>();
  const copies = new Map<string, number>();
  for (const object of objects) {
    const identity = objectIdentity(object);
    const copy = (copies.get(identity) ?? 0) + 1;
    copies.set(identity, copy);
    found.set(`${identity} ${String(copy).padStart(6, "0")}`, { object, copy });
  }
  return found;
}

/** Names of objects; those that kind and name do not tell apart carry their API group, and repeated ones a number. */
function labels(objects: readonly (readonly [string, Copy])[]): (key: string) => string {
  const groups = new Map<string, Set<string>>();
  for (const [, { object }] of objects) {
    groups.set(objectId(object), (groups.get(objectId(object)) ?? new Set()).add(apiGroup(object)));
  }
  const named = objects.map(([key, { object, copy }]): [string, string] => {
    const id = objectId(object);
    const grouped = (groups.get(id)?.size ?? 0) > 1 ? id.replace("/", `.${apiGroup(object) || "core"}/`) : id;
    return [key, copy > 1 ? `${grouped} (copy ${copy})` : grouped];
  });
  const byKey = new Map(named);
  return (key) => byKey.get(key) ?? key;
}
