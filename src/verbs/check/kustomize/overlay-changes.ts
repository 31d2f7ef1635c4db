import { textAt } from "../../../objects/object-paths";
import { arePerCluster } from "../cluster-folders";
import type { FileObject } from "../read-objects";
import { type Building, topsOf } from "./buildings";
import { type Patch, patchesOf } from "./patches";

/** What the patches of an overlay make of objects, by how these stand in their files; undefined where one is taken out. */
export interface OverlayChanges {
  readonly top: Building;
  readonly of: ReadonlyMap<FileObject, FileObject | undefined>;
  /** The files of the patches, as the user would write them. */
  readonly from: ReadonlySet<string>;
}

/** The overlays of some folders, each with what it changes. */
export function overlayChanges(built: readonly Building[], objects: readonly FileObject[]): readonly OverlayChanges[] {
  const namesOf = new Map(built.map(({ file, names }) => [file, names]));
  const kept = new Map(built.map(({ file }) => [file, patchesOf(file)]));
  return topsOf(built).map((top) => {
    const of = new Map<FileObject, FileObject | undefined>();
    const from = new Set<string>();
    const below = objects.filter(({ file }) => top.names.has(file));
    // What an overlay builds on is patched before it.
    for (const file of top.reached.toReversed()) {
      // A component changes what is built by whoever lists it.
      const isComponent = textAt(file.source.value, "kind") === "Component";
      const names = isComponent ? top.names : (namesOf.get(file) ?? top.names);
      for (const patch of kept.get(file) ?? patchesOf(file)) {
        for (const one of below) {
          const now = of.has(one) ? of.get(one) : one;
          if (!now || !names.has(one.file) || !patch.fits(now.object)) continue;
          const made = withPatch(now, patch);
          if (made === now) continue;
          of.set(one, made);
          from.add(patch.locate([]).file);
        }
      }
    }
    return { top, of, from };
  });
}

/** A field that the patch sets stands in the patch. */
function withPatch(one: FileObject, patch: Patch): FileObject | undefined {
  const object = patch.apply(one.object);
  if (object === one.object) return one;
  const { locate } = one;
  return (
    object && { ...one, object, locate: (path) => (patch.sets(path) || !locate ? patch.locate(path) : locate(path)) }
  );
}

/** Who builds what, seen from one overlay. */
export interface View {
  readonly top: Building;
  /** An object as it is built beside the overlay; the object itself where nobody changes it, or several do, each in its way. */
  readonly built: (one: FileObject) => FileObject | undefined;
  /** Whether an object is only of alternatives: overlays of the same base, or of another cluster. */
  readonly isElsewhere: (one: FileObject) => boolean;
}

/** What stands beside an overlay of those of the same cluster is built with it. */
export function viewOf(own: OverlayChanges, all: readonly OverlayChanges[]): View {
  const { top } = own;
  const beside = all.filter((it) => it !== own && !areAlternatives(it.top, top));
  const others = all.filter((it) => it !== own && !beside.includes(it));
  return {
    top,
    built: (one) => {
      if (own.of.has(one)) return own.of.get(one);
      if (top.names.has(one.file)) return one;
      const [only, second] = beside.filter((it) => it.top.names.has(one.file));
      return only && !second && only.of.has(one) ? only.of.get(one) : one;
    },
    isElsewhere: ({ file }) =>
      !top.names.has(file) &&
      !beside.some((it) => it.top.names.has(file)) &&
      others.some((it) => it.top.names.has(file)),
  };
}

function areAlternatives(a: Building, b: Building): boolean {
  if (arePerCluster(`${a.file.folder}/.`, `${b.file.folder}/.`)) return true;
  return [...a.names].some((name) => b.names.has(name));
}
