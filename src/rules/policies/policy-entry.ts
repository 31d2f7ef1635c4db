import type { Finding } from "../../findings/finding";
import { type AboutDetails, about, type CheckedObject, type ManifestSet } from "../rule";

/** An entry of a list in a rule of an AuthorizationPolicy: a principal, a method, a path. */
export interface PolicyEntry {
  readonly set: ManifestSet;
  readonly one: CheckedObject;
  readonly at: readonly (string | number)[];
  /** As it is written; empty for what is no text. */
  readonly text: string;
}

/** What makes sure of an entry that it can match what a request has. */
export type EntryCheck = (entry: PolicyEntry) => readonly Finding[];

export function ofEntry({ one, at }: PolicyEntry, details: AboutDetails): readonly Finding[] {
  return [about("POL003", one, { at, ...details })];
}
