import type { Finding, MeshPath, Place } from "../findings/finding";
import { InputError } from "../findings/input-error";

/** Whatever can say where a path of mesh.yaml stands. */
export interface Locator {
  locate(path: MeshPath): Place;
}

/** Findings that name a path of mesh.yaml, with the place of that path. */
export function placed(source: Locator, findings: readonly Finding[]): readonly Finding[] {
  return findings.map((one) => (one.path && !one.place ? { ...one, place: source.locate(one.path) } : one));
}

/** Does work that knows paths only, and gives the problems that it throws their places. */
export function locating<T>(source: Locator, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      error.problems.map((one) => (one.path && !one.place ? { ...one, place: source.locate(one.path) } : one)),
    );
  }
}
