import { fieldChanges } from "../../fields/field-changes";
import type { Mesh, WaypointUser } from "../../mesh/mesh";

/** What a row has come to. */
export interface Reached {
  readonly mesh: Mesh;
  /** Namespaces that waypoints let in. */
  readonly users: readonly WaypointUser[];
  /** Namespaces that are in Git as a whole, by name. */
  readonly owned: readonly string[];
  /** Objects that engines may delete once they are gone from Git, by identity. */
  readonly letGo: readonly string[];
}

/** One commit of a row of changes: what it does to what the row has come to, and what people read of it. */
export interface ChangeStep extends Partial<Reached> {
  /** The folder's name without its number. */
  readonly name: string;
  readonly title: string;
  readonly why: string;
  readonly disruption: string;
  /** What a reviewer finds in the manifests, object by object. */
  readonly changes: readonly string[];
  /** Whether people replace ztunnel node by node in it. @default false */
  readonly drains?: boolean;
}

/** What a row starts from, the description that it ends at, and what the step before has come to. */
export interface Between {
  readonly before: Reached;
  readonly after: Mesh;
  readonly now: Reached;
}

/** `Istio/default spec.values.meshConfig.accessLogFile (unset) -> /dev/stdout`. */
export function changeLine(object: string, field: string, before: unknown, after: unknown): string {
  return `${object} ${field} ${show(before)} -> ${show(after)}`;
}

/** One line for each value of an object that differs. */
export function valueLines(object: string, before: unknown, after: unknown): string[] {
  return linesOf(object, "spec.values", before ?? {}, after ?? {});
}

/** One line for each field below a path of an object that differs. */
export function linesOf(object: string, at: string, before: unknown, after: unknown): string[] {
  const changes = fieldChanges(object.split("/")[0] as string, before, after);
  return changes.map((one) =>
    changeLine(
      object,
      one.field ? `${at}${one.field.startsWith("[") ? "" : "."}${one.field}` : at,
      one.before,
      one.after,
    ),
  );
}

function show(value: unknown): string {
  if (value === undefined) return "(unset)";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Namespaces that are ours as a whole, by name. */
export function ownedIn({ namespaces }: Mesh): readonly string[] {
  return namespaces.filter(({ ownership }) => ownership === "owned").map(({ name }) => name);
}
