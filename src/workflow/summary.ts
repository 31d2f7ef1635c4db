import type { KubernetesObject } from "../source/kubernetes-object";
import { objectId } from "../source/kubernetes-object";
import { type FieldChange, fieldChanges } from "./diff/field-changes";

/** One object that differs between two states. */
export interface ObjectDiff {
  /** `Kind/name`, or `Kind/namespace/name`; unique within one comparison. */
  readonly object: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly change: "added" | "removed" | "changed";
  /** Empty for an object that came or went. */
  readonly fields: readonly FieldChange[];
}

/** One line of a summary: a field of an object, or a whole object that came or went. */
export interface ObjectChange extends FieldChange {
  readonly object: string;
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
    return [{ object: label(identity), apiVersion, kind, ...(namespace && { namespace }), name, change, fields }];
  });
}

/** The lines of a summary, in the order of the objects. */
export function objectChanges(diffs: readonly ObjectDiff[]): readonly ObjectChange[] {
  return diffs.flatMap(({ object, change, fields }): ObjectChange[] =>
    change === "changed" ? fields.map((field) => ({ object, ...field })) : [{ object, field: "", change }],
  );
}

/** An object, and whether others of the same identity stand before it: nothing stops people from writing one twice. */
interface Copy {
  readonly object: KubernetesObject;
  readonly group: string;
  readonly copy: number;
}

/** The API version is left out of the identity: moving ZTunnel from v1alpha1 to v1 keeps the object. */
function byIdentity(objects: readonly KubernetesObject[]): ReadonlyMap<string, Copy> {
  const found = new Map<string, Copy>();
  for (const object of objects) {
    const group = object.apiVersion.split("/").slice(0, -1).join("/");
    const identity = `${objectId(object)} ${group}`;
    let copy = 1;
    while (found.has(`${identity} ${copy}`)) copy += 1;
    found.set(`${identity} ${copy}`, { object, group, copy });
  }
  return found;
}

/** Names of objects; those that kind and name do not tell apart carry their API group, and repeated ones a number. */
function labels(objects: readonly (readonly [string, Copy])[]): (identity: string) => string {
  const groups = new Map<string, Set<string>>();
  for (const [, { object, group }] of objects) {
    groups.set(objectId(object), (groups.get(objectId(object)) ?? new Set()).add(group));
  }
  const named = objects.map(([identity, { object, group, copy }]): [string, string] => {
    const id = objectId(object);
    const grouped = (groups.get(id)?.size ?? 0) > 1 && group ? id.replace("/", `.${group}/`) : id;
    return [identity, copy > 1 ? `${grouped} (copy ${copy})` : grouped];
  });
  const byIdentity = new Map(named);
  return (identity) => byIdentity.get(identity) ?? identity;
}
