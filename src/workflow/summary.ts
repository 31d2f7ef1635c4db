import { isDeepStrictEqual } from "node:util";
import { type KubernetesObject, objectId } from "../mesh/mesh";

/** One field of one object that differs, or a whole object that came or went. */
export interface ObjectChange {
  /** `Kind/name`, or `Kind/namespace/name`. */
  readonly object: string;
  /** `spec.version`; empty for a whole object. */
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What differs between two states, object by object and field by field, sorted by object. */
export function objectChanges(
  before: readonly KubernetesObject[],
  after: readonly KubernetesObject[],
): readonly ObjectChange[] {
  const old = byIdentity(before);
  const now = byIdentity(after);
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((key) => {
    const from = old.get(key);
    const to = now.get(key);
    const object = objectId((to ?? from) as KubernetesObject);
    if (!from || !to) return [{ object, field: "", before: from && "present", after: to && "present" }];
    return fieldChanges(from, to, []).map((change) => ({ object, ...change }));
  });
}

/** `Istio/default spec.version: v1.26.3 -> v1.26.4`. */
export function formatChange({ object, field, before, after }: ObjectChange): string {
  if (field === "") return `${object}: ${before === undefined ? "added" : "removed"}`;
  return `${object} ${field}: ${show(before)} -> ${show(after)}`;
}

/** The API version is left out of the identity: moving ZTunnel from v1alpha1 to v1 keeps the object. */
function byIdentity(objects: readonly KubernetesObject[]): ReadonlyMap<string, KubernetesObject> {
  return new Map(
    objects.map((object) => [`${objectId(object)} ${object.apiVersion.split("/").slice(0, -1).join("/")}`, object]),
  );
}

type FieldChange = Omit<ObjectChange, "object">;

function fieldChanges(before: unknown, after: unknown, path: readonly string[]): FieldChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isMap(before) || !isMap(after)) return [{ field: path.join("."), before, after }];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) =>
    fieldChanges(before[key], after[key], [...path, key.includes(".") ? `["${key}"]` : key]),
  );
}

function show(value: unknown): string {
  if (value === undefined) return "(unset)";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
