import type { Finding, MeshPath, Place } from "../findings/finding";
import { InputError } from "../findings/input-error";

/** Whatever can say where a path of mesh.yaml stands. */
export interface Locator {
  locate(path: MeshPath): Place;
  /** A place in a file that the mesh carries, which is relative to its folder, as the user would write it. */
  carried(place: Place): Place;
}

/** Findings with their places as the user would write them; those that name a path of mesh.yaml, with the place of that path. */
export function placed(source: Locator, findings: readonly Finding[]): readonly Finding[] {
  return findings.map((one) => {
    const place = one.place ? source.carried(one.place) : one.path && source.locate(one.path);
    return place ? { ...one, place } : one;
  });
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
