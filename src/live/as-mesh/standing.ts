import type { Running } from "../../mesh/running-schema";

/** What mesh.yaml has to say of a state: the version that is simply run, and what runs something else. */
export interface Standing {
  readonly version: string;
  /** Left out when every part runs the version. */
  readonly running?: Running;
}

/** Versions as mesh.yaml takes them: one alone is no list. */
export function oneOrMore(versions: readonly string[]): string | string[] {
  return versions.length === 1 ? (versions[0] as string) : [...versions];
}
