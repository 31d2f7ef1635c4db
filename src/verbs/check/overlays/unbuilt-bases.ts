import { objectId } from "../../../objects/kubernetes-object";
import type { Building } from "../../../repository/kustomizations/buildings";
import type { FileObject } from "../../../repository/objects/file-object";
import { isSail } from "../../../repository/objects/read-objects";

/** A mesh as an overlay makes it, and what is said of the same objects as they stand in their files. */
interface JudgedState {
  readonly state: {
    readonly plain: readonly FileObject[];
    readonly changed: ReadonlySet<FileObject>;
    readonly covers: ReadonlySet<Building>;
    readonly subjects?: ReadonlySet<string>;
  };
  readonly before: ReadonlySet<string>;
}

/**
 * Whether something is said of an object only because of a base beside it, which it names, as that stands in its file: every overlay that has the object changes
 * the base, nobody applies the base without one that does, and of what they make of it nothing is said.
 * @param said of which no overlay has it any more
 */
export function isOfUnbuilt(
  source: FileObject,
  said: { readonly key: string; readonly message: string },
  judged: readonly JudgedState[],
  tops: readonly Building[],
): boolean {
  // Parts of a mesh may be of another mesh than what overlays make.
  if (isSail(source)) return false;
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
    around.every(({ state, before }) => {
      const bases = [...state.changed].filter((one) => one !== source && said.message.includes(objectId(one.object)));
      return state.subjects === undefined && before.has(said.key) && bases.length > 0 && bases.every(isAlwaysChanged);
    })
  );
}
