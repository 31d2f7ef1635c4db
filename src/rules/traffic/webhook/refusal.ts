import type { Finding, MeshPath } from "../../../findings/finding";
import { isMap, valueAt } from "../../../objects/object-paths";
import { about, type CheckedObject } from "../../rule";

/** What istiod's webhook refuses of an object that its CRD takes: the place, why, and what to do. */
export type Refusal = readonly [at: MeshPath, why: string, hint?: string];

/** Refusals of an object as findings. */
export function refusals(one: CheckedObject, found: readonly Refusal[]): readonly Finding[] {
  return found.map(([at, why, hint]) =>
    about("TGT005", one, {
      at,
      message: `${why}: istiod refuses the ${one.object.kind}`,
      ...(hint !== undefined && { hint }),
    }),
  );
}

/** The keys of a map that is there; undefined where there is none. */
export function keysAt(object: unknown, ...path: MeshPath): readonly string[] | undefined {
  const found = valueAt(object, ...path);
  return isMap(found) ? Object.keys(found) : undefined;
}

/** Whether a key stands there with more than an empty list or nothing: those are the same as none. */
export function isSet(object: unknown, key: string): boolean {
  const found = valueAt(object, key);
  return found !== undefined && found !== null && found !== "" && !(Array.isArray(found) && found.length === 0);
}

/** What Kubernetes calls a label of a name, in large letters too. */
export const label = /^[a-zA-Z0-9]([-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/;

/** Whether somebody fills in a part later. */
export function isTemplate(text: string): boolean {
  return /[{}$<>]/.test(text);
}
