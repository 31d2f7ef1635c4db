import { fieldChanges } from "../../fields/field-changes";
import type { Mesh } from "../../mesh/mesh";
import type { MeshNamespace } from "../../mesh/schema";

/** One commit of a row of changes: what it does to the description, and what people read of it. */
export interface ChangeStep {
  /** The folder's name without its number. */
  readonly name: string;
  readonly title: string;
  readonly why: string;
  readonly disruption: string;
  /** What a reviewer finds in the manifests, object by object. */
  readonly changes: readonly string[];
  readonly mesh: Mesh;
  /** Namespaces that waypoints let in from here on. @default as before */
  readonly users?: readonly MeshNamespace[];
  /** Namespaces that are in Git as a whole from here on, by name. @default as before */
  readonly owned?: readonly string[];
  /** Objects that engines may delete from here on, by identity. @default none */
  readonly letGo?: readonly string[];
}

/** Two descriptions of one mesh, and the one that the step before has reached. */
export interface Between {
  readonly before: Mesh;
  readonly after: Mesh;
  readonly now: Mesh;
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
  return changes.map((one) => changeLine(object, one.field ? `${at}.${one.field}` : at, one.before, one.after));
}

function show(value: unknown): string {
  if (value === undefined) return "(unset)";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
