import type { FileObject } from "../read-objects";
import type { Building } from "./buildings";
import type { Patched } from "./patched";

/** A mesh as an overlay makes it, and what is said of the same objects as they stand in their files. */
interface JudgedState {
  readonly state: Pick<Patched, "plain" | "changed" | "covers" | "subjects">;
  readonly before: ReadonlySet<string>;
}

/**
 * Whether something is said of an object only because of a base beside it, as that stands in its file: every overlay that has the object changes such a base,
 * nobody applies the base without one that does, and of what they make of it nothing is said.
 * @param key what is said, of which no overlay has it any more
 */
export function isOfUnbuilt(
  source: FileObject,
  key: string,
  judged: readonly JudgedState[],
  tops: readonly Building[],
): boolean {
  const around = judged.filter(({ state }) => state.plain.includes(source));
  const isAlwaysChanged = (base: FileObject) => {
    const builders = tops.filter(({ names }) => names.has(base.file));
    return (
      builders.length > 0 &&
      builders.every((top) => judged.some(({ state }) => state.covers.has(top) && state.changed.has(base)))
    );
  };
  return (
    around.length > 0 &&
    // Of what is moved to another namespace the moving itself is what may be wrong.
    around.every(({ state }) => state.subjects === undefined) &&
    around.every(
      ({ state, before }) => before.has(key) && state.changed.size > 0 && [...state.changed].every(isAlwaysChanged),
    )
  );
}
